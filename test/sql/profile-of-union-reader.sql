-- operations/profile.graphql as union, given {"code":"91371000MAT000004H"}
select '{"unit":' || coalesce(
  (select '{"code":' || coalesce(to_json(t1.code)::text, 'null') || ',"name":' || to_json(t1.name)::text || ',"kind":' || to_json(t1.kind)::text || ',"regionCode":' || coalesce(to_json(t1.region_code)::text, 'null') || ',"industry":' || coalesce(to_json(t1.industry)::text, 'null') || ',"names":' || 
    (select '[' || coalesce(string_agg('{"name":' || to_json(t2.name)::text || ',"firstSeenOn":' || to_json(t2.first_seen_on)::text || '}', ',' order by t2.first_seen_on desc, t2.id desc), '') || ']'
    from unit_name t2
    where t2.unit_id = t1.id and t2.source in ('hrss/SOCIAL_INSURANCE', 'office', 'hrss/INTEGRITY_GRADE', 'hrss/CONTRACT_REVIEW', 'hrss/MEDIATION_BODY', 'hrss/COORDINATORS', 'hrss/SERVICE_STATION', 'union/UNION_UNIT', 'union/NEGOTIATION', 'union/COLLECTIVE_CONTRACT', 'union/WORKERS_CONGRESS', 'union/AFFAIRS_OPENNESS', 'union/UNION_LETTER', 'confederation/MEMBERSHIP', 'confederation/CSR_REPORT', 'confederation/LOCAL_BODY', 'federation/MEMBERSHIP', 'federation/HONOUR', 'federation/LOCAL_BODY')) || ',"hrss":{"socialInsurance":null,"integrityGrades":' || 
    (select '[' || coalesce(string_agg('{"evaluatedYear":' || coalesce((t3.data->'evaluatedYear')::text, 'null') || ',"grade":' || coalesce((t3.data->'grade')::text, 'null') || ',"publishedOn":' || coalesce((t3.data->'publishedOn')::text, 'null') || '}', ',' order by t3.observed_on desc, t3.id desc), '') || ']'
    from 
      (select t3.*
      from record_head t3h join agency_record t3 on t3.id = t3h.record_id
      where t3h.unit_id = t1.id and t3h.agency = 'hrss' and t3h.record_type = 'INTEGRITY_GRADE' and t3h.state = 'PRESENT'
      order by t3.observed_on desc, t3.id desc
      limit $1::bigint) t3) || ',"inspectionDecisions":null},"union":{"unions":' || 
    (select '[' || coalesce(string_agg('{"unionName":' || coalesce((t4.data->'unionName')::text, 'null') || ',"establishedOn":' || coalesce((t4.data->'establishedOn')::text, 'null') || '}', ',' order by t4.observed_on desc, t4.id desc), '') || ']'
    from 
      (select t4.*
      from record_head t4h join agency_record t4 on t4.id = t4h.record_id
      where t4h.unit_id = t1.id and t4h.agency = 'union' and t4h.record_type = 'UNION_UNIT' and t4h.state = 'PRESENT'
      order by t4.observed_on desc, t4.id desc
      limit $2::bigint) t4) || ',"contracts":' || 
    (select '[' || coalesce(string_agg('{"contractNo":' || coalesce((t5.data->'contractNo')::text, 'null') || ',"kind":' || coalesce((t5.data->'kind')::text, 'null') || ',"termFrom":' || coalesce((t5.data->'termFrom')::text, 'null') || ',"termTo":' || coalesce((t5.data->'termTo')::text, 'null') || ',"coversWages":' || coalesce((t5.data->'coversWages')::text, 'null') || '}', ',' order by t5.observed_on desc, t5.id desc), '') || ']'
    from 
      (select t5.*
      from record_head t5h join agency_record t5 on t5.id = t5h.record_id
      where t5h.unit_id = t1.id and t5h.agency = 'union' and t5h.record_type = 'COLLECTIVE_CONTRACT' and t5h.state = 'PRESENT'
      order by t5.observed_on desc, t5.id desc
      limit $3::bigint) t5) || ',"congresses":' || 
    (select '[' || coalesce(string_agg('{"heldOn":' || coalesce((t6.data->'heldOn')::text, 'null') || ',"present":' || coalesce((t6.data->'present')::text, 'null') || ',"total":' || coalesce((t6.data->'total')::text, 'null') || '}', ',' order by t6.observed_on desc, t6.id desc), '') || ']'
    from 
      (select t6.*
      from record_head t6h join agency_record t6 on t6.id = t6h.record_id
      where t6h.unit_id = t1.id and t6h.agency = 'union' and t6h.record_type = 'WORKERS_CONGRESS' and t6h.state = 'PRESENT'
      order by t6.observed_on desc, t6.id desc
      limit $4::bigint) t6) || '},"federation":{"memberships":' || 
    (select '[' || coalesce(string_agg('{"joinedOn":' || coalesce((t7.data->'joinedOn')::text, 'null') || ',"role":' || coalesce((t7.data->'role')::text, 'null') || '}', ',' order by t7.observed_on desc, t7.id desc), '') || ']'
    from 
      (select t7.*
      from record_head t7h join agency_record t7 on t7.id = t7h.record_id
      where t7h.unit_id = t1.id and t7h.agency = 'federation' and t7h.record_type = 'MEMBERSHIP' and t7h.state = 'PRESENT'
      order by t7.observed_on desc, t7.id desc
      limit $5::bigint) t7) || ',"honours":' || 
    (select '[' || coalesce(string_agg('{"title":' || coalesce((t8.data->'title')::text, 'null') || ',"level":' || coalesce((t8.data->'level')::text, 'null') || '}', ',' order by t8.observed_on desc, t8.id desc), '') || ']'
    from 
      (select t8.*
      from record_head t8h join agency_record t8 on t8.id = t8h.record_id
      where t8h.unit_id = t1.id and t8h.agency = 'federation' and t8h.record_type = 'HONOUR' and t8h.state = 'PRESENT'
      order by t8.observed_on desc, t8.id desc
      limit $6::bigint) t8) || '},"court":{"dishonestyEntries":null,"disputes":null},"designations":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"title":' || to_json(t9.title)::text || ',"level":' || to_json(t9.level)::text || ',"namedOn":' || to_json(t9.named_on)::text || ',"state":' || to_json(coalesce(
      (select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end
      from designation_event e
      where e.designation_id = t9.id and e.kind <> 'REPORTED_UPWARD' and (e.decision_id is null or not exists 
        (select
        from title_decision made join designation decided on decided.id = made.designation_id join designation held on held.id = e.designation_id
        where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct
        from held.unit_id))
      order by (e.kind in ('CANCELLED', 'LAPSED')) desc, case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
      limit 1), 'VALID'))::text || '}}', ',' order by t9.named_on desc, t9.id desc), '') || ']}'
    from 
      (select t9.*
      from designation t9
      where t9.unit_id = t1.id
      order by t9.named_on desc, t9.id desc
      limit $7::bigint) t9) || ',"flags":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"kind":' || to_json(t10.kind)::text || ',"state":' || to_json(t10.state)::text || ',"version":' || (t10.version)::text || ',"effectiveFrom":' || to_json(t10.effective_from)::text || ',"effectiveEnd":' || coalesce(to_json(t10.effective_end)::text, 'null') || '}}', ',' order by t10.id desc), '') || ']}'
    from 
      (select t10.*
      from flag t10
      where t10.unit_id = t1.id and t10.kind in ('DESIGNATION', 'INCENTIVE_ELIGIBILITY')
      order by t10.id desc
      limit $8::bigint) t10) || ',"reviewCases":null}'
  from unit t1
  where t1.code = $9::text
  limit 1), '{"problem":"NOT_FOUND","message":"没有找到，或不在您的可见范围内。 Not found, or not within what you may see.","hint":"请核对代码或编号，并确认它在您的辖区内。 Check the code or id, and that it lies in your region."}') || '}' as answer;
