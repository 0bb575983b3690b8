/** Units at the edge: their rows, who may see them, and what leads to and from them. */
import { eventCounts } from '../../src/designations/shape';
import type { LinkPlace } from '../../src/store/selection';
import {
  matchCandidateShape,
  matchDecisionShape,
  matchSubject,
  matchSubjectShape,
  regionShape,
  seenNames,
  unitNameShape,
  unitShape,
} from '../../src/units/shape';
import {
  type Condition,
  connection,
  downwards,
  entity,
  equals,
  guarded,
  type LinkSet,
  many,
  one,
  pointedAt,
  pointing,
  unitInRegion,
  upwards,
  when,
} from '../entity';
import { seenKinds } from '../flags/seen-kinds';

const byId = upwards(['id', 'bigint']);
const newest = downwards(['id', 'uuid']);

/** A membership in force today, between the row of the link and the unit it starts from. */
const memberToday =
  (end: string): Condition =>
  ({ row, parent, environment }) =>
    `${row}m.${end} = ${parent}.id and ${row}m.from_on <= ${environment('today')} ` +
    `and (${row}m.to_on is null or ${row}m.to_on > ${environment('today')})`;

const joined =
  (end: string) =>
  ({ row }: { row: string }) =>
    `unit_membership ${row}m join unit ${row} on ${row}.id = ${row}m.${end}`;

export const UNIT_LINKS: LinkSet = {
  region: one({
    to: 'Region',
    where: [
      ({ row, parent }) => `${row}.code = ${parent}.region_code`,
      ({ row, parent }) => `${row}.year = ${parent}.region_year`,
    ],
  }),
  names: many({
    to: 'UnitName',
    where: [pointing('unit_id')],
    order: downwards(['first_seen_on', 'date'], ['id', 'bigint']),
  }),
  parks: many({ to: 'Unit', from: joined('park_id'), where: [memberToday('member_id')], order: byId }),
  members: connection({
    to: 'Unit',
    from: joined('member_id'),
    where: [memberToday('park_id')],
    order: byId,
  }),
  matchCandidates: connection({
    to: 'MatchCandidate',
    where: [pointing('unit_id')],
    order: newest,
    sameUnit: true,
  }),
};

export const UNIT_ENTITIES = [
  entity('Region', regionShape),
  entity('UnitName', unitNameShape, { scope: seenNames }),
  entity('MatchCandidate', matchCandidateShape, {
    region: unitInRegion(),
    links: {
      unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }),
      subject: one({ to: 'MatchSubject', from: ({ row, parent }) => `${matchSubject(parent)} ${row}` }),
      decisions: many({
        to: 'MatchDecision',
        where: [pointing('candidate_id')],
        order: downwards(['version', 'int']),
      }),
    },
  }),
  entity('MatchSubject', matchSubjectShape),
  entity('MatchDecision', matchDecisionShape),
];

/** The unit itself; other areas add what leads from it to them. */
export const unitEntity = (links: LinkSet) =>
  entity('Unit', unitShape, {
    region: ({ row, environment }) => `${row}.region_code = ${environment('region')}`,
    links: { ...UNIT_LINKS, ...links },
  });

const contains = (column: string) => (value: string, row: string) =>
  `${row}.${column} like '%' || regexp_replace(${value}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

/** Rows of the page's own units, told also where the page begins. */
const ofUnit = (looked: string, row: string, { beyond }: LinkPlace): string =>
  [`${looked}.unit_id = ${row}.id`, beyond(`${looked}.unit_id`)].filter((one) => one !== null).join(' and ');

const holdsTitle = (value: string, row: string, place: LinkPlace) =>
  `exists (select from designation d where ${ofUnit('d', row, place)} and d.level = ${value} and not exists (` +
  `select from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED') ` +
  `and ${eventCounts('e')}))`;

/** Of a kind that the actor may not see, no unit has a flag. */
const activeFlag = when(
  'filter.activeFlag',
  'text',
  (value, row, place) =>
    `exists (select from flag_head h where ${ofUnit('h', row, place)} and h.kind = ${value} ` +
    `and h.state = 'ACTIVE' and h.kind in (${seenKinds(place)}))`,
);

const lastVerdict = (value: string, row: string) =>
  `(select c.verdict from review_case c where c.unit_id = ${row}.id and c.verdict is not null ` +
  `order by c.opened_at desc, c.id desc limit 1) = ${value}`;

const decided = (row: string) => `exists (select from match_decision d where d.candidate_id = ${row}.id)`;

const lastAnswer = (row: string) =>
  `(select d.answer from match_decision d where d.candidate_id = ${row}.id order by d.version desc limit 1)`;

export const UNIT_ROOTS: LinkSet = {
  unit: one({ to: 'Unit', where: [equals('code', 'text', 'code')] }),
  units: connection({
    to: 'Unit',
    where: [
      equals('filter.kind', 'text', 'kind'),
      equals('filter.regionCode', 'text', 'region_code'),
      equals('filter.industry', 'text', 'industry'),
      equals('filter.localCode', 'text', 'local_code'),
      when('filter.codes', 'text[]', (value, row) => `${row}.code = any (${value})`),
      when('filter.nameContains', 'text', contains('name')),
      guarded('designations', 'filter.titleLevel', when('filter.titleLevel', 'text', holdsTitle)),
      activeFlag,
      guarded('reviews', 'filter.latestVerdict', when('filter.latestVerdict', 'text', lastVerdict)),
    ],
    order: byId,
  }),
  matchCandidates: connection({
    to: 'MatchCandidate',
    where: [
      equals('filter.subjectType', 'text', 'subject_type'),
      when('filter.answer', 'text', (value, row) => `${lastAnswer(row)} = ${value}`),
      when('filter.answered', 'boolean', (value, row) => `${decided(row)} = ${value}`),
    ],
    order: newest,
  }),
};
