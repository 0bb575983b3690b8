/** The first schema: one table group per room, in the order of the flow. Append-only tables are said so in their comment. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = /* sql */ `
do $$ begin
  if not exists (select from pg_roles where rolname = 'hub_app') then
    create role hub_app nologin;
  end if;
  if not pg_has_role(current_user, 'hub_app', 'set') then
    execute format('grant hub_app to %I', current_user);
  end if;
end $$;
create extension if not exists pg_trgm;
`;

const STORE = /* sql */ `
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key jsonb not null,
  created_at timestamptz not null,
  done_at timestamptz,
  attempts int not null default 0,
  retry_at timestamptz,
  last_error text
);
create index outbox_undone on outbox (id) where done_at is null;
create function outbox_notify() returns trigger language plpgsql as $$
begin perform pg_notify('outbox', ''); return null; end $$;
create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();
`;

const AUDIT = /* sql */ `
create table audit_chain (
  scope text primary key,
  last_seq bigint not null,
  last_hash bytea not null
);
create table audit_entry (
  id uuid primary key default uuidv7(),
  scope text not null,
  seq bigint not null,
  unit_id bigint,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  actor_body text,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  detail jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  unique (scope, seq)
);
create index audit_entry_unit on audit_entry (unit_id, at desc, id desc);
create index audit_entry_at on audit_entry (at desc, id desc);
create index audit_entry_actor on audit_entry (actor_id, at desc, id desc);
comment on table audit_entry is 'append-only';
create table audit_anchor (
  scope text not null,
  seq bigint not null,
  hash bytea not null,
  at timestamptz not null,
  primary key (scope, seq)
);
comment on table audit_anchor is 'append-only';
`;

const ACCESS = /* sql */ `
create table principal (
  id text primary key,
  name text not null,
  role text not null check (role in ('AGENCY_READER', 'COUNTY_OFFICER', 'CITY_OFFICER', 'ADMIN')),
  body text check (body in ('hrss', 'union', 'confederation', 'federation', 'court', 'office')),
  region_code text,
  token_digest bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz,
  check (role <> 'COUNTY_OFFICER' or region_code is not null),
  check (role <> 'AGENCY_READER' or body is not null)
);
`;

const UNITS = /* sql */ `
create table region (
  code text not null,
  year int not null,
  name text not null,
  parent_code text,
  level text not null check (level in ('PROVINCE', 'CITY', 'COUNTY', 'ZONE', 'TOWNSHIP')),
  predecessor_code text,
  note text,
  primary key (code, year)
);
create table unit (
  id bigint generated always as identity primary key,
  code text unique,
  kind text not null check (kind in ('ENTERPRISE', 'INDUSTRIAL_PARK', 'TOWNSHIP', 'INDUSTRY')),
  name text not null,
  organisation_code text,
  local_code text unique,
  region_code text,
  region_year int,
  industry text,
  employees int,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (code is not null or local_code is not null),
  check (code not like '81%')
);
create index unit_region on unit (region_code, id);
create index unit_kind_region on unit (kind, region_code, id);
create index unit_organisation_code on unit (organisation_code) where organisation_code is not null;
create index unit_name_trgm on unit using gin (name gin_trgm_ops);
-- What tells firms apart, as coreOfName in src/units/name.ts: place, legal form and brackets are what a hundred thousand share.
create function name_core(normalised text) returns text language sql immutable strict parallel safe
return (
  select case when length(core) >= 2 then core else bare end
  from (select regexp_replace(regexp_replace(normalised, '\\([^()]*\\)', '', 'g'),
    '(股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|总公司|公司|集团|合伙企业|专业合作社|合作社)+$', '') as bare) b,
    lateral (select regexp_replace(bare,
      '^([^()]{2,3}(省|自治区))?([^()]{2,4}市)?([^()]{2,4}[区县市])?', '') as core) c
);
create table unit_name (
  id bigint generated always as identity primary key,
  unit_id bigint not null references unit,
  name text not null,
  normalised text not null,
  core text not null generated always as (name_core(normalised)) stored,
  first_seen_on date not null,
  last_seen_on date,
  source text not null,
  unique (unit_id, normalised)
);
create index unit_name_normalised on unit_name (normalised);
create index unit_name_core_trgm on unit_name using gin (core gin_trgm_ops);
create table unit_membership (
  id bigint generated always as identity primary key,
  park_id bigint not null references unit,
  member_id bigint not null references unit,
  from_on date not null,
  to_on date,
  unique (park_id, member_id, from_on)
);
create index unit_membership_member on unit_membership (member_id);
create table match_candidate (
  id uuid primary key default uuidv7(),
  subject_type text not null,
  subject_id text not null,
  subject_name text not null,
  unit_id bigint not null references unit,
  score numeric(4, 3) not null,
  reason text not null,
  created_at timestamptz not null,
  unique (subject_type, subject_id, unit_id)
);
create index match_candidate_unit on match_candidate (unit_id);
create table match_decision (
  id uuid primary key default uuidv7(),
  candidate_id uuid not null references match_candidate,
  version int not null,
  answer text not null check (answer in ('SAME', 'NOT_SAME', 'UNSURE', 'WITHDRAWN')),
  why text not null,
  actor_id text not null,
  actor_name text not null,
  at timestamptz not null,
  unique (candidate_id, version)
);
comment on table match_decision is 'append-only';
`;

const AGENCIES = /* sql */ `
create table batch (
  id bigint generated always as identity primary key,
  agency text not null,
  record_type text not null,
  mode text not null check (mode in ('FULL', 'DELTA')),
  source text not null,
  digest bytea,
  as_of date not null,
  state text not null check (state in ('ACCEPTED', 'HELD', 'RELEASED', 'DROPPED', 'REFUSED', 'SAME')),
  reason text,
  rows_read int not null default 0,
  rows_accepted int not null default 0,
  rows_unchanged int not null default 0,
  rows_quarantined int not null default 0,
  rows_new int not null default 0,
  rows_changed int not null default 0,
  rows_absent int not null default 0,
  received_at timestamptz not null,
  finished_at timestamptz,
  check (state in ('HELD', 'DROPPED', 'REFUSED', 'SAME') or rows_read = rows_accepted + rows_unchanged + rows_quarantined),
  check (rows_accepted = rows_new + rows_changed)
);
create index batch_feed on batch (agency, record_type, id desc);
create table feed (
  agency text not null,
  record_type text not null,
  mode text not null check (mode in ('FULL', 'DELTA')),
  cursor text,
  last_batch_id bigint references batch,
  held_batch_id bigint references batch,
  refused_batch_id bigint references batch,
  complete_as_of date,
  last_polled_at timestamptz,
  last_success_at timestamptz,
  last_error text,
  seen_state text check (seen_state in ('FRESH', 'LATE', 'HELD', 'NEVER_DELIVERED')),
  profile jsonb not null default '{}',
  primary key (agency, record_type)
);
create table taken_file (
  agency text not null,
  record_type text not null,
  file text not null,
  taken_at timestamptz not null,
  primary key (agency, record_type, file)
);
comment on table taken_file is 'append-only';
create table held_row (
  batch_id bigint not null references batch on delete cascade,
  row_number int not null,
  row jsonb not null,
  primary key (batch_id, row_number)
);
-- No foreign keys here and in record_head: each would look up and lock one row per row written, half the time of
-- a merge. The one statement that writes both takes their ids from rows it joins, and nothing may be deleted.
create table agency_record (
  id bigint generated always as identity primary key,
  agency text not null,
  record_type text not null,
  source_key text not null,
  version int not null,
  source_version int,
  state text not null check (state in ('PRESENT', 'ABSENT')),
  unit_id bigint,
  unit_code text,
  unit_name text,
  observed_on date not null,
  effective_from date,
  effective_to date,
  data jsonb not null,
  original jsonb not null,
  digest bytea not null,
  batch_id bigint not null,
  received_at timestamptz not null,
  unique (agency, record_type, source_key, version)
);
create index agency_record_batch on agency_record (batch_id);
-- Which regional contracts and congresses name a firm; those of one employer name none, and are not in it.
create index agency_record_covers on agency_record using gin ((data -> 'covers'))
  where record_type in ('COLLECTIVE_CONTRACT', 'WORKERS_CONGRESS') and data -> 'covers' <> '[]';
comment on table agency_record is 'append-only, but for unit_id: which unit a record means is our finding, not the agency''s word';
create table record_head (
  agency text not null,
  record_type text not null,
  source_key text not null,
  record_id bigint not null,
  version int not null,
  state text not null check (state in ('PRESENT', 'ABSENT')),
  unit_id bigint,
  digest bytea not null,
  raw_digest bytea,
  primary key (agency, record_type, source_key)
);
comment on column record_head.raw_digest is 'of the row as it was given, and of the reader that read it: a row with this digest says what the record says';
create index record_head_unit on record_head (unit_id, agency, record_type) include (record_id, state);
create index record_head_unjoined on record_head (record_id) where unit_id is null;
create unlogged table import_stage (
  load_id bigint not null,
  row_number int not null,
  source_key text not null,
  source_version int,
  unit_code text,
  organisation_code text,
  unit_name text,
  region_code text,
  observed_on date not null,
  effective_from date,
  effective_to date,
  data jsonb not null,
  original jsonb not null,
  digest bytea not null,
  raw_digest bytea not null,
  name_normalised text,
  person_commitment bytea,
  person_ciphertext bytea,
  person_key_id text
);
create index import_stage_load on import_stage (load_id, source_key);
create unlogged table import_seen (
  load_id bigint not null,
  record_ids bigint[] not null
);
create index import_seen_load on import_seen (load_id);
create unlogged table import_reject (
  load_id bigint not null,
  row_number int not null,
  source_key text,
  unit_code text,
  organisation_code text,
  name_normalised text,
  field text not null,
  reason text not null,
  bytes bytea not null,
  superseded boolean not null default false
);
create index import_reject_load on import_reject (load_id);
create sequence import_load;
create table quarantined_row (
  id bigint generated always as identity primary key,
  batch_id bigint not null references batch,
  row_number int not null,
  source_key text,
  unit_code text,
  field text not null,
  reason text not null,
  bytes bytea,
  superseded boolean not null default false
);
create index quarantined_row_batch on quarantined_row (batch_id, row_number);
create index quarantined_row_unit on quarantined_row (unit_code) where unit_code is not null;
comment on table quarantined_row is 'append-only, but for bytes: what the row said is forgotten when it was overtaken, or after 180 days';
create table agency_record_person (
  agency text not null,
  record_type text not null,
  source_key text not null,
  commitment bytea not null,
  ciphertext bytea not null,
  key_id text not null,
  stored_at timestamptz not null,
  primary key (agency, record_type, source_key, commitment)
);
comment on table agency_record_person is 'append-only; destroyed by the retention role alone';
`;

const DELIVERY = /* sql */ `
create table recipient (
  id text primary key,
  name text not null,
  url text,
  secret text,
  state text not null default 'OPEN' check (state in ('OPEN', 'PAUSED')),
  concurrency int not null default 4 check (concurrency between 1 and 64),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create table recipient_grant (
  recipient_id text not null references recipient,
  flag_kind text not null,
  legal_basis text not null,
  catalogue_item text not null,
  fields text[] not null,
  from_on date not null,
  until_on date not null,
  primary key (recipient_id, flag_kind, from_on),
  check (until_on > from_on)
);
create table unit_stream (
  unit_id bigint primary key references unit,
  last_seq bigint not null
);
create table event (
  id uuid primary key default uuidv7(),
  unit_id bigint not null references unit,
  unit_seq bigint not null,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  withdraws boolean not null,
  supersedes uuid references event,
  restates uuid references event,
  state jsonb not null,
  digest bytea not null,
  cause text not null,
  occurred_at timestamptz not null,
  unique (unit_id, unit_seq)
);
create index event_subject on event (unit_id, subject_kind, subject_id, unit_seq desc);
create index event_withdrawals on event (id) where withdraws;
create index event_restated on event (restates) where restates is not null;
comment on table event is 'append-only';
comment on column event.restates is 'the event whose words it repeats for recipients that came later; null: a change of its own';
create table event_body (
  event_id uuid not null references event,
  projection text not null,
  bytes bytea not null,
  digest bytea not null,
  primary key (event_id, projection)
);
comment on table event_body is 'append-only';
create table delivery (
  id uuid primary key default uuidv7(),
  recipient_id text not null references recipient,
  unit_id bigint not null references unit,
  unit_seq bigint not null,
  lane_seq bigint not null,
  event_id uuid not null references event,
  projection text not null,
  withdrawal boolean not null,
  created_at timestamptz not null,
  unique (recipient_id, unit_id, lane_seq),
  unique (recipient_id, event_id)
);
create index delivery_event on delivery (event_id);
create index delivery_unit on delivery (unit_id, unit_seq);
create index delivery_created on delivery (created_at desc, id desc);
create index delivery_withdrawals on delivery (created_at, id) where withdrawal;
comment on table delivery is 'append-only';
create table delivery_closure (
  delivery_id uuid primary key references delivery,
  kind text not null check (kind in ('WITHDRAWN_BEFORE_CONFIRMATION', 'GRANT_ENDED')),
  at timestamptz not null
);
comment on table delivery_closure is 'append-only';
create table lane (
  recipient_id text not null references recipient,
  unit_id bigint not null references unit,
  head_seq bigint not null,
  tail_seq bigint not null,
  state text not null check (state in ('IDLE', 'READY', 'LEASED', 'BACKOFF', 'HELD')),
  ready_at timestamptz,
  lease_token bigint,
  lease_until timestamptz,
  failures int not null default 0,
  failing_since timestamptz,
  last_error text,
  primary key (recipient_id, unit_id),
  check (head_seq <= tail_seq)
) with (fillfactor = 80);
create index lane_ready on lane (recipient_id, ready_at) where ready_at is not null;
create index lane_held on lane (recipient_id) where state = 'HELD';
create sequence lane_lease;
create table attempt (
  id uuid primary key default uuidv7(),
  delivery_id uuid not null references delivery,
  number int not null,
  intent_at timestamptz not null,
  worker text not null,
  lease_token bigint not null,
  trigger text not null,
  request_digest bytea not null,
  unique (delivery_id, number)
);
comment on table attempt is 'append-only';
create table attempt_outcome (
  attempt_id uuid primary key references attempt,
  at timestamptz not null,
  outcome text not null check (outcome in ('DELIVERED', 'ACCEPTED', 'RETRY', 'REJECTED', 'UNKNOWN')),
  http_status int,
  error text,
  response_digest bytea,
  response_body text
);
comment on table attempt_outcome is 'append-only';
create table receipt (
  id uuid primary key default uuidv7(),
  delivery_id uuid not null unique references delivery,
  attempt_id uuid references attempt,
  via text not null check (via in ('ANSWER', 'CALLBACK', 'OFFICER')),
  state text not null,
  at timestamptz not null,
  evidence jsonb not null
);
comment on table receipt is 'append-only';
`;

const FLAGS = /* sql */ `
create table flag (
  id uuid primary key default uuidv7(),
  unit_id bigint not null references unit,
  kind text not null check (kind in ('DESIGNATION', 'INCENTIVE_ELIGIBILITY', 'JOINT_SANCTION')),
  subject text not null,
  version int not null,
  state text not null check (state in ('ACTIVE', 'WITHDRAWN')),
  effective_from date not null,
  effective_end date,
  basis jsonb not null,
  decision_type text not null,
  decision_id text not null,
  event_id uuid references event,
  reason text not null,
  recorded_at timestamptz not null,
  unique (unit_id, kind, subject, version),
  check (effective_end is null or effective_end >= effective_from)
);
create index flag_decision on flag (decision_type, decision_id);
create index flag_kind on flag (kind, id);
create index flag_kind_state on flag (kind, state, id);
create index flag_state on flag (state, id);
comment on table flag is 'append-only';
create table flag_head (
  unit_id bigint not null references unit,
  kind text not null,
  subject text not null,
  flag_id uuid not null references flag,
  version int not null,
  state text not null,
  effective_end date,
  primary key (unit_id, kind, subject)
);
create index flag_head_kind on flag_head (kind, state, unit_id);
create unique index flag_head_flag on flag_head (flag_id);
create index flag_head_end on flag_head (effective_end) where state = 'ACTIVE' and effective_end is not null;
`;

const INCENTIVES = /* sql */ `
create table eligibility (
  id uuid primary key default uuidv7(),
  unit_id bigint not null references unit,
  measure text not null,
  version int not null,
  as_of date not null,
  answer text not null check (answer in ('ELIGIBLE', 'NOT_ELIGIBLE', 'PENDING')),
  parts jsonb not null,
  measure_version text not null,
  digest bytea not null,
  assessed_at timestamptz not null,
  unique (unit_id, measure, version)
);
comment on table eligibility is 'append-only';
`;

const DESIGNATIONS = /* sql */ `
create table designation (
  id uuid primary key default uuidv7(),
  source_key text not null unique,
  unit_id bigint references unit,
  unit_kind text not null check (unit_kind in ('ENTERPRISE', 'INDUSTRIAL_PARK', 'TOWNSHIP', 'INDUSTRY')),
  name text not null,
  title text not null,
  level text not null check (level in ('COUNTY', 'CITY', 'PROVINCE', 'NATIONAL')),
  honour_type text not null check (honour_type in ('DEMONSTRATION', 'MODEL_TITLE', 'COMMENDATION', 'STANDARD_MET')),
  naming_body text,
  document_no text,
  province text,
  named_on date not null,
  source text not null,
  recorded_at timestamptz not null
);
create index designation_unit on designation (unit_id, named_on desc, id desc);
create index designation_level on designation (level, named_on desc, id desc);
create index designation_named on designation (named_on desc, id desc);
create table designation_event (
  id uuid primary key default uuidv7(),
  designation_id uuid not null references designation,
  version int not null,
  kind text not null check (kind in ('NAMED', 'KEPT', 'OVERDUE', 'CANCELLED', 'LAPSED', 'REPORTED_UPWARD')),
  on_date date not null,
  document_no text,
  decision_id uuid,
  recorded_at timestamptz not null,
  unique (designation_id, version)
);
comment on table designation_event is 'append-only';
-- Few titles have ended; every list by title asks which.
create index designation_event_end on designation_event (designation_id) where kind in ('CANCELLED', 'LAPSED');
create table title_decision (
  id uuid primary key default uuidv7(),
  designation_id uuid not null references designation,
  case_id uuid,
  outcome text not null check (outcome in ('KEEP', 'CANCEL', 'REPORT_UPWARD')),
  document_no text not null,
  decided_on date not null,
  deciding_body text not null,
  opinions jsonb not null,
  heard_on date,
  grounds text not null,
  actor_id text not null,
  actor_name text not null,
  recorded_at timestamptz not null,
  unique (designation_id, document_no)
);
create index title_decision_case on title_decision (case_id);
comment on table title_decision is 'append-only';
`;

const SANCTIONS = /* sql */ `
create table listing (
  id uuid primary key default uuidv7(),
  unit_id bigint not null references unit,
  document_no text not null,
  decided_on date not null,
  issuing_body text not null,
  ground text not null,
  article text not null,
  term_years int not null,
  effective_end date not null,
  served_on date,
  notice_served_on date,
  pay_order_no text,
  record_id bigint not null references agency_record,
  look_again_on date,
  recorded_at timestamptz not null,
  unique (unit_id, document_no, decided_on)
);
create index listing_look_again on listing (look_again_on, unit_id) where look_again_on is not null;
create table listing_event (
  id uuid primary key default uuidv7(),
  listing_id uuid not null references listing,
  version int not null,
  kind text not null check (kind in ('LISTED', 'HELD', 'UNCONFIRMED', 'REMOVED_EXPIRED', 'REMOVED_EARLY', 'REMOVED_ANNULLED')),
  on_date date not null,
  reason text not null,
  record_id bigint references agency_record,
  recorded_at timestamptz not null,
  unique (listing_id, version)
);
comment on table listing_event is 'append-only';
`;

const REVIEWS = /* sql */ `
create table catalogue_version (
  id text primary key,
  digest bytea not null,
  content jsonb not null,
  recorded_at timestamptz not null
);
comment on table catalogue_version is 'append-only';
create table review_round (
  id uuid primary key default uuidv7(),
  origin text not null check (origin in ('SCHEDULE', 'ADMIN')),
  bucket text unique,
  title text not null,
  requested_by_body text,
  reason text not null,
  as_of date not null,
  cases int not null default 0,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index review_round_opened on review_round (opened_at desc, id desc);
create table review_case (
  id uuid primary key default uuidv7(),
  round_id uuid not null references review_round,
  number int not null,
  unit_id bigint not null references unit,
  designation_id uuid not null references designation,
  catalogue_id text not null references catalogue_version,
  as_of date not null,
  verdict_id uuid,
  verdict text check (verdict in ('PASS', 'RECTIFY', 'FAIL', 'PENDING_EVIDENCE')),
  rectify_by date,
  opened_at timestamptz not null,
  evaluated_at timestamptz,
  closed_at timestamptz,
  unique (round_id, designation_id),
  unique (round_id, number)
);
create index review_case_unit on review_case (unit_id, opened_at desc);
create index review_case_title on review_case (designation_id, opened_at desc);
create unique index review_case_open on review_case (designation_id) where closed_at is null;
create index review_case_undone on review_case (round_id, number) where evaluated_at is null;
create index review_case_verdict on review_case (verdict, id);
create index review_case_deadline on review_case (rectify_by, id) where closed_at is null and rectify_by is not null;
create table case_material (
  id uuid primary key default uuidv7(),
  unit_id bigint not null references unit,
  source_key text not null unique,
  kind text not null check (kind in ('DOCUMENT', 'SURVEY', 'VISIT', 'REPLY', 'MARK')),
  criterion text not null,
  element text,
  number text,
  on_date date not null,
  data jsonb not null,
  digest bytea not null,
  entered_by text not null,
  reason text,
  recorded_at timestamptz not null
);
create index case_material_unit on case_material (unit_id, criterion);
comment on table case_material is 'append-only';
create table verdict (
  id uuid primary key default uuidv7(),
  case_id uuid not null references review_case,
  version int not null,
  verdict text not null check (verdict in ('PASS', 'RECTIFY', 'FAIL', 'PENDING_EVIDENCE')),
  findings json not null,
  catalogue_id text not null references catalogue_version,
  engine text not null,
  facts json not null,
  facts_digest bytea not null,
  as_of date not null,
  evaluated_at timestamptz not null,
  unique (case_id, version)
);
comment on table verdict is 'append-only';
comment on column verdict.findings is 'json, not jsonb: written for each case of a round, read one verdict at a time';
comment on column verdict.facts is 'json, not jsonb: the canonical text itself, over which facts_digest is taken';
create table case_step (
  id uuid primary key default uuidv7(),
  case_id uuid not null references review_case,
  version int not null,
  action text not null,
  state text not null,
  on_date date not null,
  detail jsonb not null,
  actor_id text not null,
  actor_name text not null,
  actor_body text,
  recorded_at timestamptz not null,
  unique (case_id, version)
);
comment on table case_step is 'append-only';
`;

const JOBS = /* sql */ `
create table schedule_bucket (
  schedule text not null,
  bucket timestamptz not null,
  attempts int not null default 0,
  lease_until timestamptz,
  started_at timestamptz,
  done_at timestamptz,
  last_error text,
  primary key (schedule, bucket)
);
create table setting (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);
`;

/** The application may insert and read everywhere, update what is not append-only, delete only scratch rows. */
const GRANTS = /* sql */ `
grant usage on schema public to hub_app;
grant select, insert, update on all tables in schema public to hub_app;
grant usage, select on all sequences in schema public to hub_app;
grant delete on import_stage, import_seen, import_reject, held_row, outbox, schedule_bucket to hub_app;
grant maintain on import_stage, import_seen, import_reject, record_head, agency_record, unit, unit_name to hub_app;
do $$
declare name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and obj_description(c.oid, 'pg_class') like 'append-only%'
  loop
    execute format('revoke update, delete, truncate on %I from hub_app', name);
  end loop;
end $$;
grant update (unit_id) on agency_record to hub_app;
grant update (bytes) on quarantined_row to hub_app;
-- Of these only what a step changes; the rest was named, decided or entered once, and stands.
do $$
declare given record;
begin
  for given in select * from (values
    ('audit_chain', 'last_seq, last_hash'),
    ('designation', 'unit_id'),
    ('lane', 'head_seq, tail_seq, state, ready_at, lease_token, lease_until, failures, failing_since, last_error'),
    ('listing', 'issuing_body, ground, article, served_on, notice_served_on, pay_order_no, record_id, look_again_on'),
    ('principal', 'name, role, body, region_code, token_digest, revoked_at'),
    ('recipient', 'name, url, secret, state, concurrency, updated_at'),
    ('recipient_grant', 'legal_basis, catalogue_item, fields, until_on'),
    ('unit_stream', 'last_seq')
  ) as changing (name, columns)
  loop
    execute format('revoke update on %I from hub_app', given.name);
    execute format('grant update (%s) on %I to hub_app', given.columns, given.name);
  end loop;
end $$;
`;

export class Initial1763700000000 implements MigrationInterface {
  name = 'Initial1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    const parts = [
      ROLE,
      STORE,
      AUDIT,
      ACCESS,
      UNITS,
      AGENCIES,
      DELIVERY,
      FLAGS,
      INCENTIVES,
      DESIGNATIONS,
      SANCTIONS,
      REVIEWS,
      JOBS,
      GRANTS,
    ];
    for (const part of parts) {
      await runner.query(part);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      drop table setting, schedule_bucket;
      drop table case_step, verdict, case_material, review_case, review_round, catalogue_version;
      drop table listing_event, listing;
      drop table title_decision, designation_event, designation;
      drop table eligibility;
      drop table flag_head, flag;
      drop table receipt, attempt_outcome, attempt, lane, delivery_closure, delivery, event_body, event, unit_stream;
      drop table recipient_grant, recipient;
      drop sequence lane_lease;
      drop table agency_record_person, quarantined_row, import_reject, import_seen, import_stage, record_head, agency_record, held_row, taken_file, feed, batch;
      drop sequence import_load;
      drop table match_decision, match_candidate, unit_membership, unit_name, unit, region;
      drop function name_core(text);
      drop table principal;
      drop table audit_anchor, audit_entry, audit_chain;
      drop table outbox;
      drop function outbox_notify();
      revoke usage on schema public from hub_app;
    `);
  }
}
