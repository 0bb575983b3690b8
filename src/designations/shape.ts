/** What of titles can be asked for: the naming, what became of it, and each decision. */
import { expression, members, type RowPlace, shapeOf, shapeOfRows } from '../store/shape';
import { DesignationEventTable, DesignationTable, TitleDecisionTable } from './tables';

/**
 * Of an event: an end that came with the decision on another naming of the title counts as long as both are one unit's.
 * A match that is withdrawn parts them, and nobody has decided on the one that is left.
 */
export const eventCounts = (event: string): string =>
  `(${event}.decision_id is null or not exists (select from title_decision made ` +
  `join designation decided on decided.id = made.designation_id join designation held on held.id = ${event}.designation_id ` +
  `where made.id = ${event}.decision_id and decided.id <> held.id and decided.unit_id is distinct from held.unit_id))`;

/**
 * `titleState` of title.ts as SQL: the first end is final, else the last event but for a report upward.
 * A test holds the two together.
 */
export const titleStateText = (row: string): string =>
  `coalesce((select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end ` +
  `from designation_event e where e.designation_id = ${row}.id and e.kind <> 'REPORTED_UPWARD' and ${eventCounts('e')} ` +
  `order by (e.kind in ('CANCELLED', 'LAPSED')) desc, ` +
  `case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end limit 1), 'VALID')`;

export const designationShape = shapeOf(DesignationTable, {
  columns: [
    'id',
    'unitKind',
    'name',
    'title',
    'level',
    'honourType',
    'namingBody',
    'documentNo',
    'province',
    'namedOn',
    'source',
    'recordedAt',
  ],
  more: { state: expression('text', ({ row }) => titleStateText(row), 'not null') },
});

/** What is published of a title; the other events are outcomes of reviews. */
const PUBLISHED = "('NAMED', 'CANCELLED', 'LAPSED')";

export const seenEvents = ({ row, may }: RowPlace): string | null =>
  may('reviews') ? null : `${row}.kind in ${PUBLISHED}`;

/** Counted among those that are seen: a number that is left out would tell of one that is not. */
const eventNumber = ({ row, may }: RowPlace): string =>
  may('reviews')
    ? `${row}.version`
    : `(select count(*)::int from designation_event e where e.designation_id = ${row}.designation_id ` +
      `and e.version <= ${row}.version and e.kind in ${PUBLISHED})`;

export const designationEventShape = shapeOf(DesignationEventTable, {
  columns: ['id', 'kind', 'onDate', 'documentNo', 'recordedAt'],
  more: { version: expression('int', eventNumber, 'not null') },
});

export const titleDecisionShape = shapeOf(TitleDecisionTable, {
  columns: [
    'id',
    'outcome',
    'documentNo',
    'decidedOn',
    'decidingBody',
    'heardOn',
    'grounds',
    'actorName',
    'recordedAt',
  ],
});

/** One body's opinion, an element of `title_decision.opinions`. */
export const bodyOpinionShape = shapeOfRows(
  members('value', { body: 'text', opinion: 'text', on: 'date', note: 'text' }),
);
