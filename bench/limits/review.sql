-- One statement for a whole round: from the same records and material the same verdicts, findings and what they rest on,
-- into the same tables. $1 the round, $2 the last day to put things right, $3 now. `:findings` and `:snapshot` are files of their own.

with day as materialized (
  select r.as_of::text as today, (r.as_of - interval '12 months')::date::text as year_ago, (r.as_of - interval '24 months')::date::text as two_years_ago,
    (r.as_of - 15)::text as objection, (select min(complete_as_of)::text from feed) as complete
  from review_round r where r.id = $1
), regional as (
  select r.id, r.unit_id, r.data from unit p
    join record_head h on h.unit_id = p.id and h.agency = 'union' and h.record_type = 'COLLECTIVE_CONTRACT' and h.state = 'PRESENT'
    join agency_record r on r.id = h.record_id
  where p.kind <> 'ENTERPRISE'
), said as (
  select 'COLLECTIVE_CONTRACT' as type, id, data - 'covers' as data, data -> 'covers' as covers from regional
  union all
  select 'CONTRACT_REVIEW', r.id, r.data, regional.data -> 'covers' from regional
    join record_head h on h.unit_id = regional.unit_id and h.agency = 'hrss' and h.record_type = 'CONTRACT_REVIEW' and h.state = 'PRESENT'
    join agency_record r on r.id = h.record_id and r.data ->> 'contractNo' = regional.data ->> 'contractNo'
), covering as materialized (
  select code, array_agg(type) as types, array_agg(id) as ids, array_agg(data) as datas from said, jsonb_array_elements_text(covers) code group by code
), written as (
  insert into verdict (case_id, version, verdict, findings, catalogue_id, engine, facts, facts_digest, as_of, evaluated_at)
  select t.id, 1, t.verdict, t.findings::json, t.catalogue_id, 'criteria/2', t.facts::json, sha256(convert_to(t.facts, 'UTF8')), t.as_of, $3
  from (
    select c.id, c.catalogue_id, c.as_of,
      case when 'NOT_MET' = any(s.s) then 'RECTIFY' when s.s <@ array['MET', 'NOT_APPLICABLE'] then 'PASS' else 'PENDING_EVIDENCE' end as verdict,
      :findings as findings, :snapshot as facts
    from day, review_case c join unit u on u.id = c.unit_id left join covering k on k.code = u.code
    cross join lateral (
      select array_agg(g.id::text) filter (where t = 'UNION_UNIT' and d ->> 'establishedOn' <= today and coalesce(d ->> 'dissolvedOn', '9999') > today) as unions,
        sum((d ->> 'members')::int) filter (where t = 'UNION_UNIT' and d ->> 'establishedOn' <= today and coalesce(d ->> 'dissolvedOn', '9999') > today) as members,
        max(d ->> 'concludedOn' || limit_key(g.id)) filter (where t = 'NEGOTIATION' and d ->> 'subject' = 'WAGES' and d ->> 'concludedOn' <= today) as talk,
        max(d ->> 'termTo' || limit_key(g.id) || ' ' || (d ->> 'termFrom') || ' ' || (d ->> 'contractNo'))
          filter (where t = 'COLLECTIVE_CONTRACT' and (d ->> 'coversWages')::bool and d ->> 'termFrom' <= today) as contract,
        array_agg(g.id::text) filter (where t = 'COLLECTIVE_CONTRACT' and d ->> 'kind' = 'WOMEN' and today between d ->> 'termFrom' and d ->> 'termTo') as women,
        array_agg((d ->> 'contractNo') || ' ' || (d ->> 'receivedOn') || limit_key(g.id) || ' ' || case when d ->> 'reviewedOn' <= today then coalesce(d ->> 'result', 'UNANSWERED')
          else 'UNANSWERED' end) filter (where t = 'CONTRACT_REVIEW' and d ->> 'receivedOn' <= today) as reviews,
        max(d ->> 'heldOn' || limit_key(g.id) || ' ' || (d ->> 'rulesPassed')) filter (where t = 'WORKERS_CONGRESS' and d ->> 'heldOn' <= today) as congress,
        array_agg(g.id::text) filter (where t = 'AFFAIRS_OPENNESS') as openness, bool_or((d ->> 'system')::bool) filter (where t = 'AFFAIRS_OPENNESS') as is_open,
        max(d ->> 'lastPublishedOn' || limit_key(g.id)) filter (where t = 'AFFAIRS_OPENNESS' and d ->> 'lastPublishedOn' <= today) as publication,
        array_agg(g.id::text) filter (where t = 'SOCIAL_INSURANCE') as insurance, max((d ->> 'insuredCount')::int) filter (where t = 'SOCIAL_INSURANCE') as staff,
        array_agg(g.id::text) filter (where t = 'MEDIATION_BODY' and d ->> 'kind' = 'COMMITTEE' and d ->> 'establishedOn' <= today and coalesce(d ->> 'endedOn', '9999') > today) as committees,
        array_agg(g.id::text) filter (where t = 'MEDIATION_BODY' and d ->> 'kind' = 'NAMED_MEDIATOR' and d ->> 'establishedOn' <= today and coalesce(d ->> 'endedOn', '9999') > today) as mediators,
        array_agg(g.id::text) filter (where t = 'COORDINATORS') as coordination, sum((d ->> 'count')::int) filter (where t = 'COORDINATORS') as coordinators,
        array_agg(g.id::text) filter (where t = 'DISPUTE_OUTCOME' and d ->> 'closedOn' <= today) as closed,
        array_agg(g.id::text) filter (where t = 'DISPUTE_OUTCOME' and d ->> 'closedOn' <= today and d ->> 'outcome' = 'MEDIATED') as mediated,
        array_agg(g.id::text) filter (where t = 'JUDICIAL_CONFIRMATION' and d ->> 'confirmedOn' <= today) as confirmed,
        array_agg(g.id::text) filter (where t = 'HONOUR' and d ->> 'awardedOn' <= today) as honoured,
        array_agg(g.id::text) filter (where t = 'CSR_REPORT' and d ->> 'publishedOn' <= today) as reported,
        max(d ->> 'decidedOn' || limit_key(g.id)) filter (where t = 'INSPECTION_DECISION' and d ->> 'matter' in ('WOMEN_JUVENILE', 'HOURS')
          and d ->> 'servedOn' <= today and d ->> 'decidedOn' <= today and coalesce(d ->> 'annulledOn', '9999') > today) as breach
      from (
        select * from (
          select h.record_type as t, r.id, r.data as d from record_head h join agency_record r on r.id = h.record_id where h.unit_id = c.unit_id and h.state = 'PRESENT'
            and (h.agency, h.record_type) in (('hrss', 'SOCIAL_INSURANCE'), ('hrss', 'INSPECTION_DECISION'), ('hrss', 'CONTRACT_REVIEW'), ('hrss', 'MEDIATION_BODY'),
              ('hrss', 'COORDINATORS'), ('union', 'UNION_UNIT'), ('union', 'NEGOTIATION'), ('union', 'COLLECTIVE_CONTRACT'), ('union', 'WORKERS_CONGRESS'),
              ('union', 'AFFAIRS_OPENNESS'), ('confederation', 'CSR_REPORT'), ('federation', 'HONOUR'), ('court', 'DISPUTE_OUTCOME'), ('court', 'JUDICIAL_CONFIRMATION'))
          union all select * from unnest(k.types, k.ids, k.datas)
        ) all_of_it order by id
      ) g
    ) f
    cross join lateral (
      select jsonb_object_agg(n.place, jsonb_build_object('id', n.id, 'on', n.on_date, 'data', n.data, 'reason', n.reason)) as mm,
        string_agg('{"data":' || n.data::text || ',"id":"' || n.id || '","kind":"' || n.kind || '","number":' || coalesce(to_json(n.number)::text, 'null') || ',"on":"' || n.on_date
          || '","place":"' || n.element || '","reason":' || coalesce(to_json(n.reason)::text, 'null') || '}', ',') as materials
      from (
        select distinct on (place) case m.kind when 'MARK' then 'MARK ' || m.element else m.element end as place, m.id, m.element, m.number, m.on_date, m.data, m.reason,
          case m.kind when 'DOCUMENT' then 'D' when 'SURVEY' then 'S' when 'VISIT' then 'V' when 'REPLY' then 'Q' else 'MARK' end as kind
        from case_material m where m.unit_id = c.unit_id and m.on_date <= c.as_of order by place, m.on_date desc, m.id desc
      ) n
    ) x
    cross join lateral (
      select f.unions is not null as union_exists, coalesce(f.members, 0) as members, limit_date(f.talk) as talked_on, limit_record(f.talk) as talk,
        coalesce(limit_date(f.contract) >= today, false) as in_force, limit_date(f.contract) as ends_on, limit_record(f.contract) as contract,
        coalesce(e.review, case when limit_date(f.contract) >= today then 'NOT_RECEIVED' else 'NO_CONTRACT' end) as review,
        case when limit_date(f.contract) >= today then limit_record(f.contract) || e.record end as reviewed, coalesce(e.received_on, '') as received_on, e.record as receipt,
        limit_date(f.congress) as congress_on, limit_record(f.congress) as congress, coalesce(split_part(f.congress, ' ', 3), 'false')::bool as passed,
        coalesce(f.is_open, false) as is_open, limit_date(f.publication) as published_on, limit_record(f.publication) as publication,
        btrim(u.name) ~ '公司$' as is_company, f.staff, f.committees is not null as has_committee, f.mediators is not null as has_mediator,
        coalesce(f.coordinators, 0) as coordinators, coalesce(cardinality(f.closed), 0) as disputes, coalesce(cardinality(f.mediated), 0) as mediations,
        coalesce(cardinality(f.confirmed), 0) as confirmations, coalesce(cardinality(f.honoured), 0) as honours, coalesce(cardinality(f.reported), 0) as reports,
        f.women is not null as women, limit_date(f.breach) as breached_on, limit_record(f.breach) as breach,
        x.mm -> 'E1.organisation' -> 'data' as org, x.mm -> 'E3.board' -> 'data' as board, x.mm -> 'E5.fund' -> 'data' as fund, x.mm -> 'E9.survey' -> 'data' as survey
      from (
        select split_part(last, ' ', 1) as received_on, limit_record(last) as record, split_part(last, ' ', 3) as review from (
          select max(substr(review, length(split_part(f.contract, ' ', 4)) + 2)) as last from unnest(f.reviews) review
          where limit_date(f.contract) >= today and starts_with(review, split_part(f.contract, ' ', 4) || ' ')
        ) l
      ) e offset 0
    ) v
    cross join lateral (
      select not (v.org ->> 'inPlace')::bool and (v.org ->> 'partyMembers')::int < 3 as no_party, x.mm -> 'E5.fund' ->> 'on' >= two_years_ago as fund_fresh,
        x.mm -> 'E9.survey' ->> 'on' >= year_ago as survey_fresh offset 0
    ) w
    cross join lateral (
      select array[
        case when w.no_party then 'NOT_APPLICABLE' when (v.org ->> 'inPlace')::bool then 'MET' when v.org is not null then 'NOT_HELD_AGAINST' else 'MATERIAL_MISSING' end,
        case when w.no_party then 'NOT_APPLICABLE' when w.no_party is null and limit_mark(x.mm -> 'MARK E1.role', year_ago) = 'NOT_MET' then limit_open(x.mm -> 'E1.organisation', '')
          else limit_mark(x.mm -> 'MARK E1.role', year_ago) end,
        case when v.union_exists then 'MET' else 'NOT_MET' end,
        case when v.talked_on >= year_ago then 'MET' else 'NOT_MET' end,
        case when v.in_force then 'MET' else 'NOT_MET' end,
        case v.review when 'NO_CONTRACT' then 'NOT_APPLICABLE' when 'NOT_RECEIVED' then 'CONTRACT_NOT_RECEIVED' when 'OBJECTION' then 'NOT_MET'
          when 'UNANSWERED' then case when v.received_on >= objection then 'OBJECTION_PERIOD_RUNNING' else 'MET' end else 'MET' end,
        limit_mark(x.mm -> 'MARK E2.pay-growth', year_ago),
        case when v.congress_on >= year_ago then 'MET' else 'NOT_MET' end,
        case when v.passed then 'MET' else 'NOT_MET' end,
        case when not v.is_open then 'NOT_MET' when v.published_on = '' then 'NO_PUBLICATION_KNOWN' else 'MET' end,
        case when not v.is_company or v.staff < 300 then 'NOT_APPLICABLE' else case (v.board ->> 'employeeDirector')::bool or (v.board ->> 'supervisoryBoard')::bool
          and (v.board ->> 'employeeSupervisor')::bool when true then 'MET' when false then 'NOT_MET' else limit_open(x.mm -> 'E3.board', '') end end,
        case when not v.is_company or not (v.board ->> 'supervisoryBoard')::bool then 'NOT_APPLICABLE' when (v.board ->> 'employeeSupervisor')::bool then 'MET'
          when v.board is null then 'MATERIAL_MISSING' else 'NOT_MET' end,
        case when v.has_committee or v.has_mediator and v.staff < 300 then 'MET' else 'NOT_MET' end,
        limit_in_place(x.mm -> 'E4.rules', ''), limit_in_place(x.mm -> 'E4.warning', ''),
        case when v.coordinators >= 1 then 'MET' else 'NOT_MET' end,
        limit_mark(x.mm -> 'MARK E4.handling', year_ago),
        limit_in_place(x.mm -> 'E5.system', ''), limit_in_place(x.mm -> 'E5.plan', two_years_ago),
        case when not coalesce(w.fund_fresh, false) then limit_open(x.mm -> 'E5.fund', two_years_ago) when not (v.fund ->> 'audited')::bool then 'STATEMENT_NOT_AUDITED'
          when (v.fund ->> 'spent')::numeric = 0 then 'NOTHING_SPENT' when (v.fund ->> 'drawn')::numeric * 1000 >= (v.fund ->> 'wageBill')::numeric * 15 then 'MET' else 'NOT_MET' end,
        case when not coalesce(w.fund_fresh, false) then limit_open(x.mm -> 'E5.fund', two_years_ago) when not (v.fund ->> 'audited')::bool then 'STATEMENT_NOT_AUDITED'
          when (v.fund ->> 'spent')::numeric = 0 then 'NOTHING_SPENT' when (v.fund ->> 'frontLineSpent')::numeric * 100 >= (v.fund ->> 'spent')::numeric * 60 then 'MET' else 'NOT_MET' end,
        limit_mark(x.mm -> 'MARK E6.culture', year_ago), limit_mark(x.mm -> 'MARK E6.responsibility', year_ago),
        limit_mark(x.mm -> 'MARK E7.care', year_ago), limit_mark(x.mm -> 'MARK E7.women', year_ago), limit_mark(x.mm -> 'MARK E7.health', year_ago),
        case when v.breached_on < two_years_ago then 'MET' else 'NOT_MET' end,
        limit_mark(x.mm -> 'MARK E8.conduct', year_ago), limit_mark(x.mm -> 'MARK E8.claims', year_ago),
        case when not coalesce(w.survey_fresh, false) then limit_open(x.mm -> 'E9.survey', year_ago) when (v.survey ->> 'n')::int < 10 then 'SURVEY_GROUP_TOO_SMALL'
          when v.survey ?& array['pay', 'insurance', 'leave', 'environment', 'training', 'conditions', 'democracy', 'care'] then 'MET' else 'NOT_MET' end,
        case when not coalesce(w.survey_fresh, false) then limit_open(x.mm -> 'E9.survey', year_ago) when (v.survey ->> 'n')::int < 10 then 'SURVEY_GROUP_TOO_SMALL'
          when (v.survey ->> 'n')::int < 30 and (v.survey ->> 'n')::int * 100 < v.staff * 80 then 'SURVEY_TOO_FEW_ANSWERS'
          else case (v.survey ->> 'pay')::numeric + (v.survey ->> 'insurance')::numeric + (v.survey ->> 'leave')::numeric + (v.survey ->> 'environment')::numeric
            + (v.survey ->> 'training')::numeric + (v.survey ->> 'conditions')::numeric + (v.survey ->> 'democracy')::numeric + (v.survey ->> 'care')::numeric >= 640
            when true then 'MET' when false then 'NOT_MET' else 'VALUE_NOT_GIVEN' end end
      ] as s offset 0
    ) s
    where c.round_id = $1 and c.evaluated_at is null and c.closed_at is null
  ) t
  returning id, case_id, verdict.verdict, case verdict.verdict when 'RECTIFY' then (
    select jsonb_object_agg(element ->> 'element', $2::text) from json_array_elements(findings) criterion, json_array_elements(criterion -> 'elements') element
    where criterion ->> 'result' = 'NOT_MET' and element ->> 'result' = 'NOT_MET') end as orders
), moved as (
  update review_case c set verdict_id = w.id, verdict = w.verdict, rectify_by = case w.verdict when 'RECTIFY' then $2::date end, evaluated_at = $3,
    closed_at = case w.verdict when 'PASS' then $3::timestamptz end
  from written w where c.id = w.case_id
), stepped as (
  insert into case_step (case_id, version, action, state, on_date, detail, actor_id, actor_name, recorded_at)
  select case_id, 1, 'EVALUATE', verdict, ($3::timestamptz at time zone 'Asia/Shanghai')::date,
    jsonb_build_object('verdictVersion', 1, 'orders', coalesce(orders, '{}'), 'rectifyBy', case verdict when 'RECTIFY' then $2::text end), 'bench', 'bench', $3
  from written
)
select count(*)::int as written from written
