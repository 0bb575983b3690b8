-- One unit with all that the bodies know of it, the least way: each table read once.
with u as (select id, code, name, kind, region_code, industry from unit where code = $1),
r as (
  select h.agency || '.' || h.record_type as type, r.id, r.observed_on as day, r.data as d
  from record_head h join agency_record r on r.id = h.record_id
  where h.unit_id = (select id from u) and h.state = 'PRESENT'
    and (h.agency, h.record_type) in (
      ('hrss', 'SOCIAL_INSURANCE'), ('hrss', 'INTEGRITY_GRADE'), ('hrss', 'INSPECTION_DECISION'),
      ('union', 'UNION_UNIT'), ('union', 'COLLECTIVE_CONTRACT'), ('union', 'WORKERS_CONGRESS'),
      ('federation', 'MEMBERSHIP'), ('federation', 'HONOUR'),
      ('court', 'DISHONESTY_ENTRY'), ('court', 'DISPUTE_OUTCOME'))),
s as (
  select type, day, id, case type
    when 'hrss.SOCIAL_INSURANCE' then '{"status":' || coalesce((d->'status')::text, 'null') || ',"insuredCount":' || coalesce((d->'insuredCount')::text, 'null') || ',"registeredOn":' || coalesce((d->'registeredOn')::text, 'null') || '}'
    when 'hrss.INTEGRITY_GRADE' then '{"evaluatedYear":' || coalesce((d->'evaluatedYear')::text, 'null') || ',"grade":' || coalesce((d->'grade')::text, 'null') || ',"publishedOn":' || coalesce((d->'publishedOn')::text, 'null') || '}'
    when 'hrss.INSPECTION_DECISION' then '{"documentNo":' || coalesce((d->'documentNo')::text, 'null') || ',"kind":' || coalesce((d->'kind')::text, 'null') || ',"matter":' || coalesce((d->'matter')::text, 'null') || ',"decidedOn":' || coalesce((d->'decidedOn')::text, 'null') || '}'
    when 'union.UNION_UNIT' then '{"unionName":' || coalesce((d->'unionName')::text, 'null') || ',"establishedOn":' || coalesce((d->'establishedOn')::text, 'null') || '}'
    when 'union.COLLECTIVE_CONTRACT' then '{"contractNo":' || coalesce((d->'contractNo')::text, 'null') || ',"kind":' || coalesce((d->'kind')::text, 'null') || ',"termFrom":' || coalesce((d->'termFrom')::text, 'null') || ',"termTo":' || coalesce((d->'termTo')::text, 'null') || ',"coversWages":' || coalesce((d->'coversWages')::text, 'null') || '}'
    when 'union.WORKERS_CONGRESS' then '{"heldOn":' || coalesce((d->'heldOn')::text, 'null') || ',"present":' || coalesce((d->'present')::text, 'null') || ',"total":' || coalesce((d->'total')::text, 'null') || '}'
    when 'federation.MEMBERSHIP' then '{"joinedOn":' || coalesce((d->'joinedOn')::text, 'null') || ',"role":' || coalesce((d->'role')::text, 'null') || '}'
    when 'federation.HONOUR' then '{"title":' || coalesce((d->'title')::text, 'null') || ',"level":' || coalesce((d->'level')::text, 'null') || '}'
    when 'court.DISHONESTY_ENTRY' then '{"caseNo":' || coalesce((d->'caseNo')::text, 'null') || ',"listedOn":' || coalesce((d->'listedOn')::text, 'null') || '}'
    when 'court.DISPUTE_OUTCOME' then '{"caseNo":' || coalesce((d->'caseNo')::text, 'null') || ',"outcome":' || coalesce((d->'outcome')::text, 'null') || ',"closedOn":' || coalesce((d->'closedOn')::text, 'null') || '}'
  end as j from r),
g as (
  select
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'hrss.SOCIAL_INSURANCE'), '') || ']' as insurance,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'hrss.INTEGRITY_GRADE'), '') || ']' as grades,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'hrss.INSPECTION_DECISION'), '') || ']' as inspections,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'union.UNION_UNIT'), '') || ']' as unions,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'union.COLLECTIVE_CONTRACT'), '') || ']' as contracts,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'union.WORKERS_CONGRESS'), '') || ']' as congresses,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'federation.MEMBERSHIP'), '') || ']' as memberships,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'federation.HONOUR'), '') || ']' as honours,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'court.DISHONESTY_ENTRY'), '') || ']' as entries,
    '[' || coalesce(string_agg(j, ',' order by day desc, id desc) filter (where type = 'court.DISPUTE_OUTCOME'), '') || ']' as disputes
  from s)
select '{"unit":{"code":' || to_json(u.code)::text || ',"name":' || to_json(u.name)::text || ',"kind":' || to_json(u.kind)::text
  || ',"regionCode":' || coalesce(to_json(u.region_code)::text, 'null') || ',"industry":' || coalesce(to_json(u.industry)::text, 'null')
  || ',"names":' || (
    select '[' || coalesce(string_agg('{"name":' || to_json(n.name)::text || ',"firstSeenOn":' || to_json(n.first_seen_on)::text || '}', ',' order by n.first_seen_on desc, n.id desc), '') || ']'
    from unit_name n where n.unit_id = u.id)
  || ',"hrss":{"socialInsurance":' || g.insurance || ',"integrityGrades":' || g.grades || ',"inspectionDecisions":' || g.inspections
  || '},"union":{"unions":' || g.unions || ',"contracts":' || g.contracts || ',"congresses":' || g.congresses
  || '},"federation":{"memberships":' || g.memberships || ',"honours":' || g.honours
  || '},"court":{"dishonestyEntries":' || g.entries || ',"disputes":' || g.disputes
  || '},"designations":' || (
    select '{"edges":[' || coalesce(string_agg('{"node":{"title":' || to_json(d.title)::text || ',"level":' || to_json(d.level)::text || ',"namedOn":' || to_json(d.named_on)::text || ',"state":' || to_json(coalesce((
        select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end
        from designation_event e where e.designation_id = d.id and e.kind <> 'REPORTED_UPWARD'
          and (e.decision_id is null or not exists (
            select from title_decision made join designation decided on decided.id = made.designation_id
              join designation held on held.id = e.designation_id
            where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct from held.unit_id))
        order by (e.kind in ('CANCELLED', 'LAPSED')) desc, case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
        limit 1), 'VALID'))::text || '}}', ',' order by d.named_on desc, d.id desc), '') || ']}'
    from (select * from designation d where d.unit_id = u.id order by d.named_on desc, d.id desc limit 5) d)
  || ',"flags":' || (
    select '{"edges":[' || coalesce(string_agg('{"node":{"kind":' || to_json(f.kind)::text || ',"state":' || to_json(f.state)::text || ',"version":' || f.version::text || ',"effectiveFrom":' || to_json(f.effective_from)::text || ',"effectiveEnd":' || coalesce(to_json(f.effective_end)::text, 'null') || '}}', ',' order by f.id desc), '') || ']}'
    from (select * from flag f where f.unit_id = u.id order by f.id desc limit 5) f)
  || ',"reviewCases":' || (
    select '{"edges":[' || coalesce(string_agg('{"node":{"verdict":' || coalesce(to_json(c.verdict)::text, 'null') || ',"rectifyBy":' || coalesce(to_json(c.rectify_by)::text, 'null') || ',"asOf":' || to_json(c.as_of)::text || '}}', ','), '') || ']}'
    from (select * from review_case c where c.unit_id = u.id order by c.opened_at desc, c.id desc limit 1) c)
  || '}}' as answer
from u, g
