/** Documents written by hand: what each area is asked for with filters, states and days. */
import { type Asked, asked, cursor, PROBLEM } from './asked';
import { codeOf, uuidOf } from './city';

const CODE = codeOf(2);

const areas: readonly Asked[] = [
  asked(
    'members and parks',
    `{ units(filter: { kind: INDUSTRIAL_PARK }, first: 3) { ... on UnitConnection { edges { node { name members(first: 3) { totalCount edges { node { code parks { name } } } } } } } } }`,
  ),
  asked(
    'titles by state',
    `query ($s: TitleState) { designations(filter: { state: $s }, first: 3) { ... on DesignationConnection { totalCount edges { node { state events { kind onDate } } } } } }`,
    { s: 'CANCELLED' },
  ),
  asked(
    'titles without a unit',
    `{ designations(filter: { attached: false }, first: 3) { ... on DesignationConnection { edges { node { name unit { code } } } } ${PROBLEM} } }`,
  ),
  asked(
    'titles by time',
    `{ designations(filter: { namedFrom: "2020-02-01", namedBefore: "2020-02-05", level: CITY, unitKind: ENTERPRISE, honourType: DEMONSTRATION, province: "山东", nameContains: "单位3" }) { ... on DesignationConnection { totalCount edges { node { namedOn } } } } }`,
  ),
  asked(
    'flags in force',
    `{ flags(first: 4) { ... on FlagConnection { totalCount edges { node { kind version state latest reason basis { documentNo evidence } unit { code } } } } ${PROBLEM} } }`,
  ),
  asked(
    'flags as of a day',
    `{ flags(asOf: "2026-11-02", filter: { kind: DESIGNATION }, first: 3) { ... on FlagConnection { totalCount edges { node { version state latest } } } } }`,
  ),
  asked(
    'flags before there were any',
    `{ flags(asOf: "2020-01-01") { ... on FlagConnection { totalCount edges { node { id } } } } }`,
  ),
  asked(
    'flags of a region',
    `{ flags(filter: { regionCode: "371082", state: WITHDRAWN }, first: 2) { ... on FlagConnection { totalCount edges { node { unit { regionCode } } } } } }`,
  ),
  asked(
    'flags of a unit',
    `{ flags(filter: { unitCode: "${CODE}" }) { ... on FlagConnection { edges { node { kind } } } } }`,
  ),
  asked(
    'a unit’s flags as of a day',
    `{ unit(code: "${CODE}") { ... on Unit { flags(asOf: "2026-11-02") { totalCount edges { node { kind version } } } } } }`,
  ),
  asked(
    'sanction flags',
    `{ flags(filter: { kind: JOINT_SANCTION }, first: 2) { ... on FlagConnection { totalCount edges { node { kind basis { termYears } deliveries { state } } } } ${PROBLEM} } }`,
  ),
  asked(
    'deliveries, filtered',
    `{ deliveries(filter: { recipientId: "credit", withdrawal: true, confirmed: false, flagKind: DESIGNATION }, first: 2) { ... on DeliveryConnection { totalCount edges { node { state event { withdraws } } } } ${PROBLEM} } }`,
  ),
  asked(
    'deliveries of a unit',
    `{ deliveries(filter: { unitCode: "${CODE}" }) { ... on DeliveryConnection { edges { node { laneSeq confirmedAt attempts { number outcome } } } } ${PROBLEM} } }`,
  ),
  asked(
    'cases, filtered',
    `query ($r: ID) { reviewCases(filter: { roundId: $r, verdict: RECTIFY, evaluated: true, regionCode: "371002" }, first: 2) { ... on ReviewCaseConnection { totalCount edges { node { number verdict } } } ${PROBLEM} } }`,
    { r: uuidOf(15, 1) },
  ),
  asked(
    'cases of a unit',
    `{ reviewCases(filter: { unitCode: "${CODE}", evaluated: false }) { ... on ReviewCaseConnection { totalCount } ${PROBLEM} } }`,
  ),
  asked(
    'what a verdict rests on',
    `{ reviewCase(id: "${uuidOf(16, 1001)}") { ... on ReviewCase { latestVerdict { findings { criterion result elements { element result cause article explanation materials ask records values parameters { name value mark } } } } } ${PROBLEM} } }`,
  ),
  asked(
    'a case out of the region',
    `{ reviewCase(id: "${uuidOf(16, 1002)}") { __typename ... on ReviewCase { number } ${PROBLEM} } }`,
  ),
  asked(
    'the progress of rounds',
    `{ reviewRounds(first: 3) { ... on ReviewRoundConnection { edges { node { cases progress { cases evaluated pass rectify fail pendingEvidence } } } } ${PROBLEM} } }`,
  ),
  asked(
    'audit, filtered',
    `{ auditEntries(filter: { action: "test.seed", unitCode: "${CODE}", actorId: "system:test" }) { ... on AuditEntryConnection { edges { node { detail actorRole actorBody unit { code } } } } ${PROBLEM} } }`,
  ),
  asked(
    'audit of no unit',
    `{ auditEntries(filter: { subjectId: "-" }) { ... on AuditEntryConnection { edges { node { scope actorBody } } } } }`,
  ),
  asked(
    'batches and their quarantine',
    `{ batches(filter: { agency: hrss }) { ... on BatchConnection { edges { node { recordType state quarantinedRows(first: 1) { totalCount edges { node { field bytes } } } } } } ${PROBLEM} } }`,
  ),
  asked(
    'batches on hold',
    `{ batches(filter: { state: HELD, recordType: "PAY_ORDER" }) { ... on BatchConnection { edges { node { reason } } } } }`,
  ),
  asked(
    'candidates without an answer',
    `{ matchCandidates(filter: { answered: false }, first: 2) { ... on MatchCandidateConnection { totalCount edges { node { answer score } } } ${PROBLEM} } }`,
  ),
  asked(
    'candidates by answer',
    `{ matchCandidates(filter: { answer: SAME, subjectType: "DESIGNATION" }, first: 2) { ... on MatchCandidateConnection { edges { node { answer decisions { answer version } } } } } }`,
  ),
  asked(
    'attempts, receipts and closures, whole',
    `{ deliveries(filter: { unitCode: "${codeOf(4)}" }, first: 5) { ... on DeliveryConnection { edges { node { closedBecause failingSince lastError nextAttemptAt attempts { id number intentAt worker trigger outcome at httpStatus error } receipt { id via state at evidence } recipient { id name grants { fields fromOn untilOn } } } } } ${PROBLEM} } }`,
  ),
  asked(
    'what is unconfirmed and was closed',
    `{ unit(code: "${codeOf(13)}") { ... on Unit { deliveries(first: 9) { totalCount edges { node { state closedBecause withdrawal } } } } ${PROBLEM} } }`,
  ),
  asked(
    'the whole of a title',
    `{ unit(code: "${codeOf(1)}") { ... on Unit { designations(first: 5) { edges { node { documentNo namingBody decisions { heardOn opinions { body opinion on note } } events { documentNo } } } } } } }`,
  ),
  asked(
    'the whole of a listing, and its flag’s basis',
    `{ listings(first: 4) { ... on ListingConnection { edges { node { noticeServedOn payOrderNo servedOn unit { flags(first: 9) { edges { node { basis { issuingBody article decidedOn servedOn remedies honourType namingBody } deliveries { id } } } } } } } } ${PROBLEM} } }`,
  ),
  asked(
    'rows that were quarantined, from the second on',
    `{ batches(filter: { agency: hrss, recordType: "SOCIAL_INSURANCE" }) { ... on BatchConnection { edges { node { quarantinedRows(first: 1, after: "${cursor('1', '1')}") { totalCount edges { cursor node { id rowNumber field reason bytes } } pageInfo { hasNextPage endCursor } } } } } ${PROBLEM} } }`,
  ),
  asked(
    'where units lie, and by which other numbers they are known',
    `{ units(filter: { localCode: "PARK-40" }) { ... on UnitConnection { edges { node { localCode region { predecessorCode note } } } } } b: units(first: 4) { ... on UnitConnection { edges { node { organisationCode region { predecessorCode note } } } } } }`,
  ),
  asked(
    'the materials and the round of a case',
    `{ reviewCase(id: "${uuidOf(16, 1006)}") { ... on ReviewCase { materials { kind number reason data digest } round { closedAt cases } } ${PROBLEM} } reviewRounds(first: 4) { ... on ReviewRoundConnection { edges { node { closedAt } } } } }`,
  ),
  asked(
    'what candidates are about',
    `{ matchCandidates(first: 3, after: "${cursor(uuidOf(1, 9))}") { ... on MatchCandidateConnection { edges { node { subject { documentNo issuer place onDate } } } } ${PROBLEM} } }`,
  ),
  asked(
    'a record that was taken back',
    `{ unit(code: "${codeOf(3)}") { ... on Unit { hrss { payOrders { id } } court { disputes { id } } } } }`,
  ),
  asked(
    'records, a few',
    `{ unit(code: "${codeOf(10)}") { ... on Unit { hrss { payOrders(first: 1) { sourceKey amount } socialInsurance(first: 200) { sourceKey status } } union { contracts { covers } } } } }`,
  ),
  asked(
    'seen and unseen side by side',
    `{ units(first: 2) { ... on UnitConnection { edges { node { name court { disputes { caseNo } } hrss { integrityGrades { grade } inspectionCases { caseNo } } listings(first: 1) { edges { node { id } } } eligibility { answer } } } } } }`,
  ),
];

export const AREAS_BY_HAND: readonly Asked[] = [
  ...areas,
  {
    name: 'feeds',
    query: `{ feeds(first: 100) { ... on FeedConnection { totalCount edges { cursor node { agency recordType mode state ageDays completeAsOf lastBatch { id } heldBatch { reason } } } pageInfo { hasNextPage } } ${PROBLEM} } }`,
    plain: true,
  },
  {
    name: 'feeds, whole',
    query: `{ feeds(first: 100) { ... on FeedConnection { edges { node { agency lastPolledAt lastSuccessAt lastError lastBatch { id state } } } } ${PROBLEM} } }`,
    plain: true,
  },
  {
    name: 'the state of a feed under another name, twice',
    query: `{ feeds(first: 2) { ... on FeedConnection { edges { node { a: state b: state ageDays } } } } }`,
    plain: true,
  },
];
