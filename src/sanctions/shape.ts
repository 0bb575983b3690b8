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

export const listingEventShape = shapeOf(ListingEventTable, {
  columns: ['id', 'version', 'kind', 'onDate', 'reason', 'recordedAt'],
});
