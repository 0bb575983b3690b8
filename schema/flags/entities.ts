/** Flags at the edge: their rows, which kinds may be seen, and what leads to and from them. */
import { flagBasisShape, flagShape } from '../../src/flags/shape';
import {
  type Condition,
  connection,
  downwards,
  entity,
  equals,
  type LinkSet,
  one,
  pointedAt,
  pointing,
  same,
  unitInRegion,
  when,
} from '../entity';
import { KINDS, seenKinds } from './seen-kinds';

const newest = downwards(['id', 'uuid']);

export const FLAG_ENTITIES = [
  entity('Flag', flagShape, {
    region: unitInRegion(),
    scope: (place) =>
      KINDS.every((kind) => place.may(`flags.${kind}`)) ? null : `${place.row}.kind in (${seenKinds(place)})`,
    links: {
      basis: same('FlagBasis'),
      unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }),
    },
  }),
  entity('FlagBasis', flagBasisShape),
];

/** The version that was the latest at the end of a day in Asia/Shanghai. */
const knownOn = (day: string, row: string): string =>
  `${row}.version = (select max(f.version) from flag f where f.unit_id = ${row}.unit_id and f.kind = ${row}.kind ` +
  `and f.subject = ${row}.subject and f.recorded_at < (${day} + 1)::timestamp at time zone 'Asia/Shanghai')`;

const asOf = when('asOf', 'date', knownOn);

const latest: Condition = (place) =>
  place.given('asOf')
    ? asOf(place)
    : `exists (select from flag_head h where h.unit_id = ${place.row}.unit_id and h.kind = ${place.row}.kind ` +
      `and h.subject = ${place.row}.subject and h.flag_id = ${place.row}.id)`;

const ofUnit = (column: string) => (value: string, row: string) =>
  `${row}.unit_id in (select u.id from unit u where u.${column} = ${value})`;

export const FLAGS_OF_UNIT: LinkSet = {
  flags: connection({ to: 'Flag', where: [pointing('unit_id'), asOf], order: newest, sameUnit: true }),
};

export const FLAG_ROOTS: LinkSet = {
  flags: connection({
    to: 'Flag',
    where: [
      latest,
      equals('filter.kind', 'text', 'kind'),
      equals('filter.state', 'text', 'state'),
      when('filter.unitCode', 'text', ofUnit('code')),
      when('filter.regionCode', 'text', ofUnit('region_code')),
    ],
    order: newest,
  }),
};
