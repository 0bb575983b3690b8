/** What the oracle knows of links: which rows they lead to and in which order, said a second time and in its own words. */
import { EXPRESSIONS } from './oracle-fields';

export interface LinkRule {
  /** Rows `c` of the target, given the row `p` it starts from; in their order. */
  readonly rows: string;
  readonly order: string;
  /** Columns of a cursor. */
  readonly cursor?: readonly string[];
}

const of = (column: string, order: string, ...cursor: string[]): LinkRule => ({
  rows: `c.${column} = p.id`,
  order,
  cursor,
});
const to = (column: string): LinkRule => ({ rows: `c.id = p.${column}`, order: 'c.id' });
const member = (mine: string, other: string): LinkRule => ({
  rows: `exists (select from unit_membership m where m.${mine} = p.id and m.${other} = c.id and $today between m.from_on and coalesce(m.to_on - 1, 'infinity'))`,
  order: 'c.id',
  cursor: ['id'],
});

export const LINKS: Readonly<Record<string, LinkRule>> = {
  'Unit.region': { rows: 'c.code = p.region_code and c.year = p.region_year', order: 'c.code' },
  'Unit.names': of('unit_id', 'c.first_seen_on desc, c.id desc'),
  'Unit.parks': member('member_id', 'park_id'),
  'Unit.members': member('park_id', 'member_id'),
  'Unit.matchCandidates': of('unit_id', 'c.id desc', 'id'),
  'Unit.designations': of('unit_id', 'c.named_on desc, c.id desc', 'named_on', 'id'),
  'Unit.flags': of('unit_id', 'c.id desc', 'id'),
  'Unit.listings': of('unit_id', 'c.decided_on desc, c.id desc', 'decided_on', 'id'),
  'Unit.eligibility': {
    rows: 'c.unit_id = p.id and not exists (select from eligibility n where n.unit_id = c.unit_id and n.measure = c.measure and n.version > c.version)',
    order: 'c.measure',
  },
  'Unit.deliveries': of('unit_id', 'c.created_at desc, c.id desc', 'created_at', 'id'),
  'Unit.auditEntries': of('unit_id', 'c.at desc, c.id desc', 'at', 'id'),
  'Unit.reviewCases': of('unit_id', 'c.opened_at desc, c.id desc', 'opened_at', 'id'),
  'MatchCandidate.unit': to('unit_id'),
  // In the test city all of them are titles.
  'MatchCandidate.subject': { rows: 'c.id::text = p.subject_id', order: 'c.id' },
  'MatchCandidate.decisions': of('candidate_id', 'c.version desc'),
  'Designation.unit': to('unit_id'),
  'Designation.events': of('designation_id', 'c.version'),
  'Designation.decisions': of('designation_id', 'c.recorded_at desc, c.id desc'),
  'Designation.reviewCases': of('designation_id', 'c.id desc', 'id'),
  'Flag.unit': to('unit_id'),
  'Flag.deliveries': { rows: 'c.event_id = p.event_id', order: 'c.recipient_id, c.id' },
  'Listing.unit': to('unit_id'),
  'Listing.events': of('listing_id', 'c.version'),
  'Recipient.grants': of('recipient_id', 'c.flag_kind, c.from_on'),
  'Delivery.unit': to('unit_id'),
  'Delivery.recipient': to('recipient_id'),
  'Delivery.event': to('event_id'),
  'Delivery.attempts': of('delivery_id', 'c.number'),
  'Delivery.receipt': of('delivery_id', 'c.id'),
  'RecallCase.unit': to('unit_id'),
  'RecallCase.deliveries': of('event_id', 'c.recipient_id, c.id'),
  'AuditEntry.unit': to('unit_id'),
  'ReviewRound.reviewCases': of('round_id', 'c.number', 'number'),
  'ReviewCase.round': to('round_id'),
  'ReviewCase.unit': to('unit_id'),
  'ReviewCase.designation': to('designation_id'),
  'ReviewCase.latestVerdict': of('case_id', 'c.version desc'),
  'ReviewCase.verdicts': of('case_id', 'c.version desc'),
  'ReviewCase.materials': { rows: 'c.unit_id = p.unit_id', order: 'c.on_date desc, c.id desc' },
  'ReviewCase.steps': of('case_id', 'c.version'),
  'ReviewCase.decisions': of('case_id', 'c.id desc'),
  'Batch.quarantinedRows': of('batch_id', 'c.row_number, c.id', 'row_number', 'id'),
};

/** Root lists: all rows `c`, with no row they start from. */
export const ROOTS: Readonly<Record<string, LinkRule>> = {
  unit: { rows: 'true', order: 'c.id' },
  units: { rows: 'true', order: 'c.id', cursor: ['id'] },
  matchCandidates: { rows: 'true', order: 'c.id desc', cursor: ['id'] },
  designations: { rows: 'true', order: 'c.named_on desc, c.id desc', cursor: ['named_on', 'id'] },
  flags: { rows: 'true', order: 'c.id desc', cursor: ['id'] },
  listings: { rows: 'true', order: 'c.decided_on desc, c.id desc', cursor: ['decided_on', 'id'] },
  deliveries: { rows: 'true', order: 'c.created_at desc, c.id desc', cursor: ['created_at', 'id'] },
  recallCases: {
    rows: 'c.withdraws and (select count(*) from delivery d where d.event_id = c.id) > (select count(*) from delivery d join receipt x on x.delivery_id = d.id where d.event_id = c.id)',
    order: 'c.id',
    cursor: ['id'],
  },
  recipients: { rows: 'true', order: 'c.id', cursor: ['id'] },
  auditEntries: { rows: 'true', order: 'c.at desc, c.id desc', cursor: ['at', 'id'] },
  me: { rows: 'c.id = $actor', order: 'c.id' },
  reviewRounds: { rows: 'true', order: 'c.opened_at desc, c.id desc', cursor: ['opened_at', 'id'] },
  reviewRound: { rows: 'true', order: 'c.id' },
  reviewCases: { rows: 'true', order: 'c.id desc', cursor: ['id'] },
  reviewCase: { rows: 'true', order: 'c.id' },
  batches: { rows: 'true', order: 'c.id desc', cursor: ['id'] },
};

/** A given argument as a condition on the row `c`; `?` is its value. */
export const FILTERS: Readonly<Record<string, string>> = {
  'unit.code': 'c.code = ?',
  'units.kind': 'c.kind = ?',
  'units.regionCode': 'c.region_code = ?',
  'units.industry': 'c.industry = ?',
  'units.localCode': 'c.local_code = ?',
  'units.codes': 'c.code = any(?)',
  'units.nameContains': 'position(? in c.name) > 0',
  'units.titleLevel': `exists (select from designation d where d.unit_id = c.id and d.level = ? and (select count(*) from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED')) = 0)`,
  'units.activeFlag': `exists (select from flag_head h where h.unit_id = c.id and h.state = 'ACTIVE' and h.kind = ? and h.kind = any($kinds))`,
  'units.latestVerdict':
    '(select verdict from review_case k where k.unit_id = c.id and verdict is not null order by opened_at desc, id desc limit 1) = ?',
  'matchCandidates.subjectType': 'c.subject_type = ?',
  'matchCandidates.answer':
    '(select answer from match_decision d where d.candidate_id = c.id order by version desc limit 1) = ?',
  'matchCandidates.answered': '((select count(*) from match_decision d where d.candidate_id = c.id) > 0) = ?',
  'designations.level': 'c.level = ?',
  'designations.unitKind': 'c.unit_kind = ?',
  'designations.honourType': 'c.honour_type = ?',
  'designations.province': 'c.province = ?',
  'designations.state': `${EXPRESSIONS['Designation.state']?.replaceAll('r.', 'c.')} = ?`,
  'designations.nameContains': 'position(? in c.name) > 0',
  'designations.attached': '(c.unit_id is not null) = ?',
  'designations.namedFrom': 'c.named_on >= ?',
  'designations.namedBefore': 'c.named_on < ?',
  'flags.kind': 'c.kind = ?',
  'flags.state': 'c.state = ?',
  'flags.unitCode': '(select code from unit where id = c.unit_id) = ?',
  'flags.regionCode': '(select region_code from unit where id = c.unit_id) = ?',
  'deliveries.recipientId': 'c.recipient_id = ?',
  'deliveries.withdrawal': 'c.withdrawal = ?',
  'deliveries.unitCode': '(select code from unit where id = c.unit_id) = ?',
  'deliveries.flagKind': '(select subject_kind from event where id = c.event_id) = ?',
  'deliveries.confirmed': '((select count(*) from receipt where delivery_id = c.id) > 0) = ?',
  'auditEntries.unitCode': '(select code from unit where id = c.unit_id) = ?',
  'auditEntries.action': 'c.action = ?',
  'auditEntries.actorId': 'c.actor_id = ?',
  'auditEntries.subjectId': 'c.subject_id = ?',
  'reviewRound.id': 'c.id = ?',
  'reviewCase.id': 'c.id = ?',
  'reviewCases.roundId': 'c.round_id = ?',
  'reviewCases.verdict': 'c.verdict = ?',
  'reviewCases.evaluated': '(c.evaluated_at is not null) = ?',
  'reviewCases.unitCode': '(select code from unit where id = c.unit_id) = ?',
  'reviewCases.regionCode': '(select region_code from unit where id = c.unit_id) = ?',
  'batches.agency': 'c.agency = ?',
  'batches.recordType': 'c.record_type = ?',
  'batches.state': 'c.state = ?',
};

/** Who may not read the area may not filter by it. */
export const FILTER_AREAS: Readonly<Record<string, string>> = {
  'units.titleLevel': 'designations',
  'units.latestVerdict': 'reviews',
};

/** Of all versions of a flag, the one in force as of a day, or the latest. */
const KNOWN =
  'c.version = (select max(version) from flag o where o.unit_id = c.unit_id and o.kind = c.kind and o.subject = c.subject';
export const FLAG_LATEST = `${KNOWN})`;
export const FLAG_AS_OF = `${KNOWN} and (o.recorded_at at time zone 'Asia/Shanghai')::date <= ?)`;
