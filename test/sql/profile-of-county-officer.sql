-- operations/profile.graphql as county, given {"code":"91371000MAT000004H"}
select '{"unit":' || coalesce(
  (select '{"code":' || coalesce(to_json(t1.code)::text, 'null') || ',"name":' || to_json(t1.name)::text || ',"kind":' || to_json(t1.kind)::text || ',"regionCode":' || coalesce(to_json(t1.region_code)::text, 'null') || ',"industry":' || coalesce(to_json(t1.industry)::text, 'null') || ',"names":' || 
    (select '[' || coalesce(string_agg('{"name":' || to_json(t2.name)::text || ',"firstSeenOn":' || to_json(t2.first_seen_on)::text || '}', ',' order by t2.first_seen_on desc, t2.id desc), '') || ']'
    from unit_name t2
    where t2.unit_id = t1.id) || ',"hrss":{"socialInsurance":' || 
    (select '[' || coalesce(string_agg('{"status":' || coalesce((t3.data->'status')::text, 'null') || ',"insuredCount":' || coalesce((t3.data->'insuredCount')::text, 'null') || ',"registeredOn":' || coalesce((t3.data->'registeredOn')::text, 'null') || '}', ',' order by t3.observed_on desc, t3.id desc), '') || ']'
    from 
      (select t3.*
      from record_head t3h join agency_record t3 on t3.id = t3h.record_id
      where t3h.unit_id = t1.id and t3h.agency = 'hrss' and t3h.record_type = 'SOCIAL_INSURANCE' and t3h.state = 'PRESENT'
      order by t3.observed_on desc, t3.id desc
      limit $1::bigint) t3) || ',"integrityGrades":' || 
    (select '[' || coalesce(string_agg('{"evaluatedYear":' || coalesce((t4.data->'evaluatedYear')::text, 'null') || ',"grade":' || coalesce((t4.data->'grade')::text, 'null') || ',"publishedOn":' || coalesce((t4.data->'publishedOn')::text, 'null') || '}', ',' order by t4.observed_on desc, t4.id desc), '') || ']'
    from 
      (select t4.*
      from record_head t4h join agency_record t4 on t4.id = t4h.record_id
      where t4h.unit_id = t1.id and t4h.agency = 'hrss' and t4h.record_type = 'INTEGRITY_GRADE' and t4h.state = 'PRESENT'
      order by t4.observed_on desc, t4.id desc
      limit $2::bigint) t4) || ',"inspectionDecisions":' || 
    (select '[' || coalesce(string_agg('{"documentNo":' || coalesce((t5.data->'documentNo')::text, 'null') || ',"kind":' || coalesce((t5.data->'kind')::text, 'null') || ',"matter":' || coalesce((t5.data->'matter')::text, 'null') || ',"decidedOn":' || coalesce((t5.data->'decidedOn')::text, 'null') || '}', ',' order by t5.observed_on desc, t5.id desc), '') || ']'
    from 
      (select t5.*
      from record_head t5h join agency_record t5 on t5.id = t5h.record_id
      where t5h.unit_id = t1.id and t5h.agency = 'hrss' and t5h.record_type = 'INSPECTION_DECISION' and t5h.state = 'PRESENT'
      order by t5.observed_on desc, t5.id desc
      limit $3::bigint) t5) || '},"union":{"unions":' || 
    (select '[' || coalesce(string_agg('{"unionName":' || coalesce((t6.data->'unionName')::text, 'null') || ',"establishedOn":' || coalesce((t6.data->'establishedOn')::text, 'null') || '}', ',' order by t6.observed_on desc, t6.id desc), '') || ']'
    from 
      (select t6.*
      from record_head t6h join agency_record t6 on t6.id = t6h.record_id
      where t6h.unit_id = t1.id and t6h.agency = 'union' and t6h.record_type = 'UNION_UNIT' and t6h.state = 'PRESENT'
      order by t6.observed_on desc, t6.id desc
      limit $4::bigint) t6) || ',"contracts":' || 
    (select '[' || coalesce(string_agg('{"contractNo":' || coalesce((t7.data->'contractNo')::text, 'null') || ',"kind":' || coalesce((t7.data->'kind')::text, 'null') || ',"termFrom":' || coalesce((t7.data->'termFrom')::text, 'null') || ',"termTo":' || coalesce((t7.data->'termTo')::text, 'null') || ',"coversWages":' || coalesce((t7.data->'coversWages')::text, 'null') || '}', ',' order by t7.observed_on desc, t7.id desc), '') || ']'
    from 
      (select t7.*
      from record_head t7h join agency_record t7 on t7.id = t7h.record_id
      where t7h.unit_id = t1.id and t7h.agency = 'union' and t7h.record_type = 'COLLECTIVE_CONTRACT' and t7h.state = 'PRESENT'
      order by t7.observed_on desc, t7.id desc
      limit $5::bigint) t7) || ',"congresses":' || 
    (select '[' || coalesce(string_agg('{"heldOn":' || coalesce((t8.data->'heldOn')::text, 'null') || ',"present":' || coalesce((t8.data->'present')::text, 'null') || ',"total":' || coalesce((t8.data->'total')::text, 'null') || '}', ',' order by t8.observed_on desc, t8.id desc), '') || ']'
    from 
      (select t8.*
      from record_head t8h join agency_record t8 on t8.id = t8h.record_id
      where t8h.unit_id = t1.id and t8h.agency = 'union' and t8h.record_type = 'WORKERS_CONGRESS' and t8h.state = 'PRESENT'
      order by t8.observed_on desc, t8.id desc
      limit $6::bigint) t8) || '},"federation":{"memberships":' || 
    (select '[' || coalesce(string_agg('{"joinedOn":' || coalesce((t9.data->'joinedOn')::text, 'null') || ',"role":' || coalesce((t9.data->'role')::text, 'null') || '}', ',' order by t9.observed_on desc, t9.id desc), '') || ']'
    from 
      (select t9.*
      from record_head t9h join agency_record t9 on t9.id = t9h.record_id
      where t9h.unit_id = t1.id and t9h.agency = 'federation' and t9h.record_type = 'MEMBERSHIP' and t9h.state = 'PRESENT'
      order by t9.observed_on desc, t9.id desc
      limit $7::bigint) t9) || ',"honours":' || 
    (select '[' || coalesce(string_agg('{"title":' || coalesce((t10.data->'title')::text, 'null') || ',"level":' || coalesce((t10.data->'level')::text, 'null') || '}', ',' order by t10.observed_on desc, t10.id desc), '') || ']'
    from 
      (select t10.*
      from record_head t10h join agency_record t10 on t10.id = t10h.record_id
      where t10h.unit_id = t1.id and t10h.agency = 'federation' and t10h.record_type = 'HONOUR' and t10h.state = 'PRESENT'
      order by t10.observed_on desc, t10.id desc
      limit $8::bigint) t10) || '},"court":{"dishonestyEntries":' || 
    (select '[' || coalesce(string_agg('{"caseNo":' || coalesce((t11.data->'caseNo')::text, 'null') || ',"listedOn":' || coalesce((t11.data->'listedOn')::text, 'null') || '}', ',' order by t11.observed_on desc, t11.id desc), '') || ']'
    from 
      (select t11.*
      from record_head t11h join agency_record t11 on t11.id = t11h.record_id
      where t11h.unit_id = t1.id and t11h.agency = 'court' and t11h.record_type = 'DISHONESTY_ENTRY' and t11h.state = 'PRESENT'
      order by t11.observed_on desc, t11.id desc
      limit $9::bigint) t11) || ',"disputes":' || 
    (select '[' || coalesce(string_agg('{"caseNo":' || coalesce((t12.data->'caseNo')::text, 'null') || ',"outcome":' || coalesce((t12.data->'outcome')::text, 'null') || ',"closedOn":' || coalesce((t12.data->'closedOn')::text, 'null') || '}', ',' order by t12.observed_on desc, t12.id desc), '') || ']'
    from 
      (select t12.*
      from record_head t12h join agency_record t12 on t12.id = t12h.record_id
      where t12h.unit_id = t1.id and t12h.agency = 'court' and t12h.record_type = 'DISPUTE_OUTCOME' and t12h.state = 'PRESENT'
      order by t12.observed_on desc, t12.id desc
      limit $10::bigint) t12) || '},"designations":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"title":' || to_json(t13.title)::text || ',"level":' || to_json(t13.level)::text || ',"namedOn":' || to_json(t13.named_on)::text || ',"state":' || to_json(coalesce(
      (select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end
      from designation_event e
      where e.designation_id = t13.id and e.kind <> 'REPORTED_UPWARD' and (e.decision_id is null or not exists 
        (select
        from title_decision made join designation decided on decided.id = made.designation_id join designation held on held.id = e.designation_id
        where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct
        from held.unit_id))
      order by (e.kind in ('CANCELLED', 'LAPSED')) desc, case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
      limit 1), 'VALID'))::text || '}}', ',' order by t13.named_on desc, t13.id desc), '') || ']}'
    from 
      (select t13.*
      from designation t13
      where t13.unit_id = t1.id
      order by t13.named_on desc, t13.id desc
      limit $11::bigint) t13) || ',"flags":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"kind":' || to_json(t14.kind)::text || ',"state":' || to_json(t14.state)::text || ',"version":' || (t14.version)::text || ',"effectiveFrom":' || to_json(t14.effective_from)::text || ',"effectiveEnd":' || coalesce(to_json(t14.effective_end)::text, 'null') || '}}', ',' order by t14.id desc), '') || ']}'
    from 
      (select t14.*
      from flag t14
      where t14.unit_id = t1.id
      order by t14.id desc
      limit $12::bigint) t14) || ',"reviewCases":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"verdict":' || coalesce(to_json(t15.verdict)::text, 'null') || ',"rectifyBy":' || coalesce(to_json(t15.rectify_by)::text, 'null') || ',"asOf":' || to_json(t15.as_of)::text || '}}', ',' order by t15.opened_at desc, t15.id desc), '') || ']}'
    from 
      (select t15.*
      from review_case t15
      where t15.unit_id = t1.id
      order by t15.opened_at desc, t15.id desc
      limit $13::bigint) t15) || '}'
  from unit t1
  where t1.code = $14::text and t1.region_code = $15::text
  limit 1), '{"problem":"NOT_FOUND","message":"没有找到，或不在您的可见范围内。 Not found, or not within what you may see.","hint":"请核对代码或编号，并确认它在您的辖区内。 Check the code or id, and that it lies in your region."}') || '}' as answer;
