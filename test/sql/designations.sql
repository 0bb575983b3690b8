-- operations/designations.graphql as county, given {"filter":{"level":"CITY","state":"VALID"},"first":50}
select '{"designations":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"name":' || to_json(t1.name)::text || ',"title":' || to_json(t1.title)::text || ',"level":' || to_json(t1.level)::text || ',"state":' || to_json(coalesce(
    (select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end
    from designation_event e
    where e.designation_id = t1.id and e.kind <> 'REPORTED_UPWARD' and (e.decision_id is null or not exists 
      (select
      from title_decision made join designation decided on decided.id = made.designation_id join designation held on held.id = e.designation_id
      where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct
      from held.unit_id))
    order by (e.kind in ('CANCELLED', 'LAPSED')) desc, case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
    limit 1), 'VALID'))::text || ',"unit":' || coalesce(
    (select '{"code":' || coalesce(to_json(t2.code)::text, 'null') || ',"name":' || to_json(t2.name)::text || '}'
    from unit t2
    where t2.id = t1.unit_id
    limit 1), 'null') || ',"decisions":' || 
    (select '[' || coalesce(string_agg('{"outcome":' || to_json(t3.outcome)::text || ',"documentNo":' || to_json(t3.document_no)::text || ',"opinions":' || 
      (select '[' || coalesce(string_agg('{"body":' || coalesce((t4.value->'body')::text, 'null') || ',"opinion":' || coalesce((t4.value->'opinion')::text, 'null') || '}', ',' order by t4.place), '') || ']'
      from jsonb_array_elements(case when jsonb_typeof(t3.opinions::jsonb) = 'array' then t3.opinions::jsonb else '[]' end) with ordinality t4 (value, place)) || '}', ',' order by t3.recorded_at desc, t3.id desc), '') || ']'
    from title_decision t3
    where t3.designation_id = t1.id) || '}}', ',' order by t1.named_on desc, t1.id desc) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.named_on desc, t1.id desc))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.named_on desc, t1.id desc) as "#", translate(encode(convert_to('[' || to_json((t1.named_on)::text)::text || ',' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from designation t1
    where t1.level = $2::text and coalesce(
      (select case e.kind when 'KEPT' then 'VALID' when 'NAMED' then 'VALID' else e.kind end
      from designation_event e
      where e.designation_id = t1.id and e.kind <> 'REPORTED_UPWARD' and (e.decision_id is null or not exists 
        (select
        from title_decision made join designation decided on decided.id = made.designation_id join designation held on held.id = e.designation_id
        where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct
        from held.unit_id))
      order by (e.kind in ('CANCELLED', 'LAPSED')) desc, case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
      limit 1), 'VALID') = $3::text and exists 
      (select
      from unit scoped
      where scoped.id = t1.unit_id and scoped.region_code = $4::text)
    order by t1.named_on desc, t1.id desc
    limit $1::bigint + 1) t1) || '}' as answer;
