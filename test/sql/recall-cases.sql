-- operations/recall-cases.graphql as city, given {"first":50}
select '{"recallCases":' || 
  (select '{"edges":[' || coalesce(string_agg('{"node":{"unit":' || coalesce(
    (select '{"code":' || coalesce(to_json(t2.code)::text, 'null') || ',"name":' || to_json(t2.name)::text || '}'
    from unit t2
    where t2.id = t1.unit_id
    limit 1), 'null') || ',"subjectKind":' || to_json(t1.subject_kind)::text || ',"occurredAt":"' || to_char((t1.occurred_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","recipients":' || (
    (select count(*)::int
    from delivery d
    where d.event_id = t1.id))::text || ',"open":' || (
    (select count(*)::int
    from delivery d
    where d.event_id = t1.id and not exists 
      (select
      from receipt r
      where r.delivery_id = d.id)))::text || ',"deliveries":' || 
    (select '[' || coalesce(string_agg('{"recipient":' || coalesce(
      (select '{"name":' || to_json(t4.name)::text || '}'
      from recipient t4
      where t4.id = t3.recipient_id
      limit 1), 'null') || ',"state":' || to_json(case when exists 
      (select
      from receipt r
      where r.delivery_id = t3.id) then 'CONFIRMED' when exists 
      (select
      from delivery_closure c
      where c.delivery_id = t3.id) then 'CLOSED' else coalesce(
      (select case when l.head_seq >= t3.lane_seq then 'ACCEPTED' when l.head_seq + 1 < t3.lane_seq then 'QUEUED' when l.state = 'BACKOFF' then 'RETRYING' when l.state = 'HELD' then 'HELD' else 'SENDING' end
      from lane l
      where l.recipient_id = t3.recipient_id and l.unit_id = t3.unit_id), 'QUEUED') end)::text || ',"confirmedAt":' || coalesce('"' || to_char((
      (select r.at
      from receipt r
      where r.delivery_id = t3.id)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null') || '}', ',' order by t3.recipient_id, t3.id), '') || ']'
    from delivery t3
    where t3.event_id = t1.id) || '}}', ',' order by t1.id) filter (where t1."#" <= $1::bigint), '') || '],"pageInfo":{"hasNextPage":' || (count(*) > $1::bigint)::text || ',"endCursor":' || coalesce('"' || (array_agg(t1."@" order by t1.id))[least(count(*), $1::bigint)::int] || '"', 'null') || '}}'
  from 
    (select t1.*, row_number() over (order by t1.id) as "#", translate(encode(convert_to('[' || to_json((t1.id)::text)::text || ']', 'UTF8'), 'base64'), E'+/=\n', '-_') as "@"
    from event t1
    where t1.withdraws and exists 
      (select
      from delivery d
      where d.event_id = t1.id and not exists 
        (select
        from receipt r
        where r.delivery_id = d.id))
    order by t1.id
    limit $1::bigint + 1) t1) || '}' as answer;
