/** What of units can be asked for. */
import { seenSources } from '../access/areas';
import { literal } from '../store/scalar-text';
import { expression, type RowPlace, shapeOf, shapeOfRows } from '../store/shape';
import { MatchCandidateTable, MatchDecisionTable, RegionTable, UnitNameTable, UnitTable } from './tables';

export const unitShape = shapeOf(UnitTable, {
  columns: [
    'id',
    'code',
    'kind',
    'name',
    'organisationCode',
    'localCode',
    'regionCode',
    'regionYear',
    'industry',
    'employees',
    'createdAt',
    'updatedAt',
  ],
});

export const regionShape = shapeOf(RegionTable, {
  columns: ['code', 'year', 'name', 'parentCode', 'level', 'predecessorCode', 'note'],
});

const within = ({ row }: RowPlace, sources: readonly string[]): string =>
  `${row}.source in (${sources.map(literal).join(', ')})`;

/** What units are registered from: they have these names whatever else is known of them. */
const REGISTERS: readonly string[] = ['hrss/SOCIAL_INSURANCE', 'office'];

/** A name that only a record out of sight bears would tell that there is such a record. */
export function seenNames(place: RowPlace): string | null {
  const seen = seenSources(place.may);
  return seen === null ? null : within(place, [...REGISTERS, ...seen]);
}

export const unitNameShape = shapeOf(UnitNameTable, {
  columns: ['name', 'firstSeenOn', 'lastSeenOn'],
  more: {
    source: expression('text', (place) => {
      const seen = seenSources(place.may);
      return seen === null
        ? `${place.row}.source`
        : `case when ${within(place, ['office', ...seen])} then ${place.row}.source end`;
    }),
  },
});

const subjectColumn = (column: string, type: 'text' | 'date', nullable = true) =>
  ({ kind: 'column', column, type, nullable }) as const;

export const matchCandidateShape = shapeOf(MatchCandidateTable, {
  columns: ['id', 'subjectType', 'subjectId', 'subjectName', 'score', 'reason', 'createdAt'],
  more: {
    answer: expression(
      'text',
      ({ row }) =>
        `(select d.answer from match_decision d where d.candidate_id = ${row}.id order by d.version desc limit 1)`,
    ),
  },
});

/** Rows of `matchSubject`. */
export const matchSubjectShape = shapeOfRows({
  title: subjectColumn('title', 'text'),
  level: subjectColumn('level', 'text'),
  onDate: subjectColumn('on_date', 'date', false),
  documentNo: subjectColumn('document_no', 'text'),
  issuer: subjectColumn('issuer', 'text'),
  place: subjectColumn('place', 'text'),
  source: subjectColumn('source', 'text', false),
  sourceKey: subjectColumn('source_key', 'text', false),
  data: subjectColumn('data', 'text'),
});

/** What the record of a candidate says: a title by its id, a body's record by `agency/TYPE/source key`. */
export const matchSubject = (candidate: string): string => {
  const id = `${candidate}.subject_id`;
  const part = (place: 1 | 2) => `split_part(${id}, '/', ${place})`;
  return (
    `(select d.title, d.level, d.named_on as on_date, d.document_no, d.naming_body as issuer, d.province as place, ` +
    `d.source, d.source_key, null::text as data from designation d where ${candidate}.subject_type = 'DESIGNATION' ` +
    `and d.id = case when ${id} ~ '^[0-9a-f-]{36}$' then ${id}::uuid end ` +
    `union all select r.data->>'title', r.data->>'level', r.observed_on, r.data->>'documentNo', r.data->>'issuingBody', ` +
    `r.data->>'regionCode', r.agency || '/' || r.record_type, r.source_key, r.data::text ` +
    `from record_head h join agency_record r on r.id = h.record_id where ${candidate}.subject_type = 'AGENCY_RECORD' ` +
    `and h.agency = ${part(1)} and h.record_type = ${part(2)} ` +
    `and h.source_key = substr(${id}, length(${part(1)}) + length(${part(2)}) + 3))`
  );
};

export const matchDecisionShape = shapeOf(MatchDecisionTable, {
  columns: ['id', 'version', 'answer', 'why', 'actorName', 'at'],
});
