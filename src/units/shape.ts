/** What of units can be asked for. */
import { seenSources } from '../access/areas';
import { literal } from '../store/scalar-text';
import { expression, type RowPlace, shapeOf } from '../store/shape';
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

export const matchDecisionShape = shapeOf(MatchDecisionTable, {
  columns: ['id', 'version', 'answer', 'why', 'actorName', 'at'],
});
