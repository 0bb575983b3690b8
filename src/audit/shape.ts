/** What of the audit log can be asked for. */
import { expression, shapeOf } from '../store/shape';
import { AuditEntryTable } from './tables';

export const auditEntryShape = shapeOf(AuditEntryTable, {
  columns: [
    'id',
    'scope',
    'seq',
    'at',
    'actorId',
    'actorName',
    'actorRole',
    'actorBody',
    'action',
    'subjectType',
    'subjectId',
  ],
  more: {
    detail: expression('text', ({ row }) => `${row}.detail::text`, 'not null'),
    hash: expression('text', ({ row }) => `encode(${row}.hash, 'hex')`, 'not null'),
    previousHash: expression('text', ({ row }) => `encode(${row}.previous_hash, 'hex')`, 'not null'),
  },
});
