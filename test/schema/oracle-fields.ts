/** What the oracle knows of fields: where each of them stands, said a second time and in its own words. */

/** Type → table. Record types of the bodies are all `agency_record`. */
export const TABLES: Readonly<Record<string, string>> = {
  Unit: 'unit',
  Region: 'region',
  UnitName: 'unit_name',
  MatchCandidate: 'match_candidate',
  MatchDecision: 'match_decision',
  MatchSubject: 'designation',
  Designation: 'designation',
  TitleEvent: 'designation_event',
  TitleDecision: 'title_decision',
  Flag: 'flag',
  Listing: 'listing',
  ListingEvent: 'listing_event',
  Eligibility: 'eligibility',
  Recipient: 'recipient',
  RecipientGrant: 'recipient_grant',
  UnitEvent: 'event',
  RecallCase: 'event',
  Delivery: 'delivery',
  Attempt: 'attempt',
  Receipt: 'receipt',
  AuditEntry: 'audit_entry',
  Principal: 'principal',
  ReviewRound: 'review_round',
  ReviewCase: 'review_case',
  Verdict: 'verdict',
  CaseMaterial: 'case_material',
  CaseStep: 'case_step',
  Batch: 'batch',
  QuarantinedRow: 'quarantined_row',
};

/** The column that says whose row it is: such rows are seen within one's region only. */
export const UNIT_COLUMN: Readonly<Record<string, string>> = {
  Unit: 'id',
  MatchCandidate: 'unit_id',
  Designation: 'unit_id',
  Flag: 'unit_id',
  Listing: 'unit_id',
  Eligibility: 'unit_id',
  UnitEvent: 'unit_id',
  RecallCase: 'unit_id',
  Delivery: 'unit_id',
  AuditEntry: 'unit_id',
  ReviewCase: 'unit_id',
};

const hex = (column: string) => `encode(r.${column}, 'hex')`;
const lastKind = (table: string, key: string) =>
  `(select kind from ${table} e where e.${key} = r.id order by version desc limit 1)`;
const receipt = (column: string) => `(select ${column} from receipt where delivery_id = r.id)`;
const lane = (column: string) =>
  `(select ${column} from lane where recipient_id = r.recipient_id and unit_id = r.unit_id)`;
const outcome = (column: string) => `(select ${column} from attempt_outcome where attempt_id = r.id)`;
const due =
  `(select count(*) > 0 from outbox o, record_head h, agency_record a where o.topic = 'FactsChanged' and o.done_at is null ` +
  `and h.record_id = a.id and h.unit_id = r.unit_id and a.batch_id::text = o.key->>'batchId')`;
const ended = `(select kind from designation_event e where e.designation_id = r.id and kind in ('CANCELLED', 'LAPSED') order by version limit 1)`;
const last = `(select kind from designation_event e where e.designation_id = r.id and kind <> 'REPORTED_UPWARD' order by version desc limit 1)`;

/** Fields that are no column of their own name; `r` is the row. */
export const EXPRESSIONS: Readonly<Record<string, string>> = {
  'MatchCandidate.answer':
    '(select answer from match_decision d where d.candidate_id = r.id order by version desc limit 1)',
  'MatchSubject.onDate': 'r.named_on',
  'MatchSubject.issuer': 'r.naming_body',
  'MatchSubject.place': 'r.province',
  'MatchSubject.data': 'null',
  'Designation.state': `coalesce(${ended}, case when ${last} = 'OVERDUE' then 'OVERDUE' else 'VALID' end)`,
  'Listing.state': lastKind('listing_event', 'listing_id'),
  'Flag.latest': '(select count(*) = 1 from flag_head h where h.flag_id = r.id)',
  'Flag.unconfirmed': `(r.state = 'ACTIVE' and r.kind = 'JOINT_SANCTION' and 'UNCONFIRMED' in (
      select (select kind from listing_event e where e.listing_id = l.id order by version desc limit 1)
      from listing l where l.id::text = r.subject))`,
  'Eligibility.answer': `(case when ${due} then 'PENDING' else r.answer end)`,
  'Eligibility.assessedAnswer': 'r.answer',
  'Eligibility.reassessmentDue': due,
  'UnitEvent.digest': hex('digest'),
  'Delivery.state': `(select case
      when ${receipt('id')} is not null then 'CONFIRMED'
      when (select kind from delivery_closure where delivery_id = r.id) is not null then 'CLOSED'
      when ${lane('head_seq')} >= r.lane_seq then 'ACCEPTED'
      when ${lane('head_seq')} + 1 = r.lane_seq then
        (case ${lane('state')} when 'BACKOFF' then 'RETRYING' when 'HELD' then 'HELD' else 'SENDING' end)
      else 'QUEUED' end)`,
  'Delivery.confirmedAt': receipt('at'),
  'Delivery.confirmedVia': receipt('via'),
  'Delivery.confirmedAs': receipt('state'),
  'Delivery.closedBecause': '(select kind from delivery_closure where delivery_id = r.id)',
  'Delivery.failures': `coalesce(${lane('failures')}, 0)`,
  'Delivery.failingSince': lane('failing_since'),
  'Delivery.lastError': lane('last_error'),
  'Delivery.nextAttemptAt': lane('ready_at'),
  'Attempt.outcome': outcome('outcome'),
  'Attempt.at': outcome('at'),
  'Attempt.httpStatus': outcome('http_status'),
  'Attempt.error': outcome('error'),
  'Receipt.evidence': 'r.evidence::text',
  'RecallCase.recipients': '(select count(*)::int from delivery where event_id = r.id)',
  'RecallCase.open':
    '(select count(*)::int from delivery d left join receipt c on c.delivery_id = d.id where d.event_id = r.id and c.id is null)',
  'RecallCase.escalated':
    '(select count(*) > 0 from delivery d left join receipt c on c.delivery_id = d.id where d.event_id = r.id and c.id is null ' +
    "and $now - d.created_at > '1 day')",
  'AuditEntry.detail': 'r.detail::text',
  'AuditEntry.hash': hex('hash'),
  'AuditEntry.previousHash': hex('previous_hash'),
  'ReviewCase.state': `coalesce((select state from case_step where case_id = r.id order by version desc limit 1), 'OPEN')`,
  'Verdict.factsDigest': hex('facts_digest'),
  'CaseMaterial.data': 'r.data::text',
  'CaseMaterial.digest': hex('digest'),
  'CaseStep.detail': 'r.detail::text',
  'QuarantinedRow.bytes': `translate(encode(r.bytes, 'base64'), chr(10), '')`,
};

/** Lists inside a jsonb column: the column, and where in it. */
export const ELEMENTS: Readonly<Record<string, readonly [column: string, path: string]>> = {
  'TitleDecision.opinions': ['opinions', '$'],
  'Eligibility.parts': ['parts', '$'],
  'Verdict.findings': ['findings', '$'],
  'Finding.elements': ['', 'elements'],
  'ElementFinding.parameters': ['', 'parameters'],
};

/** Views of the bodies: type → agency; field → record type. */
export const VIEWS: Readonly<Record<string, string>> = {
  HrssView: 'hrss',
  UnionView: 'union',
  ConfederationView: 'confederation',
  FederationView: 'federation',
  CourtView: 'court',
};

export const RECORD_TYPES: Readonly<Record<string, string>> = {
  SocialInsurance: 'SOCIAL_INSURANCE',
  IntegrityGrade: 'INTEGRITY_GRADE',
  InspectionCase: 'INSPECTION_CASE',
  InspectionDecision: 'INSPECTION_DECISION',
  PayOrder: 'PAY_ORDER',
  ListingDecision: 'LISTING_DECISION',
  ListingRemoval: 'LISTING_REMOVAL',
  ContractReview: 'CONTRACT_REVIEW',
  MediationBody: 'MEDIATION_BODY',
  CoordinatorCount: 'COORDINATORS',
  ServiceStation: 'SERVICE_STATION',
  CollectiveIncident: 'COLLECTIVE_INCIDENT',
  UnionUnit: 'UNION_UNIT',
  Negotiation: 'NEGOTIATION',
  CollectiveContract: 'COLLECTIVE_CONTRACT',
  WorkersCongress: 'WORKERS_CONGRESS',
  AffairsOpenness: 'AFFAIRS_OPENNESS',
  UnionLetter: 'UNION_LETTER',
  ConfederationMembership: 'MEMBERSHIP',
  CsrReport: 'CSR_REPORT',
  ConfederationLocalBody: 'LOCAL_BODY',
  FederationMembership: 'MEMBERSHIP',
  FederationHonour: 'HONOUR',
  FederationLocalBody: 'LOCAL_BODY',
  DishonestyEntry: 'DISHONESTY_ENTRY',
  DishonestyDeletion: 'DISHONESTY_DELETION',
  DisputeOutcome: 'DISPUTE_OUTCOME',
  JudicialConfirmation: 'JUDICIAL_CONFIRMATION',
};

/** What every record of a body has of its own; all else is in its data. */
export const RECORD_COLUMNS = [
  'id',
  'sourceKey',
  'version',
  'unitName',
  'observedOn',
  'effectiveFrom',
  'effectiveTo',
  'receivedAt',
];
