/** What must hold after every step, whatever failed in between: one check that all suites share. */
import { findBrokenEntry } from '../../src/audit/reads';
import { query, type Store } from '../../src/store/transaction';

/** Each statement returns what breaks the promise; none may return a row. */
const BROKEN: Readonly<Record<string, string>> = {
  'a flag’s head is its latest version': `
    select h.unit_id || ' ' || h.kind as what from flag_head h
    join lateral (select * from flag f where (f.unit_id, f.kind, f.subject) = (h.unit_id, h.kind, h.subject)
      order by version desc limit 1) f on true
    where (f.id, f.version, f.state) is distinct from (h.flag_id, h.version, h.state)`,
  'a flag’s versions have no gap': `
    select unit_id || ' ' || kind as what from flag group by unit_id, kind, subject
    having max(version) <> count(*)`,
  'every version of a flag has its event': `
    select f.id::text as what from flag f left join event e on e.id = f.event_id
    where e.id is null or e.unit_id <> f.unit_id or e.withdraws <> (f.state = 'WITHDRAWN')`,
  'an active joint sanction rests on a served listing that stands': `
    select h.flag_id::text as what from flag_head h
    left join listing l on l.id::text = h.subject
    left join lateral (select kind from listing_event e where e.listing_id = l.id order by version desc limit 1) e on true
    where h.kind = 'JOINT_SANCTION' and h.state = 'ACTIVE'
      and (l.id is null or l.served_on is null or e.kind not in ('LISTED', 'UNCONFIRMED'))`,
  'no joint sanction is on a self-employed person, who is a natural person': `
    select h.flag_id::text as what from flag_head h join unit u on u.id = h.unit_id
    where h.kind = 'JOINT_SANCTION' and h.state = 'ACTIVE' and u.code like '92%'`,
  // PENDING takes nothing: what was sent lives until its recheckBy, or a late feed would be a mass recall.
  'an active eligibility was ELIGIBLE, and is at most in doubt': `
    select h.flag_id::text as what from flag_head h
    left join lateral (select answer from eligibility e where e.unit_id = h.unit_id and e.measure = h.subject
      order by version desc limit 1) e on true
    where h.kind = 'INCENTIVE_ELIGIBILITY' and h.state = 'ACTIVE'
      and coalesce(e.answer, '') not in ('ELIGIBLE', 'PENDING')`,
  'an active title flag is a title of that unit that was not ended': `
    select h.flag_id::text as what from flag_head h
    left join designation d on d.id::text = h.subject and d.unit_id = h.unit_id
    left join lateral (select e.kind from designation_event e
      left join title_decision t on t.id = e.decision_id left join designation o on o.id = t.designation_id
      where e.designation_id = d.id and (o.id is null or o.id = d.id or o.unit_id = d.unit_id) order by e.version desc limit 1) e on true
    where h.kind = 'DESIGNATION' and h.state = 'ACTIVE' and (d.id is null or e.kind in ('CANCELLED', 'LAPSED'))`,
  'no naming of a title that the unit has lost since is flagged': `
    select h.flag_id::text as what from flag_head h
    join designation d on d.id::text = h.subject and d.unit_id = h.unit_id
    join designation o on (o.unit_id, o.title, o.level) = (d.unit_id, d.title, d.level)
    join title_decision t on t.designation_id = o.id and t.outcome = 'CANCEL' and t.decided_on >= d.named_on
    where h.kind = 'DESIGNATION' and h.state = 'ACTIVE'`,
  'a unit’s events are numbered without gap': `
    select s.unit_id::text as what from unit_stream s
    left join event e on e.unit_id = s.unit_id group by s.unit_id, s.last_seq
    having s.last_seq <> count(e.id) or s.last_seq <> coalesce(max(e.unit_seq), 0)`,
  'a lane ends with its last delivery': `
    select l.recipient_id || ' ' || l.unit_id as what from lane l
    left join delivery d using (recipient_id, unit_id) group by l.recipient_id, l.unit_id, l.tail_seq
    having l.tail_seq <> count(d.id) or l.tail_seq <> coalesce(max(d.lane_seq), 0)`,
  'a lane’s deliveries keep the unit’s order': `
    select d.id::text as what from delivery d
    join delivery e on (e.recipient_id, e.unit_id) = (d.recipient_id, d.unit_id) and e.lane_seq = d.lane_seq + 1
    where e.unit_seq <= d.unit_seq`,
  'a lane with work is awake, leased or held': `
    select recipient_id || ' ' || unit_id as what from lane
    where head_seq < tail_seq and ready_at is null and state not in ('LEASED', 'HELD')`,
  'a receipt belongs to a delivery that was attempted': `
    select r.id::text as what from receipt r
    where not exists (select from attempt a where a.delivery_id = r.delivery_id) and r.via <> 'OFFICER'`,
  'a record’s head is its latest version': `
    select h.source_key as what from record_head h
    join lateral (select * from agency_record r
      where (r.agency, r.record_type, r.source_key) = (h.agency, h.record_type, h.source_key)
      order by version desc limit 1) r on true
    where (r.id, r.version, r.state) is distinct from (h.record_id, h.version, h.state)`,
  'a case shows its latest verdict': `
    select c.id::text as what from review_case c
    left join lateral (select id, verdict from verdict v where v.case_id = c.id order by version desc limit 1) v on true
    where (c.verdict_id, c.verdict) is distinct from (v.id, v.verdict)`,
  'nobody who failed, must rectify or is pending was ever told of': `
    select id::text as what from event
    where state::text ~ '"(FAIL|RECTIFY|PENDING_EVIDENCE|PENDING|NOT_ELIGIBLE)"'`,
  'a batch counts up': `
    select id::text as what from batch where state in ('ACCEPTED', 'RELEASED')
      and rows_read <> rows_accepted + rows_unchanged + rows_quarantined`,
};

/** The promises that do not hold, each with up to three examples. */
export async function brokenInvariants(store: Store): Promise<string[]> {
  const broken: string[] = [];
  for (const [promise, sql] of Object.entries(BROKEN)) {
    const rows = await query<{ what: string }>(store, `${sql} limit 3`);
    if (rows.length > 0) {
      broken.push(`${promise}: ${rows.map(({ what }) => what).join(', ')}`);
    }
  }
  const chains = await query<{ scope: string }>(
    store,
    `select scope from audit_chain order by md5(scope) limit 50`,
  );
  for (const { scope } of chains) {
    const entry = await findBrokenEntry(store, scope);
    if (entry !== null) {
      broken.push(`audit chain ${scope}: ${entry.reason} at ${entry.seq}`);
    }
  }
  return broken;
}
