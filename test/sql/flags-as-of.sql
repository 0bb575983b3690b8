-- operations/flags-in-force.graphql as city, given {"asOf":"2026-11-02","first":50}
select '{"flags":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"kind":' || to_json(t1.kind)::text || ',"subject":' || to_json(t1.subject)::text || ',"version":' || (t1.version)::text || ',"state":' || to_json(t1.state)::text || ',"basis":{"title":' || coalesce((t1.basis->'title')::text, 'null') || ',"level":' || coalesce((t1.basis->'level')::text, 'null') || ',"documentNo":' || coalesce((t1.basis->'documentNo')::text, 'null') || '},"unit":' || coalesce(
    (select '{"code":' || coalesce(to_json(t2.code)::text, 'null') || ',"name":' || to_json(t2.name)::text || '}'
    from unit t2
    where t2.id = t1.unit_id
    limit 1), 'null') || '}}', ',' order by t1.id desc) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.id desc))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.id desc) as "#", translate(encode(convert_to('[' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from flag t1
    where t1.version = 
      (select max(f.version)
      from flag f
      where f.unit_id = t1.unit_id and f.kind = t1.kind and f.subject = t1.subject and f.recorded_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
    order by t1.id desc
    limit $1::bigint + 1) t1) || '}' as answer;
