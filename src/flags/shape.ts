/** What of flags can be asked for. */
import { expression, members, shapeOf, shapeOfRows } from '../store/shape';
import { FlagTable } from './tables';

export const flagShape = shapeOf(FlagTable, {
  columns: [
    'id',
    'kind',
    'subject',
    'version',
    'state',
    'effectiveFrom',
    'effectiveEnd',
    'decisionType',
    'decisionId',
    'reason',
    'recordedAt',
  ],
  more: {
    latest: expression(
      'boolean',
      ({ row }) => `exists (select from flag_head h where h.flag_id = ${row}.id)`,
      'not null',
    ),
  },
});

/** What a flag says, in `basis`: the closed list of FLAG_FIELDS, and the ids it rests on. */
export const flagBasisShape = shapeOfRows(
  members('basis', {
    title: 'text',
    level: 'text',
    honourType: 'text',
    namedOn: 'date',
    documentNo: 'text',
    namingBody: 'text',
    measure: 'text',
    legalBasis: 'text',
    issuingBody: 'text',
    article: 'text',
    decidedOn: 'date',
    servedOn: 'date',
    termYears: 'int',
    remedies: 'text',
    evidence: 'text[]',
  }),
);
