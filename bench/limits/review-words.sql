-- What the limit of a review says over and over; PostgreSQL writes each of these into the statement that names it.

create function limit_why(result text, who text) returns text language sql immutable return
  '原因：' || case result when 'MATERIAL_MISSING' then '尚无材料' when 'MATERIAL_TOO_OLD' then '材料已超过有效期' when 'VALUE_NOT_GIVEN' then '来源未提供该项'
    when 'MARK_MISSING' then '尚无评审意见' when 'MARK_TOO_OLD' then '评审意见已超过有效期' when 'NOT_HELD_AGAINST' then '按规定不据此认定不符合'
    when 'CONTRACT_NOT_RECEIVED' then '人社部门没有收到该集体合同的记录' when 'OBJECTION_PERIOD_RUNNING' then '集体合同审查异议期未满'
    when 'NO_PUBLICATION_KNOWN' then '登记有厂务公开制度，没有公开日期' when 'STATEMENT_NOT_AUDITED' then '经费报表未经审计'
    when 'NOTHING_SPENT' then '报表所载支出为零，无法计算比例' when 'SURVEY_GROUP_TOO_SMALL' then '有效问卷少于最小统计组人数'
    when 'SURVEY_TOO_FEW_ANSWERS' then '有效问卷份数不足' end || '。请向' || who || '核实。';

create function limit_values(facts text, entered jsonb) returns text language sql immutable return
  '{' || concat_ws(',', facts, nullif(btrim(entered::text, '{}'), '')) || '}';

-- A result other than the three words is the cause of an unknown one.
create function limit_element(element text, result text, ask text, given text, records text[], materials text[], tail text, says text)
  returns text language sql stable return
  '{"element":"' || element || '","result":"'
  || case when result in ('MET', 'NOT_MET', 'NOT_APPLICABLE') then result || '"' else 'UNKNOWN","cause":"' || result || '","ask":' || ask end
  || coalesce(',"values":' || nullif(given, '{}'), '')
  || coalesce(',"records":["' || nullif(array_to_string(records, '","'), '') || '"]', '')
  || coalesce(',"materials":["' || nullif(array_to_string(materials, '","'), '') || '"]', '')
  || ',' || tail || ',"explanation":' || to_json(says)::text || '}';

create function limit_fact(name text, records text[], value text, complete text) returns text language sql stable return
  '"' || name || '":{"asOf":"' || complete || '","known":true,"records":['
  || coalesce('"' || nullif(array_to_string(records, '","'), '') || '"', '') || '],"value":' || value || '}';

create function limit_worst(results text[]) returns text language sql immutable return
  case when 'NOT_MET' = any(results) then 'NOT_MET' when results <@ array['MET', 'NOT_APPLICABLE'] = false then 'UNKNOWN'
    when 'MET' = any(results) then 'MET' else 'NOT_APPLICABLE' end;

create function limit_mark(mark jsonb, since text) returns text language sql immutable return
  case when mark is null then 'MARK_MISSING' when mark ->> 'on' < since then 'MARK_TOO_OLD' when mark -> 'data' ->> 'result' = 'MET' then 'MET' else 'NOT_MET' end;

create function limit_open(material jsonb, since text) returns text language sql immutable return
  case when material is null then 'MATERIAL_MISSING' when material ->> 'on' < since then 'MATERIAL_TOO_OLD' else 'VALUE_NOT_GIVEN' end;

-- Whether a document is in place; unknown where there is none, or it is out of date.
create function limit_in_place(material jsonb, since text) returns text language sql immutable return
  case (material -> 'data' ->> 'inPlace')::bool and material ->> 'on' >= since when true then 'MET'
    when false then case when material ->> 'on' >= since then 'NOT_MET' else 'MATERIAL_TOO_OLD' end else limit_open(material, since) end;

-- Of `date record …` the date, '' where there is none, and the record.
create function limit_date(latest text) returns text language sql immutable return coalesce(split_part(latest, ' ', 1), '');
create function limit_record(latest text) returns text[] language sql immutable return array[ltrim(split_part(latest, ' ', 2), '0')];
create function limit_key(id bigint) returns text language sql immutable return ' ' || lpad(id::text, 12, '0');
