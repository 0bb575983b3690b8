/** The audit log at the edge, and who asks. */
import { principalShape } from '../../src/access/shape';
import { auditEntryShape } from '../../src/audit/shape';
import { expression, shapeOfRows } from '../../src/store/shape';
import {
  connection,
  downwards,
  entity,
  equals,
  type LinkSet,
  one,
  pointedAt,
  pointing,
  unitInRegion,
  when,
} from '../entity';

const newest = downwards(['at', 'timestamptz'], ['id', 'uuid']);

export const AUDIT_ENTITIES = [
  entity('AuditEntry', auditEntryShape, {
    region: unitInRegion(),
    links: { unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }) },
  }),
  entity('Principal', principalShape),
  entity(
    'Health',
    shapeOfRows({
      service: expression('text', () => `'tripartite-hub'::text`, 'not null'),
      today: expression('date', ({ environment }) => environment('today'), 'not null'),
    }),
  ),
];

export const AUDIT_OF_UNIT: LinkSet = {
  auditEntries: connection({ to: 'AuditEntry', where: [pointing('unit_id')], order: newest, sameUnit: true }),
};

export const AUDIT_ROOTS: LinkSet = {
  auditEntries: connection({
    to: 'AuditEntry',
    where: [
      equals('filter.action', 'text', 'action'),
      equals('filter.actorId', 'text', 'actor_id'),
      equals('filter.subjectId', 'text', 'subject_id'),
      when(
        'filter.unitCode',
        'text',
        (value, row) => `${row}.unit_id = (select u.id from unit u where u.code = ${value})`,
      ),
    ],
    order: newest,
  }),
  me: one({ to: 'Principal', where: [({ row, environment }) => `${row}.id = ${environment('actorId')}`] }),
  health: one({ to: 'Health', from: ({ row }) => `(select) ${row}` }),
};
