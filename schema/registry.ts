/** All entities of the edge by the name of their GraphQL type, and the root fields of Query. */
import { shapeOfRows } from '../src/store/shape';
import { AGENCY_ENTITIES, AGENCY_ROOTS, VIEWS_OF_UNIT } from './agencies/entities';
import { AUDIT_ENTITIES, AUDIT_OF_UNIT, AUDIT_ROOTS } from './audit/entities';
import {
  DELIVERIES_OF_FLAG,
  DELIVERIES_OF_UNIT,
  DELIVERY_ENTITIES,
  DELIVERY_ROOTS,
} from './deliveries/entities';
import { DESIGNATION_ENTITIES, DESIGNATION_ROOTS, DESIGNATIONS_OF_UNIT } from './designations/entities';
import { type Entity, entity, type LinkSet } from './entity';
import { FLAG_ENTITIES, FLAG_ROOTS, FLAGS_OF_UNIT } from './flags/entities';
import { ELIGIBILITY_ENTITIES, ELIGIBILITY_OF_UNIT } from './incentives/entities';
import { REVIEW_ENTITIES, REVIEW_ROOTS, REVIEWS_OF_DESIGNATION, REVIEWS_OF_UNIT } from './reviews/entities';
import { LISTING_ENTITIES, LISTING_ROOTS, LISTINGS_OF_UNIT } from './sanctions/entities';
import { UNIT_ENTITIES, UNIT_ROOTS, unitEntity } from './units/entities';

const ROOTS: LinkSet = {
  ...UNIT_ROOTS,
  ...DESIGNATION_ROOTS,
  ...FLAG_ROOTS,
  ...LISTING_ROOTS,
  ...DELIVERY_ROOTS,
  ...AUDIT_ROOTS,
  ...REVIEW_ROOTS,
  ...AGENCY_ROOTS,
};

/** What leads from one area's rows to another's. */
const OF_UNIT: LinkSet = {
  ...VIEWS_OF_UNIT,
  ...DESIGNATIONS_OF_UNIT,
  ...FLAGS_OF_UNIT,
  ...LISTINGS_OF_UNIT,
  ...ELIGIBILITY_OF_UNIT,
  ...DELIVERIES_OF_UNIT,
  ...AUDIT_OF_UNIT,
  ...REVIEWS_OF_UNIT,
};

const MORE_LINKS: Readonly<Record<string, LinkSet>> = {
  Designation: REVIEWS_OF_DESIGNATION,
  Flag: DELIVERIES_OF_FLAG,
};

const declared: readonly Entity[] = [
  entity('Query', shapeOfRows({}), { links: ROOTS }),
  unitEntity(OF_UNIT),
  ...UNIT_ENTITIES,
  ...DESIGNATION_ENTITIES,
  ...FLAG_ENTITIES,
  ...LISTING_ENTITIES,
  ...ELIGIBILITY_ENTITIES,
  ...DELIVERY_ENTITIES,
  ...AUDIT_ENTITIES,
  ...REVIEW_ENTITIES,
  ...AGENCY_ENTITIES,
];

export const ENTITIES: ReadonlyMap<string, Entity> = new Map(
  declared.map((one) => [one.name, { ...one, links: { ...one.links, ...MORE_LINKS[one.name] } }]),
);
