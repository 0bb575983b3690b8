/** What of reviews can be asked for: rounds and their progress, cases, verdicts with findings, materials, steps. */
import { seenSources } from '../access/areas';
import { FACTS } from '../agencies/fact-registry';
import type { Role } from '../kernel/actor';
import { literal } from '../store/scalar-text';
import { type ColumnField, expression, members, type RowPlace, shapeOf, shapeOfRows } from '../store/shape';
import { allowedActions, type CaseState } from './lifecycle';
import { CaseMaterialTable, CaseStepTable, ReviewCaseTable, ReviewRoundTable, VerdictTable } from './tables';

export const reviewRoundShape = shapeOf(ReviewRoundTable, {
  columns: [
    'id',
    'origin',
    'bucket',
    'title',
    'requestedByBody',
    'reason',
    'asOf',
    'cases',
    'openedBy',
    'openedAt',
    'closedAt',
  ],
});

const count = (column: string): ColumnField => ({ kind: 'column', column, type: 'int', nullable: false });

/** Counts over the cases of a round; the link that leads here makes the row. */
export const roundProgressShape = shapeOfRows({
  cases: count('cases'),
  evaluated: count('evaluated'),
  pass: count('pass'),
  rectify: count('rectify'),
  fail: count('fail'),
  pendingEvidence: count('pending_evidence'),
});

export const ROUND_PROGRESS =
  `count(*)::int as cases, count(evaluated_at)::int as evaluated, ` +
  `(count(*) filter (where verdict = 'PASS'))::int as pass, ` +
  `(count(*) filter (where verdict = 'RECTIFY'))::int as rectify, ` +
  `(count(*) filter (where verdict = 'FAIL'))::int as fail, ` +
  `(count(*) filter (where verdict = 'PENDING_EVIDENCE'))::int as pending_evidence`;

const caseState = expression(
  'text',
  ({ row }) =>
    `coalesce((select s.state from case_step s where s.case_id = ${row}.id order by s.version desc limit 1), 'OPEN')`,
  'not null',
);

export const reviewCaseShape = shapeOf(ReviewCaseTable, {
  columns: [
    'id',
    'number',
    'catalogueId',
    'asOf',
    'verdict',
    'rectifyBy',
    'openedAt',
    'evaluatedAt',
    'closedAt',
  ],
  more: {
    state: caseState,
    nextActions: {
      kind: 'computed',
      needs: { state: caseState, role: expression('text', ({ environment }) => environment('role')) },
      compute: ({ state, role }) => allowedActions(state as CaseState, { role: role as Role }),
    },
  },
});

export const verdictShape = shapeOf(VerdictTable, {
  columns: ['id', 'version', 'verdict', 'catalogueId', 'engine', 'asOf', 'evaluatedAt'],
  more: {
    factsDigest: expression('text', ({ row }) => `encode(${row}.facts_digest, 'hex')`, 'not null'),
  },
});

/** One criterion, an element of `verdict.findings`; its elements are in `value->'elements'`. */
export const findingShape = shapeOfRows(members('value', { criterion: 'text', result: 'text' }));

type May = RowPlace['may'];

/** Facts from records that may not be seen are taken out of the values that a finding shows. */
function hiddenFacts(may: May): string {
  const seen = seenSources(may);
  const hidden = [...FACTS.values()].filter(
    ({ feeds }) => seen !== null && feeds.some((feed) => !seen.includes(feed)),
  );
  return hidden.length === 0 ? '' : ` - array[${hidden.map(({ name }) => literal(name)).join(', ')}]::text[]`;
}

/** The ids of records that may be seen, in their order. */
function recordIds(list: string, may: May): string {
  const seen = seenSources(may);
  const source =
    seen === null
      ? ''
      : ` where exists (select from agency_record a where a.id = given.id::bigint ` +
        `and a.agency || '/' || a.record_type in (${['', ...seen].map(literal).join(', ')}))`;
  return (
    `case when jsonb_typeof(${list}) = 'array' then array(select given.id from jsonb_array_elements_text(${list}) ` +
    `with ordinality given (id, place)${source} order by given.place) end`
  );
}

/** One element of a criterion. */
export const elementFindingShape = shapeOfRows({
  ...members('value', {
    element: 'text',
    result: 'text',
    cause: 'text',
    ask: 'text[]',
    materials: 'text[]',
    article: 'text',
    explanation: 'text',
  }),
  values: expression('text', ({ row, may }) => `((${row}.value->'values')${hiddenFacts(may)})::text`),
  records: expression('text[]', ({ row, may }) => recordIds(`${row}.value->'records'`, may)),
});

/** A parameter that an element used, and how it is marked: in the text, by other law, or proposed by this project. */
export const findingParameterShape = shapeOfRows({
  ...members('value', { name: 'text', mark: 'text' }),
  value: expression('text', ({ row }) => `${row}.value->>'value'`),
});

export const caseMaterialShape = shapeOf(CaseMaterialTable, {
  columns: ['id', 'kind', 'criterion', 'element', 'number', 'onDate', 'enteredBy', 'reason', 'recordedAt'],
  more: {
    data: expression('text', ({ row }) => `${row}.data::text`, 'not null'),
    digest: expression('text', ({ row }) => `encode(${row}.digest, 'hex')`, 'not null'),
  },
});

export const caseStepShape = shapeOf(CaseStepTable, {
  columns: ['id', 'version', 'action', 'state', 'onDate', 'actorName', 'actorBody', 'recordedAt'],
  more: { detail: expression('text', ({ row }) => `${row}.detail::text`, 'not null') },
});
