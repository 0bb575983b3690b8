/** What of titles can be asked for: the naming, what became of it, and each decision. */
import { expression, members, shapeOf, shapeOfRows } from '../store/shape';
import { DesignationEventTable, DesignationTable, TitleDecisionTable } from './tables';

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
  more: {
    state: expression(
      'text',
      ({ row }) =>
        `coalesce((select e.kind from designation_event e where e.designation_id = ${row}.id order by e.version desc limit 1), 'NAMED')`,
      'not null',
    ),
  },
});

export const designationEventShape = shapeOf(DesignationEventTable, {
  columns: ['id', 'version', 'kind', 'onDate', 'documentNo', 'recordedAt'],
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
export const bodyOpinionShape = shapeOfRows(members('value', { body: 'text', opinion: 'text', on: 'date' }));
