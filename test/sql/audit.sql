-- operations/audit.graphql as city, given {"filter":{"unitCode":"91371000MAT000004H"},"first":50}
select '{"auditEntries":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"at":"' || to_char((t1.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","actorName":' || to_json(t1.actor_name)::text || ',"actorRole":' || to_json(t1.actor_role)::text || ',"action":' || to_json(t1.action)::text || ',"subjectType":' || to_json(t1.subject_type)::text || ',"subjectId":' || to_json(t1.subject_id)::text || ',"detail":' || to_json(t1.detail::text)::text || '}}', ',' order by t1.at desc, t1.id desc) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.at desc, t1.id desc))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.at desc, t1.id desc) as "#", translate(encode(convert_to('[' || to_json((t1.at)::text)::text || ',' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from audit_entry t1
    where t1.unit_id = 
      (select u.id
      from unit u
      where u.code = $2::text)
    order by t1.at desc, t1.id desc
    limit $1::bigint + 1) t1) || '}' as answer;
