/** Listings: what leads to and from them. */
import { Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { extend, linked, list, OPTIONAL, object, root } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, resultOf } from '../problem';
import { Unit } from '../units/types';
import { Listing, ListingEvent } from './types';

export const ListingConnection = connectionOf('Listing', () => Listing, '列入');

extend(Listing, {
  unit: object(() => Unit, '单位。 The unit.', OPTIONAL),
  events: list(() => ListingEvent, '经过，旧的在前。 What happened, oldest first.'),
});

extend(Unit, {
  listings: linked(
    () => ListingConnection,
    '失信联合惩戒列入情况，新的在前。 Joint-sanction listings, newest first.',
    { args: PageArgs, nullable: true },
  ),
});

const ListingsResult = resultOf(
  'ListingsResult',
  '列入列表或原因。 Listings, or why not.',
  () => ListingConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class ListingQueries {
  @Access(reads('listings'))
  @root(() => ListingsResult, '列入情况，新的在前。 Listings, newest first.', PageArgs)
  listings: unknown;
}
