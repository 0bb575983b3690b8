-- operations/list.graphql as city, given {"filter":{"regionCode":"371002","titleLevel":"CITY"},"first":50,"after":"WyI3Il0"}
select '{"units":' || 
  (select '{"edges":[' || coalesce(string_agg('{"cursor":"' || t1."@" || '","node":{"code":' || coalesce(to_json(t1.code)::text, 'null') || ',"name":' || to_json(t1.name)::text || ',"kind":' || to_json(t1.kind)::text || ',"regionCode":' || coalesce(to_json(t1.region_code)::text, 'null') || ',"designations":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"title":' || to_json(t2.title)::text || ',"level":' || to_json(t2.level)::text || ',"namedOn":' || to_json(t2.named_on)::text || '}}', ',' order by t2.named_on desc, t2.id desc), '') || ']}'
    from 
      (select t2.*
      from designation t2
      where t2.unit_id = t1.id
      order by t2.named_on desc, t2.id desc
      limit $2::bigint) t2) || ',"flags":' || 
    (select '{"edges":[' || coalesce(string_agg('{"node":{"kind":' || to_json(t3.kind)::text || ',"state":' || to_json(t3.state)::text || ',"effectiveFrom":' || to_json(t3.effective_from)::text || '}}', ',' order by t3.id desc), '') || ']}'
    from 
      (select t3.*
      from flag t3
      where t3.unit_id = t1.id
      order by t3.id desc
      limit $3::bigint) t3) || ',"hrss":{"integrityGrades":' || 
    (select '[' || coalesce(string_agg('{"grade":' || coalesce((t4.data->'grade')::text, 'null') || ',"evaluatedYear":' || coalesce((t4.data->'evaluatedYear')::text, 'null') || '}', ',' order by t4.observed_on desc, t4.id desc), '') || ']'
    from 
      (select t4.*
      from record_head t4h join agency_record t4 on t4.id = t4h.record_id
      where t4h.unit_id = t1.id and t4h.agency = 'hrss' and t4h.record_type = 'INTEGRITY_GRADE' and t4h.state = 'PRESENT'
      order by t4.observed_on desc, t4.id desc
      limit $4::bigint) t4) || '}}}', ',' order by t1.id) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.id))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.id) as "#", translate(encode(convert_to('[' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from unit t1
    where t1.region_code = $5::text and exists 
      (select
      from designation d
      where d.unit_id = t1.id and d.unit_id >= $7::bigint and d.level = $6::text and not exists 
        (select
        from designation_event e
        where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED') and (e.decision_id is null or not exists 
          (select
          from title_decision made join designation decided on decided.id = made.designation_id join designation held on held.id = e.designation_id
          where made.id = e.decision_id and decided.id <> held.id and decided.unit_id is distinct
          from held.unit_id)))) and (t1.id) > ($7::bigint)
    order by t1.id
    limit $1::bigint + 1) t1) || '}' as answer;
