-- What a review reads, for `bench.units` firms with a title each as of `bench.as_of`, in one go: units, titles, records with
-- their heads (in the order of the feeds, so that a firm’s records lie apart), feeds, material. `dice` is the chance.

create function bench_dice(n int, of_what int, sides int) returns int language sql immutable
  return ((hashint4extended(n, of_what) >> 8) & 2147483647) % sides;

create table bench_firm as
  select n, '91371002BN' || lpad(n::text, 8, '0') as code, '合成单位' || n || case when bench_dice(n, 1, 10) < 8 then '有限公司' else '商行' end as name,
    case bench_dice(n, 2, 4) when 0 then 300 + bench_dice(n, 3, 900) when 1 then 100 + bench_dice(n, 3, 200) else 5 + bench_dice(n, 3, 95) end as staff,
    current_setting('bench.as_of')::date as today
  from generate_series(1, current_setting('bench.units')::int) n;

insert into unit (code, kind, name, region_code, employees, created_at, updated_at)
  select code, 'ENTERPRISE', name, '371002', staff, now(), now() from bench_firm order by n;
-- A park for each five hundred firms, whose regional contract covers fifty of them.
insert into unit (code, kind, name, region_code, created_at, updated_at)
  select '12371002BP' || lpad(n::text, 8, '0'), 'INDUSTRIAL_PARK', '合成园区' || n, '371002', now(), now()
  from generate_series(1, ceil(current_setting('bench.units')::int / 500.0)::int) n;

insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, named_on, source, recorded_at)
  select 'T' || f.n, u.id, 'ENTERPRISE', f.name, '劳动关系和谐企业', 'CITY', 'DEMONSTRATION', f.today - 900, 'bench', now()
  from bench_firm f join unit u on u.code = f.code order by f.n;

insert into batch (agency, record_type, mode, source, as_of, state, received_at)
  select feed.agency, feed.type, 'FULL', 'bench', current_setting('bench.as_of')::date, 'ACCEPTED', now()
  from (values ('hrss', 'SOCIAL_INSURANCE'), ('hrss', 'INSPECTION_DECISION'), ('hrss', 'CONTRACT_REVIEW'), ('hrss', 'MEDIATION_BODY'),
    ('hrss', 'COORDINATORS'), ('union', 'UNION_UNIT'), ('union', 'NEGOTIATION'), ('union', 'COLLECTIVE_CONTRACT'), ('union', 'WORKERS_CONGRESS'),
    ('union', 'AFFAIRS_OPENNESS'), ('confederation', 'CSR_REPORT'), ('federation', 'HONOUR'), ('court', 'DISPUTE_OUTCOME'),
    ('court', 'JUDICIAL_CONFIRMATION')) feed (agency, type);
insert into feed (agency, record_type, mode, last_batch_id, complete_as_of) select agency, record_type, mode, id, as_of from batch;

create table bench_record as
  select f.code, record.* from bench_firm f, lateral (
    select 'hrss', 'SOCIAL_INSURANCE', 'SI' || n, null::date, null::date, jsonb_build_object('status', 'ACTIVE', 'industry', 'C',
      'regionCode', '371002', 'insuredCount', staff, 'registeredOn', today - 3000, 'internalNumber', n::text)
    union all select 'hrss', 'INSPECTION_DECISION', 'ID' || n, null, null, jsonb_build_object('kind', 'PENALTY', 'documentNo', '合成〔' || n || '〕号',
      'matter', case bench_dice(n, 4, 3) when 0 then 'HOURS' when 1 then 'WOMEN_JUVENILE' else 'WAGES' end, 'annulledOn', null,
      'decidedOn', today - 40 - bench_dice(n, 5, 1200), 'servedOn', today - 30 - bench_dice(n, 5, 1200)) where bench_dice(n, 6, 100) < 6
    union all select 'hrss', 'MEDIATION_BODY', 'MB' || n, null, null, jsonb_build_object('kind', case when staff < 100 and bench_dice(n, 7, 2) = 0
      then 'NAMED_MEDIATOR' else 'COMMITTEE' end, 'endedOn', null, 'members', 3, 'establishedOn', today - 1500) where bench_dice(n, 8, 100) < 97
    union all select 'hrss', 'COORDINATORS', 'CO' || n, null, null, jsonb_build_object('count', 1 + bench_dice(n, 9, 4)) where bench_dice(n, 10, 100) < 97
    union all select 'union', 'UNION_UNIT', 'UU' || n, null, null, jsonb_build_object('members', staff * 9 / 10, 'unionCode', '81' || n, 'unionName',
      name || '工会委员会', 'termEndsOn', today + 400, 'dissolvedOn', null, 'establishedOn', today - 2000) where bench_dice(n, 11, 100) < 98
    union all select 'union', 'NEGOTIATION', 'UN' || n || '-' || time, null, null, jsonb_build_object('subject', 'WAGES', 'offeredOn', day - 40,
      'repliedOn', day - 20, 'concludedOn', day) from generate_series(0, bench_dice(n, 12, 3) / 2) time,
      lateral (select today - 20 - bench_dice(n, 13, 360) - time * 360 as day) talk where bench_dice(n, 14, 100) < 98
    union all select 'union', 'COLLECTIVE_CONTRACT', 'UC' || n, day, day + 1095, jsonb_build_object('kind', 'WAGES', 'scope', 'UNIT', 'covers', '[]'::jsonb,
      'signedOn', day - 3, 'termFrom', day, 'termTo', day + 1095, 'contractNo', '合成集合' || n, 'coversWages', true)
      from (select today - 20 - bench_dice(n, 15, 1110)) term (day) where bench_dice(n, 16, 100) < 96
    union all select 'union', 'COLLECTIVE_CONTRACT', 'UW' || n, today - 300, today + 700, jsonb_build_object('kind', 'WOMEN', 'scope', 'UNIT', 'covers',
      '[]'::jsonb, 'signedOn', today - 303, 'termFrom', today - 300, 'termTo', today + 700, 'contractNo', '合成女' || n, 'coversWages', false)
      where bench_dice(n, 17, 100) < 30
    union all select 'hrss', 'CONTRACT_REVIEW', 'CR' || n, null, null, jsonb_build_object('contractNo', '合成集合' || n, 'receivedOn', day + 5, 'reviewedOn',
      case when bench_dice(n, 18, 100) < 62 then day + 12 end, 'result', case when bench_dice(n, 18, 100) < 2 then 'OBJECTION' when bench_dice(n, 18, 100) < 62
      then 'NO_OBJECTION' end) from (select today - 20 - bench_dice(n, 15, 1110)) term (day) where bench_dice(n, 16, 100) < 94
    union all select 'union', 'WORKERS_CONGRESS', 'UG' || n || '-' || time, null, null, jsonb_build_object('total', 60, 'present', 55, 'covers', '[]'::jsonb,
      'heldOn', today - 10 - bench_dice(n, 19, 360) - time * 350, 'regional', false, 'rulesPassed', bench_dice(n, 20, 100) < 98)
      from generate_series(0, bench_dice(n, 21, 3) / 2) time where bench_dice(n, 22, 100) < 98
    union all select 'union', 'AFFAIRS_OPENNESS', 'UO' || n, null, null, jsonb_build_object('system', true, 'leadingBody', true, 'lastPublishedOn',
      case when bench_dice(n, 23, 100) < 97 then today - bench_dice(n, 23, 100) end) where bench_dice(n, 24, 100) < 98
    union all select 'confederation', 'CSR_REPORT', 'QR' || n, null, null, jsonb_build_object('year', 2025, 'publishedOn', today - 90) where bench_dice(n, 25, 100) < 6
    union all select 'federation', 'HONOUR', 'FH' || n, null, null, jsonb_build_object('level', 'CITY', 'title', '合成荣誉', 'awardedOn', today - 200)
      where bench_dice(n, 26, 100) < 12
    union all select 'court', 'DISPUTE_OUTCOME', 'DP' || n, null, null, jsonb_build_object('caseNo', '合成' || n, 'outcome', case bench_dice(n, 27, 3)
      when 0 then 'MEDIATED' else 'JUDGED' end, 'closedOn', today - 20 - bench_dice(n, 28, 600)) where bench_dice(n, 29, 100) < 15
    union all select 'court', 'JUDICIAL_CONFIRMATION', 'CF' || n, null, null, jsonb_build_object('caseNo', '合成确' || n, 'confirmedOn', today - 50,
      'mediationBody', '合成调解中心') where bench_dice(n, 30, 100) < 4
  ) record (agency, record_type, source_key, effective_from, effective_to, data);

insert into bench_record
  select p.code, record.* from unit p, lateral (
    select substr(p.code, 11)::int as n, current_setting('bench.as_of')::date - 200 as day) park, lateral (
    select 'union', 'COLLECTIVE_CONTRACT', 'UR' || n, day, day + 700, jsonb_build_object('kind', 'WAGES', 'scope', 'REGIONAL', 'signedOn', day - 3,
      'termFrom', day, 'termTo', day + 700, 'contractNo', '合成区域' || n, 'coversWages', true,
      'covers', (select jsonb_agg(code) from bench_firm f where f.n between n * 500 - 499 and n * 500 - 450))
    union all select 'hrss', 'CONTRACT_REVIEW', 'CP' || n, null, null, jsonb_build_object('contractNo', '合成区域' || n, 'receivedOn', day + 5,
      'reviewedOn', day + 9, 'result', 'NO_OBJECTION')
  ) record (agency, record_type, source_key, effective_from, effective_to, data) where p.kind <> 'ENTERPRISE';

insert into agency_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name, observed_on, effective_from,
    effective_to, data, original, digest, batch_id, received_at)
  select r.agency, r.record_type, r.source_key, 1, 1, 'PRESENT', u.id, u.code, u.name, b.as_of, r.effective_from, r.effective_to, r.data,
    jsonb_build_object('统一社会信用代码', u.code, '单位名称', u.name, '记录编号', r.source_key), sha256(r.source_key::bytea), b.id, now()
  from bench_record r join unit u on u.code = r.code join batch b on b.agency = r.agency and b.record_type = r.record_type
  order by b.id, u.id;
insert into record_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
  select agency, record_type, source_key, id, version, state, unit_id, digest from agency_record;

-- Four firms in five have handed in all, the others some; the offices have marked what is judged.
insert into case_material (unit_id, source_key, kind, criterion, element, number, on_date, data, digest, entered_by, reason, recorded_at)
  select u.id, 'M' || f.n || '-' || slot.k, slot.kind, left(slot.place, 2), slot.place, case slot.kind when 'MARK' then null else '合成证' || f.n end,
    f.today - 30 - bench_dice(f.n, slot.k + 100, 150), slot.data, sha256(f.code::bytea), '合成', case slot.kind when 'MARK' then '合成：走访、台账相互印证' end, now()
  from bench_firm f join unit u on u.code = f.code, lateral (values
    (1, 'DOCUMENT', 'E1.organisation', jsonb_build_object('inPlace', staff > 20, 'partyMembers', staff / 8)),
    (2, 'VISIT', 'E1.role-note', '{"summary": "查看党员活动室和示范岗"}'),
    (3, 'DOCUMENT', 'E2.pay-series', '{"payGrowthPercent": "7.88", "profitGrowthPercent": "7.85", "productivityGrowthPercent": "8.62"}'),
    (4, 'DOCUMENT', 'E3.minutes', '{"items": 9}'),
    (5, 'REPLY', 'E3.board', jsonb_build_object('employeeDirector', bench_dice(n, 31, 100) < 90, 'supervisoryBoard', bench_dice(n, 32, 2) = 0, 'employeeSupervisor', bench_dice(n, 33, 100) < 96)),
    (6, 'DOCUMENT', 'E4.rules', jsonb_build_object('inPlace', bench_dice(n, 34, 100) < 99)),
    (7, 'DOCUMENT', 'E4.warning', '{"inPlace": true}'),
    (8, 'VISIT', 'E4.handling-note', '{"summary": "查看调处台账摘要"}'),
    (9, 'DOCUMENT', 'E5.system', '{"inPlace": true}'),
    (10, 'DOCUMENT', 'E5.plan', '{"inPlace": true}'),
    (11, 'DOCUMENT', 'E5.fund', jsonb_build_object('wageBill', (staff * 80000)::text || '.00', 'drawn', (staff * 1190 + bench_dice(n, 35, 100) * 1000)::text || '.00',
      'spent', '10000.00', 'frontLineSpent', (5900 + bench_dice(n, 36, 3000))::text || '.50', 'audited', bench_dice(n, 37, 100) < 95)),
    (12, 'VISIT', 'E6.note', '{"summary": "查看文化活动和公益记录"}'),
    (13, 'VISIT', 'E7.note', '{"summary": "走访职工之家、食堂、母婴室"}'),
    (14, 'VISIT', 'E8.note', '{"summary": "随访与座谈摘要，未记录个人意见"}'),
    (15, 'SURVEY', 'E9.survey', jsonb_build_object('n', 6 + staff * 7 / 10, 'method', '匿名问卷，只留平均分', 'pay', (76 + bench_dice(n, 38, 20))::text || '.70',
      'insurance', '86.20', 'leave', '81.60', 'environment', '84.40', 'training', '79.60', 'conditions', '82.70', 'democracy', '76.40', 'care', '84.50')),
    (16, 'MARK', 'E1.role', '{"result": "MET"}'), (17, 'MARK', 'E2.pay-growth', '{"result": "MET"}'), (18, 'MARK', 'E4.handling', '{"result": "MET"}'),
    (19, 'MARK', 'E6.culture', '{"result": "MET"}'), (20, 'MARK', 'E6.responsibility', '{"result": "MET"}'), (21, 'MARK', 'E7.care', '{"result": "MET"}'),
    (22, 'MARK', 'E7.women', '{"result": "MET"}'), (23, 'MARK', 'E7.health', '{"result": "MET"}'), (24, 'MARK', 'E8.conduct', '{"result": "MET"}'),
    (25, 'MARK', 'E8.claims', jsonb_build_object('result', case when bench_dice(n, 39, 100) < 99 then 'MET' else 'NOT_MET' end))
  ) slot (k, kind, place, data)
  where bench_dice(f.n, 40, 10) < 8 or bench_dice(f.n, slot.k + 200, 10) < 8
  order by slot.k > 15, f.n, slot.k;

drop table bench_record, bench_firm;
