/** What of joint-sanction listings can be asked for. */
import { expression, shapeOf } from '../store/shape';
import { ListingEventTable, ListingTable } from './tables';

export const listingShape = shapeOf(ListingTable, {
  columns: [
    'id',
    'documentNo',
    'decidedOn',
    'issuingBody',
    'ground',
    'article',
    'termYears',
    'effectiveEnd',
    'servedOn',
    'noticeServedOn',
    'payOrderNo',
    'recordedAt',
  ],
  more: {
    state: expression(
      'text',
      ({ row }) =>
        `(select e.kind from listing_event e where e.listing_id = ${row}.id order by e.version desc limit 1)`,
    ),
  },
});

/** The listing is gone from its source's list, and no paper has ended it; both are SQL, the listing's id as text. */
export const unconfirmedListing = (unitId: string, listingId: string): string =>
  `exists (select from listing doubted where doubted.unit_id = ${unitId} and doubted.id::text = ${listingId} and ` +
  `(select e.kind from listing_event e where e.listing_id = doubted.id order by e.version desc limit 1) = 'UNCONFIRMED')`;

export const listingEventShape = shapeOf(ListingEventTable, {
  columns: ['id', 'version', 'kind', 'onDate', 'reason', 'recordedAt'],
});
