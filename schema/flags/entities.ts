/** Flags at the edge: their rows, which kinds may be seen, and what leads to and from them. */
import { flagBasisShape, flagShape } from '../../src/flags/shape';
import { sourceSilent } from '../../src/incentives/shape';
import { unconfirmedListing } from '../../src/sanctions/shape';
import { expression, type RowPlace, type Shape } from '../../src/store/shape';
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

/**
 * Nobody can vouch for it now: a source of the measure is silent, or the listing is gone from its list without a paper.
 * Only that; what is in doubt of the unit itself (a decision not served, a title under review) is no recipient's affair.
 */
const unconfirmed = ({ row, environment }: RowPlace): string =>
  `(${row}.state = 'ACTIVE' and case ${row}.kind ` +
  `when 'INCENTIVE_ELIGIBILITY' then ${sourceSilent(`${row}.subject`, environment('today'))} ` +
  `when 'JOINT_SANCTION' then ${unconfirmedListing(`${row}.unit_id`, `${row}.subject`)} else false end)`;

const flagToday: Shape = {
  ...flagShape,
  fields: { ...flagShape.fields, unconfirmed: expression('boolean', unconfirmed, 'not null') },
};

export const FLAG_ENTITIES = [
  entity('Flag', flagToday, {
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
  place.given('asOf') ? asOf(place) : `exists (select from flag_head h where h.flag_id = ${place.row}.id)`;

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
