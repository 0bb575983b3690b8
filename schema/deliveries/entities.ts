/** Deliveries at the edge: their rows, who may see them, and what leads to and from them. */
import {
  attemptShape,
  deliveryShape,
  eventShape,
  recallCaseShape,
  receiptShape,
  recipientGrantShape,
  recipientShape,
} from '../../src/delivery/shape';
import {
  connection,
  downwards,
  entity,
  equals,
  type LinkSet,
  many,
  one,
  pointedAt,
  pointing,
  unitInRegion,
  upwards,
  when,
} from '../entity';

const newest = downwards(['created_at', 'timestamptz'], ['id', 'uuid']);
const byRecipient = upwards(['recipient_id', 'text'], ['id', 'uuid']);
const toUnit = one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true });

export const DELIVERY_ENTITIES = [
  entity('Recipient', recipientShape, {
    links: {
      grants: many({
        to: 'RecipientGrant',
        where: [pointing('recipient_id')],
        order: upwards(['flag_kind', 'text'], ['from_on', 'date']),
      }),
    },
  }),
  entity('RecipientGrant', recipientGrantShape),
  entity('UnitEvent', eventShape, { region: unitInRegion() }),
  entity('Delivery', deliveryShape, {
    region: unitInRegion(),
    links: {
      unit: toUnit,
      recipient: one({ to: 'Recipient', where: [pointedAt('recipient_id')] }),
      event: one({ to: 'UnitEvent', where: [pointedAt('event_id')], sameUnit: true }),
      attempts: many({ to: 'Attempt', where: [pointing('delivery_id')], order: upwards(['number', 'int']) }),
      receipt: one({ to: 'Receipt', where: [pointing('delivery_id')] }),
    },
  }),
  entity('Attempt', attemptShape),
  entity('Receipt', receiptShape),
  entity('RecallCase', recallCaseShape, {
    region: unitInRegion(),
    links: {
      unit: toUnit,
      deliveries: many({ to: 'Delivery', where: [pointing('event_id')], order: byRecipient, sameUnit: true }),
    },
  }),
];

export const DELIVERIES_OF_UNIT: LinkSet = {
  deliveries: connection({ to: 'Delivery', where: [pointing('unit_id')], order: newest, sameUnit: true }),
};

export const DELIVERIES_OF_FLAG: LinkSet = {
  deliveries: many({
    to: 'Delivery',
    where: [({ row, parent }) => `${row}.event_id = ${parent}.event_id`],
    order: byRecipient,
    sameUnit: true,
  }),
};

const confirmed = (value: string, row: string) =>
  `exists (select from receipt r where r.delivery_id = ${row}.id) = ${value}`;

const unconfirmed = ({ row }: { row: string }) =>
  `${row}.withdraws and exists (select from delivery d where d.event_id = ${row}.id ` +
  `and not exists (select from receipt r where r.delivery_id = d.id))`;

export const DELIVERY_ROOTS: LinkSet = {
  deliveries: connection({
    to: 'Delivery',
    where: [
      equals('filter.recipientId', 'text', 'recipient_id'),
      equals('filter.withdrawal', 'boolean', 'withdrawal'),
      when(
        'filter.unitCode',
        'text',
        (value, row) => `${row}.unit_id = (select u.id from unit u where u.code = ${value})`,
      ),
      when(
        'filter.flagKind',
        'text',
        (value, row) =>
          `exists (select from event e where e.id = ${row}.event_id and e.subject_kind = ${value})`,
      ),
      when('filter.confirmed', 'boolean', confirmed),
    ],
    order: newest,
  }),
  recallCases: connection({ to: 'RecallCase', where: [unconfirmed], order: upwards(['id', 'uuid']) }),
  recipients: connection({ to: 'Recipient', order: upwards(['id', 'text']) }),
};
