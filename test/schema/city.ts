/** A small city for tests of the schema: 120 units in two counties, each with something of everything. */
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { appendAudit } from '../../src/audit/append';
import { type Actor, type Body, type Role, systemActor } from '../../src/kernel/actor';
import { type Store, transaction } from '../../src/store/transaction';
import { RECORD_SEEDS } from './city-records';

export const UNITS = 120;
/** Odd units lie in Huancui, even ones in Rongcheng; the last lies nowhere. */
export const REGIONS = ['371002', '371082'] as const;

/** GB 32100-2015, 5.1 and 5.2. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A valid code of a unit that there is not. */
export const codeOf = (unit: number): string => {
  const body = `91371000MAT${String(unit).padStart(6, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return `${body}${CHARACTERS.charAt((31 - (sum % 31)) % 31)}`;
};

const CODES = Array.from({ length: UNITS }, (_, n) => `'${codeOf(n + 1)}'`).join(', ');

export const uuidOf = (kind: number, number: number): string =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(number).padStart(12, '0')}`;

interface Account {
  readonly id: string;
  readonly role: Exclude<Role, 'SYSTEM'>;
  readonly body: Body | null;
  readonly region: string | null;
}

export const ACCOUNTS = {
  admin: { id: 'admin', role: 'ADMIN', body: null, region: null },
  city: { id: 'city', role: 'CITY_OFFICER', body: 'office', region: null },
  county: { id: 'county', role: 'COUNTY_OFFICER', body: 'office', region: '371002' },
  hrss: { id: 'hrss', role: 'AGENCY_READER', body: 'hrss', region: null },
  union: { id: 'union', role: 'AGENCY_READER', body: 'union', region: null },
  court: { id: 'court', role: 'AGENCY_READER', body: 'court', region: null },
  federation: { id: 'federation', role: 'AGENCY_READER', body: 'federation', region: null },
} as const satisfies Record<string, Account>;

export type AccountName = keyof typeof ACCOUNTS;
export const tokenOf = (name: AccountName): string => `token-of-${name}`;

export const actorOf = (name: AccountName): Actor => ({ ...ACCOUNTS[name], name: `${name} 账号` });

const uuids = (kind: number, number: string) =>
  `('00000000-0000-7000-8${String(kind).padStart(3, '0')}-' || lpad((${number})::text, 12, '0'))::uuid`;

const AT = `'2026-11-01T08:00:00.123Z'::timestamptz`;

/** One statement per table, in the order of their references. `n` counts units. */
const SEEDS: readonly string[] = [
  `insert into region (code, year, name, parent_code, level, predecessor_code, note) values
     ('371000', 2023, '威海市', '370000', 'CITY', null, null), ('371002', 2023, '环翠区', '371000', 'COUNTY', null, '市府所在'),
     ('371082', 2023, '荣成市', '371000', 'COUNTY', '371023', null)`,
  `insert into unit (code, kind, name, organisation_code, local_code, region_code, region_year, industry, employees, created_at, updated_at)
   select (array[${CODES}])[n],
     case when n % 40 = 0 then 'INDUSTRIAL_PARK' else 'ENTERPRISE' end,
     '威海试验单位“' || n || '”\\ <&> ' || chr(9) || '号',
     case when n % 4 = 1 then 'MAT' || lpad(n::text, 6, '0') end, case when n % 40 = 0 then 'PARK-' || n end,
     case when n = ${UNITS} then null when n % 2 = 1 then '371002' else '371082' end,
     case when n = ${UNITS} then null else 2023 end, case when n % 3 = 0 then null else 'C' end,
     case when n % 5 = 0 then null else n * 10 end, ${AT}, ${AT} + n * interval '1 second'
   from generate_series(1, ${UNITS}) n`,
  `insert into unit_name (unit_id, name, normalised, first_seen_on, last_seen_on, source)
   select u.id, u.name, u.name, '2020-01-01'::date, null::date, 'hrss/SOCIAL_INSURANCE' from unit u
   union all select u.id, '旧名' || u.id, '旧名' || u.id, '2015-05-05', '2019-12-31', 'union/UNION_UNIT' from unit u
   union all select u.id, '案中名' || u.id, '案中名' || u.id, '2021-05-05', '2021-05-05', 'court/DISPUTE_OUTCOME' from unit u where u.id % 2 = 0`,
  `insert into unit_membership (park_id, member_id, from_on, to_on)
   select p.id, m.id, '2020-01-01', case when m.id % 7 = 0 then '2021-01-01'::date end
   from unit p join unit m on m.kind = 'ENTERPRISE' and m.id < p.id and m.id > p.id - 40 where p.kind = 'INDUSTRIAL_PARK'`,
  `insert into batch (agency, record_type, mode, source, as_of, state, reason, rows_read, rows_accepted, rows_unchanged,
     rows_quarantined, rows_new, rows_changed, rows_absent, received_at, finished_at)
   select agency, type, 'FULL', agency || '-' || type || '.csv', '2026-11-01'::date, 'ACCEPTED', null, 122, 120, 0, 2, 120, 0, 0, ${AT}, ${AT}
   from (values ('hrss', 'SOCIAL_INSURANCE'), ('union', 'UNION_UNIT'), ('court', 'DISHONESTY_ENTRY')) b (agency, type)
   union all select 'hrss', 'PAY_ORDER', 'DELTA', 'x.csv', '2026-11-02', 'HELD', '缩水', 10, 0, 0, 0, 0, 0, 0, ${AT}, null
   union all select 'union', 'NEGOTIATION', 'DELTA', 'n' || n, '2026-11-02', 'SAME', null, 0, 0, 0, 0, 0, 0, 0, ${AT}, ${AT}
     from generate_series(1, 110) n`,
  `insert into feed (agency, record_type, mode, last_batch_id, held_batch_id, complete_as_of, last_polled_at, last_success_at, last_error)
   select b.agency, b.record_type, b.mode, b.id, case when b.state = 'HELD' then b.id end, '2026-11-01', ${AT}, ${AT},
     case when b.agency = 'union' then '来源无应答' end
   from batch b where b.state in ('ACCEPTED', 'HELD')`,
  `insert into quarantined_row (batch_id, row_number, field, reason, bytes)
   select b.id, n, '统一社会信用代码', '校验位不符', convert_to('坏行' || n, 'UTF8')
   from batch b, generate_series(1, 2) n where b.rows_quarantined = 2`,
  ...RECORD_SEEDS,
  `insert into match_candidate (id, subject_type, subject_id, subject_name, unit_id, score, reason, created_at)
   select ${uuids(1, 'n')}, 'DESIGNATION', ${uuids(2, 'n * 10 + 1')}::text, '试验单位' || n, n, 0.875, '名称相近', ${AT} from generate_series(1, ${UNITS}) n`,
  `insert into match_decision (candidate_id, version, answer, why, actor_id, actor_name, at)
   select ${uuids(1, 'n')}, v, case v when 1 then 'UNSURE' else 'SAME' end, '同址', 'county', '县', ${AT}
   from generate_series(1, 60) n, generate_series(1, 2) v`,
  `insert into designation (id, source_key, unit_id, unit_kind, name, title, level, honour_type, naming_body, document_no, province,
     named_on, source, recorded_at)
   select ${uuids(2, 'n * 10 + v')}, 'd' || n || '-' || v, case when n > 110 then null else n end, 'ENTERPRISE', '单位' || n,
     '劳动关系和谐企业', (array['CITY', 'PROVINCE', 'NATIONAL'])[v], 'DEMONSTRATION', '市三方', case when n % 3 = 1 then '鲁三方〔2020〕' || n || '号' end, '山东',
     '2020-01-01'::date + n, 'office', ${AT}
   from generate_series(1, ${UNITS}) n, generate_series(1, 3) v where v = 1 or n % 4 = 0 or n <= 4`,
  `insert into designation_event (id, designation_id, version, kind, on_date, document_no, decision_id, recorded_at)
   select ${uuids(3, '(row_number() over ())')}, d.id, 1, 'NAMED', d.named_on, d.document_no, null::uuid, ${AT} from designation d
   union all select ${uuids(4, '(row_number() over ())')}, d.id, 2,
     (array['KEPT', 'OVERDUE', 'CANCELLED', 'LAPSED', 'REPORTED_UPWARD'])[d.unit_id % 5 + 1], '2026-10-01', '威三方〔2026〕1号', null, ${AT}
     from designation d where d.unit_id % 2 = 0
   union all select ${uuids(21, '(row_number() over ())')}, d.id, 3, 'CANCELLED', '2026-10-02', null, null, ${AT}
     from designation d where d.unit_id = 10`,
  `insert into listing (id, unit_id, document_no, decided_on, issuing_body, ground, article, term_years, effective_end, served_on,
     notice_served_on, pay_order_no, record_id, recorded_at)
   select ${uuids(5, 'n')}, n, '威人社列〔2026〕' || n || '号', '2026-03-01', '威海市人社局', 'ART5_1', '第五条第一项', 3, '2029-03-01',
     case when n % 2 = 0 then '2026-03-05'::date end, case when n % 4 = 0 then '2026-02-20'::date end,
     case when n % 4 = 2 then '支令' || n end, (select min(id) from agency_record), ${AT} from generate_series(1, 104) n`,
  `insert into listing_event (id, listing_id, version, kind, on_date, reason, recorded_at)
   select ${uuids(6, 'n')}, ${uuids(5, 'n')}, 1, 'LISTED', '2026-03-05', '送达', ${AT} from generate_series(1, 104) n`,
  `insert into eligibility (id, unit_id, measure, version, as_of, answer, parts, measure_version, digest, assessed_at)
   select ${uuids(7, 'n * 10 + v')}, n, 'STABLE_JOBS', v, '2026-11-01', (array['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE'])[n % 3 + 1],
     '[{"name":"TITLE","state":"MET","basis":"六（六）","why":"“市级”","evidence":["flag:1","flag:2"]},{"name":"GRADE","state":"UNKNOWN"}]',
     '2026', '\\x00', ${AT} from generate_series(1, ${UNITS}) n, generate_series(1, 2) v`,
  `insert into recipient (id, name, url, secret, created_at, updated_at) values
     ('credit', '信用平台', 'https://secret.example', 'whsec_x', ${AT}, ${AT}), ('housing', '住建', null, null, ${AT}, ${AT})`,
  `insert into recipient_grant (recipient_id, flag_kind, legal_basis, catalogue_item, fields, from_on, until_on)
   select r.id, k, '人社部令第45号第十条', 'ITEM-1', '{documentNo,"a b"}', '2026-01-01', '2027-12-31'
   from recipient r, unnest(array['DESIGNATION', 'JOINT_SANCTION']) k`,
  `insert into event (id, unit_id, unit_seq, type, subject_kind, subject_id, withdraws, state, digest, cause, occurred_at)
   select ${uuids(8, 'n * 10 + v')}, n, v, case v when 1 then 'flag.applied' else 'flag.withdrawn' end, 'DESIGNATION', 'title-' || n, v = 2,
     '{}', '\\xabcd', 'NAMING', ${AT} + n * interval '1 minute' from generate_series(1, ${UNITS}) n, generate_series(1, 2) v`,
  `insert into unit_stream (unit_id, last_seq) select unit_id, max(unit_seq) from event group by unit_id`,
  `insert into flag (id, unit_id, kind, subject, version, state, effective_from, effective_end, basis, decision_type, decision_id,
     event_id, reason, recorded_at)
   select ${uuids(9, 'n * 10 + v')}, n, 'DESIGNATION', 'title-' || n, v, case v when 1 then 'ACTIVE' else 'WITHDRAWN' end, '2026-01-01'::date,
     case v when 2 then '2026-10-01'::date end, '{"title":"劳动关系和谐企业","level":"CITY","honourType":"DEMONSTRATION","namingBody":"市三方","namedOn":"2020-01-02","evidence":["designation:1"]}'::jsonb,
     'NAMING', 'x', ${uuids(8, 'n * 10 + v')}, '命名', ${AT} + v * interval '1 day' from generate_series(1, ${UNITS}) n, generate_series(1, 2) v
   union all select ${uuids(10, 'n')}, n, 'INCENTIVE_ELIGIBILITY', 'STABLE_JOBS', 1, 'ACTIVE', '2026-01-01', null,
     '{"measure":"稳岗","legalBasis":"六（六）"}', 'ELIGIBILITY', 'x', null, '评估', ${AT} from generate_series(1, ${UNITS}) n
   union all select ${uuids(11, 'n')}, n, 'JOINT_SANCTION', 'listing-' || n, 1, 'ACTIVE', '2026-03-05', '2029-03-01',
     '{"documentNo":"1","termYears":3,"issuingBody":"人社局","article":"第五条","decidedOn":"2026-03-01","servedOn":"2026-03-05","remedies":"六十日内复议"}', 'LISTING_DECISION', 'x', null, '列入', ${AT} from generate_series(1, 104) n`,
  `insert into flag_head (unit_id, kind, subject, flag_id, version, state, effective_end)
   select distinct on (unit_id, kind, subject) unit_id, kind, subject, id, version, state, effective_end from flag
   order by unit_id, kind, subject, version desc`,
  `insert into delivery (id, recipient_id, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at)
   select ${uuids(12, "e.unit_id * 100 + e.unit_seq * 10 + (r.id = 'credit')::int")}, r.id, e.unit_id, e.unit_seq, e.unit_seq, e.id, '',
     e.withdraws, e.occurred_at from event e, recipient r`,
  `insert into lane (recipient_id, unit_id, head_seq, tail_seq, state, ready_at, failures, failing_since, last_error)
   select r.id, n, case when n % 3 = 0 then 2 else 1 end, 2, case when n % 3 = 0 then 'IDLE' when n % 3 = 1 then 'BACKOFF' else 'HELD' end,
     case when n % 3 = 1 then ${AT} end, n % 3, case when n % 3 > 0 then ${AT} end, case when n % 3 > 0 then 'HTTP 503 "x"' end
   from recipient r, generate_series(1, ${UNITS}) n`,
  `insert into attempt (id, delivery_id, number, intent_at, worker, lease_token, trigger, request_digest)
   select ${uuids(13, '(row_number() over (order by d.id, v)) * 10 + v')}, d.id, v, ${AT}, 'w1', 1, 'DUE', '\\x00' from delivery d, generate_series(1, 2) v
   where d.unit_seq = 1`,
  `insert into attempt_outcome (attempt_id, at, outcome, http_status, error)
   select a.id, ${AT}, case a.number when 1 then 'RETRY' else 'DELIVERED' end, case a.number when 1 then 503 else 200 end,
     case a.number when 1 then '暂停服务' end from attempt a`,
  `insert into receipt (id, delivery_id, via, state, at, evidence)
   select ${uuids(14, '(row_number() over (order by d.id))')}, d.id, 'ANSWER', 'APPLIED', ${AT}, '{"signature":"x"}' from delivery d where d.unit_seq = 1
   or d.unit_id % 10 = 0`,
  `insert into delivery_closure (delivery_id, kind, at)
   select d.id, 'WITHDRAWN_BEFORE_CONFIRMATION', ${AT} from delivery d
   where d.unit_id % 9 = 4 and not exists (select from receipt r where r.delivery_id = d.id)`,
  `insert into catalogue_version (id, digest, content, recorded_at) values ('weihai-enterprise-2023', '\\x00', '{}', ${AT})`,
  `insert into review_round (id, origin, bucket, title, requested_by_body, reason, as_of, cases, opened_by, opened_at, closed_at)
   select ${uuids(15, 'n')}, case when n % 2 = 0 then 'ADMIN' else 'SCHEDULE' end, case when n % 2 = 1 then 'b' || n end, '第' || n || '轮', 'office',
     '年度复核', '2026-11-01', 110, 'city', ${AT} + n * interval '1 day',
     case when n % 4 = 1 then ${AT} + n * interval '2 day' end from generate_series(1, 105) n`,
  `insert into review_case (id, round_id, number, unit_id, designation_id, catalogue_id, as_of, verdict, rectify_by, opened_at, evaluated_at, closed_at)
   select ${uuids(16, 'r * 1000 + n')}, ${uuids(15, 'r')}, n, n, ${uuids(2, 'n * 10 + 1')}, 'weihai-enterprise-2023', '2026-11-01',
     (array['PASS', 'RECTIFY', 'FAIL', 'PENDING_EVIDENCE', null])[n % 5 + 1], case when n % 5 = 1 then '2027-02-01'::date end,
     ${AT} + r * interval '1 day', case when n % 5 < 4 then ${AT} end,
     case when r > 1 then ${AT} + r * interval '1 day' end from generate_series(1, 105) r, generate_series(1, 110) n where r = 1 or n < 3`,
  `insert into case_material (id, unit_id, source_key, kind, criterion, element, number, on_date, data, digest, entered_by, reason, recorded_at)
   select ${uuids(17, 'n')}, n, 'm' || n, case when n % 3 = 0 then 'MARK' else 'DOCUMENT' end, 'E5', 'E5.plan', case when n % 3 = 1 then '第' || n || '号' end,
     '2026-09-01', '{"plan":true}', '\\x01', 'county', case when n % 3 = 0 then '现场所见' end, ${AT}
   from generate_series(1, 110) n`,
  `insert into verdict (id, case_id, version, verdict, findings, catalogue_id, engine, facts, facts_digest, as_of, evaluated_at)
   select ${uuids(18, '(row_number() over (order by c.id, v))')}, c.id, v, coalesce(c.verdict, 'PASS'),
     ('[{"criterion":"E2","result":"NOT_MET","elements":[{"element":"E2.union","result":"UNKNOWN","cause":"FEED_LATE","ask":["union"],
       "values":{"a":1,"disputesClosed":2,"judicialConfirmations":0},"records":["1","2","' || court.id || '"],"materials":["材料1"],"article":"五（一）2","explanation":"未知","parameters":[{"name":"p","value":12,"mark":"P"}]}]},
       {"criterion":"E3","result":"MET","elements":[]}]')::jsonb, c.catalogue_id, 'criteria/1', '{}', '\\x02', c.as_of, ${AT}
   from review_case c, generate_series(1, 2) v,
     (select min(id) as id from agency_record where agency = 'court' and record_type = 'DISPUTE_OUTCOME') court
   where c.evaluated_at is not null`,
  `insert into case_step (id, case_id, version, action, state, on_date, detail, actor_id, actor_name, actor_body, recorded_at)
   select ${uuids(19, 'n')}, ${uuids(16, '1000 + n')}, 1, 'PROPOSE', 'PROPOSED', '2026-11-10', '{"why":"x"}', 'county', '县', 'office', ${AT}
   from generate_series(1, 110) n`,
  `insert into title_decision (id, designation_id, case_id, outcome, document_no, decided_on, deciding_body, opinions, heard_on, grounds,
     actor_id, actor_name, recorded_at)
   select ${uuids(20, 'n')}, ${uuids(2, 'n * 10 + 1')}, ${uuids(16, '1000 + n')}, 'KEEP', '威三方〔2026〕' || n || '号', '2026-11-12', 'CITY_TRIPARTITE',
     '[{"body":"hrss","opinion":"AGREE","on":"2026-11-11"},{"body":"union","opinion":"ABSTAIN","note":"无"}]', case when n % 2 = 1 then '2026-11-05'::date end, '达标', 'city', '市', ${AT}
   from generate_series(1, 110) n`,
];

export async function buildCity(store: Store): Promise<void> {
  await transaction(store, async (tx) => {
    for (const sql of SEEDS) {
      await tx.query(sql);
    }
    for (const [name, account] of Object.entries(ACCOUNTS)) {
      const token = tokenOf(name as AccountName);
      await registerPrincipal(tx, { ...account, name: `${name} 账号`, token, actor: systemActor('test') });
    }
  });
  await transaction(store, async (tx) => {
    for (let unit = 1; unit <= 104; unit++) {
      const subject = { subjectType: 'UNIT', subjectId: String(unit) };
      const detail = { note: `“${unit}”`, b: 1, a: null };
      await appendAudit(tx, {
        unitId: String(unit),
        actor: systemActor('test'),
        action: 'test.seed',
        ...subject,
        detail,
      });
    }
    await appendAudit(tx, {
      unitId: null,
      actor: actorOf('city'),
      action: 'test.hub',
      subjectType: 'HUB',
      subjectId: '-',
      detail: {},
    });
  });
}
