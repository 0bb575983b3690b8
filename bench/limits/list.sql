-- Fifty units of a county with a city's title, their titles, flags and grade: the page is cut before anything is joined.
with p as (
  select u.id, u.code, u.name, u.kind, u.region_code
  from unit u
  where u.region_code = $1 and u.id > $4::bigint and exists (
    select from designation d where d.unit_id = u.id and d.unit_id > $4::bigint and d.level = $2
      and not exists (select from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED')
        and (e.decision_id is null or not exists (
          select from title_decision made join designation decided on decided.id = made.designation_id
            join designation held on held.id = e.designation_id
          where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct from held.unit_id))))
  order by u.id limit $3::int + 1),
q as (select p.*, row_number() over (order by p.id) as n, '"' || translate(encode(convert_to('["' || p.id || '"]', 'UTF8'), 'base64'), E'+/=\n', '-_') || '"' as cursor from p)
select '{"units":{"edges":[' || coalesce(string_agg(
  '{"cursor":' || q.cursor || ',"node":{"code":' || to_json(q.code)::text || ',"name":' || to_json(q.name)::text || ',"kind":' || to_json(q.kind)::text || ',"regionCode":' || to_json(q.region_code)::text
  || ',"designations":{"edges":[' || coalesce((
      select string_agg('{"node":{"title":' || to_json(d.title)::text || ',"level":' || to_json(d.level)::text || ',"namedOn":' || to_json(d.named_on)::text || '}}', ',')
      from (select title, level, named_on from designation d where d.unit_id = q.id order by d.named_on desc, d.id desc limit 3) d), '')
  || ']},"flags":{"edges":[' || coalesce((
      select string_agg('{"node":{"kind":' || to_json(f.kind)::text || ',"state":' || to_json(f.state)::text || ',"effectiveFrom":' || to_json(f.effective_from)::text || '}}', ',')
      from (select kind, state, effective_from from flag f where f.unit_id = q.id order by f.id desc limit 3) f), '')
  || ']},"hrss":{"integrityGrades":[' || coalesce((
      select string_agg('{"grade":' || coalesce((r.data->'grade')::text, 'null') || ',"evaluatedYear":' || coalesce((r.data->'evaluatedYear')::text, 'null') || '}', ',')
      from (select r.data from record_head h join agency_record r on r.id = h.record_id
            where h.unit_id = q.id and h.agency = 'hrss' and h.record_type = 'INTEGRITY_GRADE' and h.state = 'PRESENT'
            order by r.observed_on desc, r.id desc limit 1) r), '')
  || ']}}}', ',' order by q.n) filter (where q.n <= $3::int), '')
  || '],"pageInfo":{"hasNextPage":' || (count(*) > $3::int)::text || ',"endCursor":' || coalesce((array_agg(q.cursor order by q.n desc) filter (where q.n <= $3::int))[1], 'null') || '}}}' as answer
from q
