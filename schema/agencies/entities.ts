/** What the bodies delivered, at the edge: present records by type, feeds, batches. */
import { CONFEDERATION_SHAPES } from '../../src/agencies/confederation/shape';
import { COURT_SHAPES } from '../../src/agencies/court/shape';
import { FEDERATION_SHAPES } from '../../src/agencies/federation/shape';
import { HRSS_SHAPES } from '../../src/agencies/hrss/shape';
import { batchShape, feedShape, KNOWN_FEEDS, quarantinedRowShape } from '../../src/agencies/shape';
import { UNION_SHAPES } from '../../src/agencies/union/shape';
import { type Shape, shapeOfRows } from '../../src/store/shape';
import {
  type Condition,
  connection,
  downwards,
  type Entity,
  entity,
  equals,
  type Link,
  type LinkSet,
  many,
  one,
  pointedAt,
  pointing,
  same,
  upwards,
} from '../entity';
import { SHORT } from '../page';

const newest = downwards(['observed_on', 'date'], ['id', 'bigint']);

/** The present record of each source key: what its source last said, and has not taken back. */
const present = (agency: string, recordType: string, to: string, only: readonly Condition[]): Link =>
  many({
    to,
    from: ({ row }) => `record_head ${row}h join agency_record ${row} on ${row}.id = ${row}h.record_id`,
    where: [
      ({ row, parent }) =>
        `${row}h.unit_id = ${parent}.id and ${row}h.agency = '${agency}' ` +
        `and ${row}h.record_type = '${recordType}' and ${row}h.state = 'PRESENT'`,
      ...only,
    ],
    order: newest,
    size: SHORT,
    sameUnit: true,
  });

/** Field of the view → record type, GraphQL type, and which of the records. */
type View<Types extends string> = Readonly<Record<string, readonly [Types, string, ...Condition[]]>>;

/** A decision lists persons too, in rows of their own: what is shown of it concerns the employer. */
const ofEmployer: Condition = ({ row }) => `coalesce(${row}.data->>'personRole', 'EMPLOYER') = 'EMPLOYER'`;

function view<Types extends string>(
  name: string,
  agency: string,
  shapes: Readonly<Record<Types, Shape>>,
  fields: View<Types>,
): Entity[] {
  const links = Object.entries(fields).map(([field, [type, to, ...only]]) => [
    field,
    present(agency, type, to, only),
  ]);
  return [
    entity(name, shapeOfRows({}), { links: Object.fromEntries(links) as LinkSet }),
    ...Object.values(fields).map(([type, to]) => entity(to, shapes[type])),
  ];
}

const RECORD_ENTITIES = [
  ...view('HrssView', 'hrss', HRSS_SHAPES, {
    socialInsurance: ['SOCIAL_INSURANCE', 'SocialInsurance'],
    integrityGrades: ['INTEGRITY_GRADE', 'IntegrityGrade'],
    inspectionCases: ['INSPECTION_CASE', 'InspectionCase'],
    inspectionDecisions: ['INSPECTION_DECISION', 'InspectionDecision'],
    payOrders: ['PAY_ORDER', 'PayOrder'],
    listingDecisions: ['LISTING_DECISION', 'ListingDecision', ofEmployer],
    listingRemovals: ['LISTING_REMOVAL', 'ListingRemoval'],
    contractReviews: ['CONTRACT_REVIEW', 'ContractReview'],
    mediationBodies: ['MEDIATION_BODY', 'MediationBody'],
    coordinators: ['COORDINATORS', 'CoordinatorCount'],
    serviceStations: ['SERVICE_STATION', 'ServiceStation'],
    collectiveIncidents: ['COLLECTIVE_INCIDENT', 'CollectiveIncident'],
  }),
  ...view('UnionView', 'union', UNION_SHAPES, {
    unions: ['UNION_UNIT', 'UnionUnit'],
    negotiations: ['NEGOTIATION', 'Negotiation'],
    contracts: ['COLLECTIVE_CONTRACT', 'CollectiveContract'],
    congresses: ['WORKERS_CONGRESS', 'WorkersCongress'],
    openness: ['AFFAIRS_OPENNESS', 'AffairsOpenness'],
    letters: ['UNION_LETTER', 'UnionLetter'],
  }),
  ...view('ConfederationView', 'confederation', CONFEDERATION_SHAPES, {
    memberships: ['MEMBERSHIP', 'ConfederationMembership'],
    csrReports: ['CSR_REPORT', 'CsrReport'],
    localBodies: ['LOCAL_BODY', 'ConfederationLocalBody'],
  }),
  ...view('FederationView', 'federation', FEDERATION_SHAPES, {
    memberships: ['MEMBERSHIP', 'FederationMembership'],
    honours: ['HONOUR', 'FederationHonour'],
    localBodies: ['LOCAL_BODY', 'FederationLocalBody'],
  }),
  ...view('CourtView', 'court', COURT_SHAPES, {
    dishonestyEntries: ['DISHONESTY_ENTRY', 'DishonestyEntry'],
    dishonestyDeletions: ['DISHONESTY_DELETION', 'DishonestyDeletion'],
    disputes: ['DISPUTE_OUTCOME', 'DisputeOutcome'],
    confirmations: ['JUDICIAL_CONFIRMATION', 'JudicialConfirmation'],
  }),
];

export const AGENCY_ENTITIES = [
  ...RECORD_ENTITIES,
  entity('Feed', feedShape, {
    links: {
      lastBatch: one({ to: 'Batch', where: [pointedAt('last_batch_id')] }),
      heldBatch: one({ to: 'Batch', where: [pointedAt('held_batch_id')] }),
    },
  }),
  entity('Batch', batchShape, {
    links: {
      quarantinedRows: connection({
        to: 'QuarantinedRow',
        where: [pointing('batch_id')],
        order: upwards(['row_number', 'int'], ['id', 'bigint']),
      }),
    },
  }),
  entity('QuarantinedRow', quarantinedRowShape),
];

export const VIEWS_OF_UNIT: LinkSet = {
  hrss: same('HrssView'),
  union: same('UnionView'),
  confederation: same('ConfederationView'),
  federation: same('FederationView'),
  court: same('CourtView'),
};

export const AGENCY_ROOTS: LinkSet = {
  feeds: connection({
    to: 'Feed',
    from: ({ row }) => `(${KNOWN_FEEDS}) ${row}`,
    order: upwards(['agency', 'text'], ['record_type', 'text']),
  }),
  batches: connection({
    to: 'Batch',
    where: [
      equals('filter.agency', 'text', 'agency'),
      equals('filter.recordType', 'text', 'record_type'),
      equals('filter.state', 'text', 'state'),
    ],
    order: downwards(['id', 'bigint']),
  }),
};
