/** What of reviews can be asked for: rounds and their progress, cases, verdicts with findings, materials, steps. */
import type { Role } from '../kernel/actor';
import { type ColumnField, expression, members, shapeOf, shapeOfRows } from '../store/shape';
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

/** One element of a criterion. */
export const elementFindingShape = shapeOfRows({
  ...members('value', {
    element: 'text',
    result: 'text',
    cause: 'text',
    ask: 'text[]',
    records: 'text[]',
    materials: 'text[]',
    article: 'text',
    explanation: 'text',
  }),
  values: expression('text', ({ row }) => `(${row}.value->'values')::text`),
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
