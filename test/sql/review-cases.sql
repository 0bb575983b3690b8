-- operations/review-cases.graphql as county, given {"filter":{"verdict":"FAIL"},"first":50}
select '{"reviewCases":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"number":' || (t1.number)::text || ',"verdict":' || coalesce(to_json(t1.verdict)::text, 'null') || ',"state":' || to_json(coalesce(
    (select s.state
    from case_step s
    where s.case_id = t1.id
    order by s.version desc
    limit 1), 'OPEN'))::text || ',"rectifyBy":' || coalesce(to_json(t1.rectify_by)::text, 'null') || ',"unit":' || coalesce(
    (select '{"code":' || coalesce(to_json(t2.code)::text, 'null') || ',"name":' || to_json(t2.name)::text || '}'
    from unit t2
    where t2.id = t1.unit_id
    limit 1), 'null') || ',"latestVerdict":' || coalesce(
    (select '{"findings":' || 
      (select '[' || coalesce(string_agg('{"criterion":' || coalesce((t4.value->'criterion')::text, 'null') || ',"result":' || coalesce((t4.value->'result')::text, 'null') || ',"elements":' || 
        (select '[' || coalesce(string_agg('{"element":' || coalesce((t5.value->'element')::text, 'null') || ',"result":' || coalesce((t5.value->'result')::text, 'null') || ',"cause":' || coalesce((t5.value->'cause')::text, 'null') || ',"ask":' || coalesce(case when jsonb_typeof(t5.value->'ask') = 'array' then 
          (select '[' || coalesce(string_agg(to_json(given.item)::text, ',' order by given.place), '') || ']'
          from jsonb_array_elements_text(t5.value->'ask') with ordinality given (item, place)) end, 'null') || ',"records":' || coalesce(to_json(case when jsonb_typeof(t5.value->'records') = 'array' then array
          (select given.id
          from jsonb_array_elements_text(t5.value->'records') with ordinality given (id, place)
          order by given.place) end)::text, 'null') || '}', ',' order by t5.place), '') || ']'
        from jsonb_array_elements(case when jsonb_typeof((t4.value->'elements')) = 'array' then (t4.value->'elements') else '[]' end) with ordinality t5 (value, place)) || '}', ',' order by t4.place), '') || ']'
      from jsonb_array_elements(case when jsonb_typeof(t3.findings::jsonb) = 'array' then t3.findings::jsonb else '[]' end) with ordinality t4 (value, place)) || '}'
    from verdict t3
    where t3.case_id = t1.id
    order by t3.version desc
    limit 1), 'null') || '}}', ',' order by t1.id desc) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.id desc))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.id desc) as "#", translate(encode(convert_to('[' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from review_case t1
    where t1.verdict = $2::text and exists 
      (select
      from unit scoped
      where scoped.id = t1.unit_id and scoped.region_code = $3::text)
    order by t1.id desc
    limit $1::bigint + 1) t1) || '}' as answer;
