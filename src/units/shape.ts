/** What of units can be asked for. */
import { expression, shapeOf } from '../store/shape';
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

export const unitNameShape = shapeOf(UnitNameTable, {
  columns: ['name', 'firstSeenOn', 'lastSeenOn', 'source'],
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
