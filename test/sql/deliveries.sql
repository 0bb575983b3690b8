-- operations/deliveries.graphql as city, given {"filter":{"confirmed":false},"first":50}
select '{"deliveries":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"recipient":' || coalesce(
    (select '{"name":' || to_json(t2.name)::text || '}'
    from recipient t2
    where t2.id = t1.recipient_id
    limit 1), 'null') || ',"unit":' || coalesce(
    (select '{"code":' || coalesce(to_json(t3.code)::text, 'null') || ',"name":' || to_json(t3.name)::text || '}'
    from unit t3
    where t3.id = t1.unit_id
    limit 1), 'null') || ',"event":' || coalesce(
    (select '{"type":' || to_json(t4.type)::text || ',"subjectKind":' || to_json(t4.subject_kind)::text || '}'
    from event t4
    where t4.id = t1.event_id
    limit 1), 'null') || ',"withdrawal":' || (t1.withdrawal)::text || ',"state":' || to_json(case when exists 
    (select
    from receipt r
    where r.delivery_id = t1.id) then 'CONFIRMED' when exists 
    (select
    from delivery_closure c
    where c.delivery_id = t1.id) then 'CLOSED' else coalesce(
    (select case when l.head_seq >= t1.lane_seq then 'ACCEPTED' when l.head_seq + 1 < t1.lane_seq then 'QUEUED' when l.state = 'BACKOFF' then 'RETRYING' when l.state = 'HELD' then 'HELD' else 'SENDING' end
    from lane l
    where l.recipient_id = t1.recipient_id and l.unit_id = t1.unit_id), 'QUEUED') end)::text || ',"confirmedAt":' || coalesce('"' || to_char((
    (select r.at
    from receipt r
    where r.delivery_id = t1.id)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null') || ',"attempts":' || 
    (select '[' || coalesce(string_agg('{"number":' || (t5.number)::text || ',"outcome":' || coalesce(to_json(
      (select o.outcome
      from attempt_outcome o
      where o.attempt_id = t5.id))::text, 'null') || ',"httpStatus":' || coalesce((
      (select o.http_status
      from attempt_outcome o
      where o.attempt_id = t5.id))::text, 'null') || '}', ',' order by t5.number), '') || ']'
    from attempt t5
    where t5.delivery_id = t1.id) || '}}', ',' order by t1.created_at desc, t1.id desc) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.created_at desc, t1.id desc))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.created_at desc, t1.id desc) as "#", translate(encode(convert_to('[' || to_json((t1.created_at)::text)::text || ',' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from delivery t1
    where exists 
      (select
      from receipt r
      where r.delivery_id = t1.id) = $2::boolean
    order by t1.created_at desc, t1.id desc
    limit $1::bigint + 1) t1) || '}' as answer;
