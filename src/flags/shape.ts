/** What of flags can be asked for. */
import { expression, shapeOf } from '../store/shape';
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
    basis: expression('text', ({ row }) => `${row}.basis::text`, 'not null'),
    latest: expression(
      'boolean',
      ({ row }) =>
        `exists (select from flag_head h where h.unit_id = ${row}.unit_id and h.kind = ${row}.kind and h.subject = ${row}.subject and h.flag_id = ${row}.id)`,
      'not null',
    ),
  },
});
