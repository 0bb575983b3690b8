/** Listings at the edge: their rows, who may see them, and what leads to and from them. */
import { listingEventShape, listingShape } from '../../src/sanctions/shape';
import {
  connection,
  downwards,
  entity,
  type LinkSet,
  many,
  one,
  pointedAt,
  pointing,
  unitInRegion,
  upwards,
} from '../entity';

const newest = downwards(['decided_on', 'date'], ['id', 'uuid']);

export const LISTING_ENTITIES = [
  entity('Listing', listingShape, {
    region: unitInRegion(),
    links: {
      unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }),
      events: many({
        to: 'ListingEvent',
        where: [pointing('listing_id')],
        order: upwards(['version', 'int']),
      }),
    },
  }),
  entity('ListingEvent', listingEventShape),
];

export const LISTINGS_OF_UNIT: LinkSet = {
  listings: connection({ to: 'Listing', where: [pointing('unit_id')], order: newest, sameUnit: true }),
};

export const LISTING_ROOTS: LinkSet = { listings: connection({ to: 'Listing', order: newest }) };
