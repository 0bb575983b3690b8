-- Printed from the catalogs after all migrations; written by `npm run check -- --write`.

create extension pg_trgm;

create sequence import_load;
create sequence lane_lease;

CREATE OR REPLACE FUNCTION public.name_core(normalised text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT CASE WHEN (length(c.core) >= 2) THEN c.core ELSE b.bare END AS bare FROM (SELECT regexp_replace(regexp_replace(name_core.normalised, '\([^()]*\)'::text, ''::text, 'g'::text), '(股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|总公司|公司|集团|合伙企业|专业合作社|合作社)+$'::text, ''::text) AS bare) b, LATERAL (SELECT regexp_replace(b.bare, '^([^()]{2,3}(省|自治区))?([^()]{2,4}市)?([^()]{2,4}[区县市])?'::text, ''::text) AS core) c);

CREATE OR REPLACE FUNCTION public.outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin perform pg_notify('outbox', ''); return null; end $function$;

create table agency_record (
  id bigint generated always as identity not null,
  agency text not null,
  record_type text not null,
  source_key text not null,
  version integer not null,
  source_version integer,
  state text not null,
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
  received_at timestamp with time zone not null,
  constraint agency_record_state_check CHECK ((state = ANY (ARRAY['PRESENT'::text, 'ABSENT'::text]))),
  constraint agency_record_pkey PRIMARY KEY (id),
  constraint agency_record_agency_record_type_source_key_version_key UNIQUE (agency, record_type, source_key, version)
);
CREATE INDEX agency_record_batch ON public.agency_record USING btree (batch_id);
CREATE INDEX agency_record_covers ON public.agency_record USING gin (((data -> 'covers'::text))) WHERE ((record_type = ANY (ARRAY['COLLECTIVE_CONTRACT'::text, 'WORKERS_CONGRESS'::text])) AND ((data -> 'covers'::text) <> '[]'::jsonb));
comment on table agency_record is 'append-only, but for unit_id: which unit a record means is our finding, not the agency''s word';

create table agency_record_person (
  agency text not null,
  record_type text not null,
  source_key text not null,
  commitment bytea not null,
  ciphertext bytea not null,
  key_id text not null,
  stored_at timestamp with time zone not null,
  constraint agency_record_person_pkey PRIMARY KEY (agency, record_type, source_key, commitment)
);
comment on table agency_record_person is 'append-only; destroyed by the retention role alone';

create table attempt (
  id uuid default uuidv7() not null,
  delivery_id uuid not null,
  number integer not null,
  intent_at timestamp with time zone not null,
  worker text not null,
  lease_token bigint not null,
  trigger text not null,
  request_digest bytea not null,
  constraint attempt_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_delivery_id_number_key UNIQUE (delivery_id, number)
);
comment on table attempt is 'append-only';

create table attempt_outcome (
  attempt_id uuid not null,
  at timestamp with time zone not null,
  outcome text not null,
  http_status integer,
  error text,
  response_digest bytea,
  response_body text,
  constraint attempt_outcome_outcome_check CHECK ((outcome = ANY (ARRAY['DELIVERED'::text, 'ACCEPTED'::text, 'RETRY'::text, 'REJECTED'::text, 'UNKNOWN'::text]))),
  constraint attempt_outcome_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempt(id),
  constraint attempt_outcome_pkey PRIMARY KEY (attempt_id)
);
comment on table attempt_outcome is 'append-only';

create table audit_anchor (
  scope text not null,
  seq bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  constraint audit_anchor_pkey PRIMARY KEY (scope, seq)
);
comment on table audit_anchor is 'append-only';

create table audit_chain (
  scope text not null,
  last_seq bigint not null,
  last_hash bytea not null,
  constraint audit_chain_pkey PRIMARY KEY (scope)
);

create table audit_entry (
  id uuid default uuidv7() not null,
  scope text not null,
  seq bigint not null,
  unit_id bigint,
  at timestamp with time zone not null,
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
  constraint audit_entry_pkey PRIMARY KEY (id),
  constraint audit_entry_scope_seq_key UNIQUE (scope, seq)
);
CREATE INDEX audit_entry_actor ON public.audit_entry USING btree (actor_id, at DESC, id DESC);
CREATE INDEX audit_entry_at ON public.audit_entry USING btree (at DESC, id DESC);
CREATE INDEX audit_entry_unit ON public.audit_entry USING btree (unit_id, at DESC, id DESC);
comment on table audit_entry is 'append-only';

create table batch (
  id bigint generated always as identity not null,
  agency text not null,
  record_type text not null,
  mode text not null,
  source text not null,
  digest bytea,
  as_of date not null,
  state text not null,
  reason text,
  rows_read integer default 0 not null,
  rows_accepted integer default 0 not null,
  rows_unchanged integer default 0 not null,
  rows_quarantined integer default 0 not null,
  rows_new integer default 0 not null,
  rows_changed integer default 0 not null,
  rows_absent integer default 0 not null,
  received_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint batch_check CHECK (((state = ANY (ARRAY['HELD'::text, 'DROPPED'::text, 'REFUSED'::text, 'SAME'::text])) OR (rows_read = ((rows_accepted + rows_unchanged) + rows_quarantined)))),
  constraint batch_check1 CHECK ((rows_accepted = (rows_new + rows_changed))),
  constraint batch_mode_check CHECK ((mode = ANY (ARRAY['FULL'::text, 'DELTA'::text]))),
  constraint batch_state_check CHECK ((state = ANY (ARRAY['ACCEPTED'::text, 'HELD'::text, 'RELEASED'::text, 'DROPPED'::text, 'REFUSED'::text, 'SAME'::text]))),
  constraint batch_pkey PRIMARY KEY (id)
);
CREATE INDEX batch_feed ON public.batch USING btree (agency, record_type, id DESC);

create table case_material (
  id uuid default uuidv7() not null,
  unit_id bigint not null,
  source_key text not null,
  kind text not null,
  criterion text not null,
  element text,
  number text,
  on_date date not null,
  data jsonb not null,
  digest bytea not null,
  entered_by text not null,
  reason text,
  recorded_at timestamp with time zone not null,
  constraint case_material_kind_check CHECK ((kind = ANY (ARRAY['DOCUMENT'::text, 'SURVEY'::text, 'VISIT'::text, 'REPLY'::text, 'MARK'::text]))),
  constraint case_material_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint case_material_pkey PRIMARY KEY (id),
  constraint case_material_source_key_key UNIQUE (source_key)
);
CREATE INDEX case_material_unit ON public.case_material USING btree (unit_id, criterion);
comment on table case_material is 'append-only';

create table case_step (
  id uuid default uuidv7() not null,
  case_id uuid not null,
  version integer not null,
  action text not null,
  state text not null,
  on_date date not null,
  detail jsonb not null,
  actor_id text not null,
  actor_name text not null,
  actor_body text,
  recorded_at timestamp with time zone not null,
  constraint case_step_case_id_fkey FOREIGN KEY (case_id) REFERENCES review_case(id),
  constraint case_step_pkey PRIMARY KEY (id),
  constraint case_step_case_id_version_key UNIQUE (case_id, version)
);
comment on table case_step is 'append-only';

create table catalogue_version (
  id text not null,
  digest bytea not null,
  content jsonb not null,
  recorded_at timestamp with time zone not null,
  constraint catalogue_version_pkey PRIMARY KEY (id)
);
comment on table catalogue_version is 'append-only';

create table delivery (
  id uuid default uuidv7() not null,
  recipient_id text not null,
  unit_id bigint not null,
  unit_seq bigint not null,
  lane_seq bigint not null,
  event_id uuid not null,
  projection text not null,
  withdrawal boolean not null,
  created_at timestamp with time zone not null,
  constraint delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES event(id),
  constraint delivery_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES recipient(id),
  constraint delivery_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_recipient_id_event_id_key UNIQUE (recipient_id, event_id),
  constraint delivery_recipient_id_unit_id_lane_seq_key UNIQUE (recipient_id, unit_id, lane_seq)
);
CREATE INDEX delivery_created ON public.delivery USING btree (created_at DESC, id DESC);
CREATE INDEX delivery_event ON public.delivery USING btree (event_id);
CREATE INDEX delivery_unit ON public.delivery USING btree (unit_id, unit_seq);
CREATE INDEX delivery_withdrawals ON public.delivery USING btree (created_at, id) WHERE withdrawal;
comment on table delivery is 'append-only';

create table delivery_closure (
  delivery_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  constraint delivery_closure_kind_check CHECK ((kind = ANY (ARRAY['WITHDRAWN_BEFORE_CONFIRMATION'::text, 'GRANT_ENDED'::text]))),
  constraint delivery_closure_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  constraint delivery_closure_pkey PRIMARY KEY (delivery_id)
);
comment on table delivery_closure is 'append-only';

create table designation (
  id uuid default uuidv7() not null,
  source_key text not null,
  unit_id bigint,
  unit_kind text not null,
  name text not null,
  title text not null,
  level text not null,
  honour_type text not null,
  naming_body text,
  document_no text,
  province text,
  named_on date not null,
  source text not null,
  recorded_at timestamp with time zone not null,
  constraint designation_honour_type_check CHECK ((honour_type = ANY (ARRAY['DEMONSTRATION'::text, 'MODEL_TITLE'::text, 'COMMENDATION'::text, 'STANDARD_MET'::text]))),
  constraint designation_level_check CHECK ((level = ANY (ARRAY['COUNTY'::text, 'CITY'::text, 'PROVINCE'::text, 'NATIONAL'::text]))),
  constraint designation_unit_kind_check CHECK ((unit_kind = ANY (ARRAY['ENTERPRISE'::text, 'INDUSTRIAL_PARK'::text, 'TOWNSHIP'::text, 'INDUSTRY'::text]))),
  constraint designation_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint designation_pkey PRIMARY KEY (id),
  constraint designation_source_key_key UNIQUE (source_key)
);
CREATE INDEX designation_level ON public.designation USING btree (level, named_on DESC, id DESC);
CREATE INDEX designation_named ON public.designation USING btree (named_on DESC, id DESC);
CREATE INDEX designation_unit ON public.designation USING btree (unit_id, named_on DESC, id DESC);

create table designation_event (
  id uuid default uuidv7() not null,
  designation_id uuid not null,
  version integer not null,
  kind text not null,
  on_date date not null,
  document_no text,
  decision_id uuid,
  recorded_at timestamp with time zone not null,
  constraint designation_event_kind_check CHECK ((kind = ANY (ARRAY['NAMED'::text, 'KEPT'::text, 'OVERDUE'::text, 'CANCELLED'::text, 'LAPSED'::text, 'REPORTED_UPWARD'::text]))),
  constraint designation_event_designation_id_fkey FOREIGN KEY (designation_id) REFERENCES designation(id),
  constraint designation_event_pkey PRIMARY KEY (id),
  constraint designation_event_designation_id_version_key UNIQUE (designation_id, version)
);
CREATE INDEX designation_event_end ON public.designation_event USING btree (designation_id) WHERE (kind = ANY (ARRAY['CANCELLED'::text, 'LAPSED'::text]));
comment on table designation_event is 'append-only';

create table eligibility (
  id uuid default uuidv7() not null,
  unit_id bigint not null,
  measure text not null,
  version integer not null,
  as_of date not null,
  answer text not null,
  parts jsonb not null,
  measure_version text not null,
  digest bytea not null,
  assessed_at timestamp with time zone not null,
  constraint eligibility_answer_check CHECK ((answer = ANY (ARRAY['ELIGIBLE'::text, 'NOT_ELIGIBLE'::text, 'PENDING'::text]))),
  constraint eligibility_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint eligibility_pkey PRIMARY KEY (id),
  constraint eligibility_unit_id_measure_version_key UNIQUE (unit_id, measure, version)
);
comment on table eligibility is 'append-only';

create table event (
  id uuid default uuidv7() not null,
  unit_id bigint not null,
  unit_seq bigint not null,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  withdraws boolean not null,
  supersedes uuid,
  restates uuid,
  state jsonb not null,
  digest bytea not null,
  cause text not null,
  occurred_at timestamp with time zone not null,
  constraint event_restates_fkey FOREIGN KEY (restates) REFERENCES event(id),
  constraint event_supersedes_fkey FOREIGN KEY (supersedes) REFERENCES event(id),
  constraint event_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint event_pkey PRIMARY KEY (id),
  constraint event_unit_id_unit_seq_key UNIQUE (unit_id, unit_seq)
);
CREATE INDEX event_restated ON public.event USING btree (restates) WHERE (restates IS NOT NULL);
CREATE INDEX event_subject ON public.event USING btree (unit_id, subject_kind, subject_id, unit_seq DESC);
CREATE INDEX event_withdrawals ON public.event USING btree (id) WHERE withdraws;
comment on table event is 'append-only';

create table event_body (
  event_id uuid not null,
  projection text not null,
  bytes bytea not null,
  digest bytea not null,
  constraint event_body_event_id_fkey FOREIGN KEY (event_id) REFERENCES event(id),
  constraint event_body_pkey PRIMARY KEY (event_id, projection)
);
comment on table event_body is 'append-only';

create table feed (
  agency text not null,
  record_type text not null,
  mode text not null,
  cursor text,
  last_batch_id bigint,
  held_batch_id bigint,
  refused_batch_id bigint,
  complete_as_of date,
  last_polled_at timestamp with time zone,
  last_success_at timestamp with time zone,
  last_error text,
  seen_state text,
  profile jsonb default '{}'::jsonb not null,
  constraint feed_mode_check CHECK ((mode = ANY (ARRAY['FULL'::text, 'DELTA'::text]))),
  constraint feed_seen_state_check CHECK ((seen_state = ANY (ARRAY['FRESH'::text, 'LATE'::text, 'HELD'::text, 'NEVER_DELIVERED'::text]))),
  constraint feed_held_batch_id_fkey FOREIGN KEY (held_batch_id) REFERENCES batch(id),
  constraint feed_last_batch_id_fkey FOREIGN KEY (last_batch_id) REFERENCES batch(id),
  constraint feed_refused_batch_id_fkey FOREIGN KEY (refused_batch_id) REFERENCES batch(id),
  constraint feed_pkey PRIMARY KEY (agency, record_type)
);

create table flag (
  id uuid default uuidv7() not null,
  unit_id bigint not null,
  kind text not null,
  subject text not null,
  version integer not null,
  state text not null,
  effective_from date not null,
  effective_end date,
  basis jsonb not null,
  decision_type text not null,
  decision_id text not null,
  event_id uuid,
  reason text not null,
  recorded_at timestamp with time zone not null,
  constraint flag_check CHECK (((effective_end IS NULL) OR (effective_end >= effective_from))),
  constraint flag_kind_check CHECK ((kind = ANY (ARRAY['DESIGNATION'::text, 'INCENTIVE_ELIGIBILITY'::text, 'JOINT_SANCTION'::text]))),
  constraint flag_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'WITHDRAWN'::text]))),
  constraint flag_event_id_fkey FOREIGN KEY (event_id) REFERENCES event(id),
  constraint flag_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint flag_pkey PRIMARY KEY (id),
  constraint flag_unit_id_kind_subject_version_key UNIQUE (unit_id, kind, subject, version)
);
CREATE INDEX flag_decision ON public.flag USING btree (decision_type, decision_id);
CREATE INDEX flag_kind ON public.flag USING btree (kind, id);
CREATE INDEX flag_kind_state ON public.flag USING btree (kind, state, id);
CREATE INDEX flag_state ON public.flag USING btree (state, id);
comment on table flag is 'append-only';

create table flag_head (
  unit_id bigint not null,
  kind text not null,
  subject text not null,
  flag_id uuid not null,
  version integer not null,
  state text not null,
  effective_end date,
  constraint flag_head_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES flag(id),
  constraint flag_head_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint flag_head_pkey PRIMARY KEY (unit_id, kind, subject)
);
CREATE INDEX flag_head_end ON public.flag_head USING btree (effective_end) WHERE ((state = 'ACTIVE'::text) AND (effective_end IS NOT NULL));
CREATE UNIQUE INDEX flag_head_flag ON public.flag_head USING btree (flag_id);
CREATE INDEX flag_head_kind ON public.flag_head USING btree (kind, state, unit_id);

create table held_row (
  batch_id bigint not null,
  row_number integer not null,
  "row" jsonb not null,
  constraint held_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batch(id) ON DELETE CASCADE,
  constraint held_row_pkey PRIMARY KEY (batch_id, row_number)
);

create unlogged table import_reject (
  load_id bigint not null,
  row_number integer not null,
  source_key text,
  unit_code text,
  organisation_code text,
  name_normalised text,
  field text not null,
  reason text not null,
  bytes bytea not null,
  superseded boolean default false not null
);
CREATE INDEX import_reject_load ON public.import_reject USING btree (load_id);

create unlogged table import_seen (
  load_id bigint not null,
  record_ids bigint[] not null
);
CREATE INDEX import_seen_load ON public.import_seen USING btree (load_id);

create unlogged table import_stage (
  load_id bigint not null,
  row_number integer not null,
  source_key text not null,
  source_version integer,
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
CREATE INDEX import_stage_load ON public.import_stage USING btree (load_id, source_key);

create table lane (
  recipient_id text not null,
  unit_id bigint not null,
  head_seq bigint not null,
  tail_seq bigint not null,
  state text not null,
  ready_at timestamp with time zone,
  lease_token bigint,
  lease_until timestamp with time zone,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  last_error text,
  constraint lane_check CHECK ((head_seq <= tail_seq)),
  constraint lane_state_check CHECK ((state = ANY (ARRAY['IDLE'::text, 'READY'::text, 'LEASED'::text, 'BACKOFF'::text, 'HELD'::text]))),
  constraint lane_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES recipient(id),
  constraint lane_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint lane_pkey PRIMARY KEY (recipient_id, unit_id)
) with (fillfactor=80);
CREATE INDEX lane_held ON public.lane USING btree (recipient_id) WHERE (state = 'HELD'::text);
CREATE INDEX lane_ready ON public.lane USING btree (recipient_id, ready_at) WHERE (ready_at IS NOT NULL);

create table listing (
  id uuid default uuidv7() not null,
  unit_id bigint not null,
  document_no text not null,
  decided_on date not null,
  issuing_body text not null,
  ground text not null,
  article text not null,
  term_years integer not null,
  effective_end date not null,
  served_on date,
  notice_served_on date,
  pay_order_no text,
  record_id bigint not null,
  look_again_on date,
  recorded_at timestamp with time zone not null,
  constraint listing_record_id_fkey FOREIGN KEY (record_id) REFERENCES agency_record(id),
  constraint listing_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint listing_pkey PRIMARY KEY (id),
  constraint listing_unit_id_document_no_decided_on_key UNIQUE (unit_id, document_no, decided_on)
);
CREATE INDEX listing_look_again ON public.listing USING btree (look_again_on, unit_id) WHERE (look_again_on IS NOT NULL);

create table listing_event (
  id uuid default uuidv7() not null,
  listing_id uuid not null,
  version integer not null,
  kind text not null,
  on_date date not null,
  reason text not null,
  record_id bigint,
  recorded_at timestamp with time zone not null,
  constraint listing_event_kind_check CHECK ((kind = ANY (ARRAY['LISTED'::text, 'HELD'::text, 'UNCONFIRMED'::text, 'REMOVED_EXPIRED'::text, 'REMOVED_EARLY'::text, 'REMOVED_ANNULLED'::text]))),
  constraint listing_event_listing_id_fkey FOREIGN KEY (listing_id) REFERENCES listing(id),
  constraint listing_event_record_id_fkey FOREIGN KEY (record_id) REFERENCES agency_record(id),
  constraint listing_event_pkey PRIMARY KEY (id),
  constraint listing_event_listing_id_version_key UNIQUE (listing_id, version)
);
comment on table listing_event is 'append-only';

create table match_candidate (
  id uuid default uuidv7() not null,
  subject_type text not null,
  subject_id text not null,
  subject_name text not null,
  unit_id bigint not null,
  score numeric(4,3) not null,
  reason text not null,
  created_at timestamp with time zone not null,
  constraint match_candidate_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint match_candidate_pkey PRIMARY KEY (id),
  constraint match_candidate_subject_type_subject_id_unit_id_key UNIQUE (subject_type, subject_id, unit_id)
);
CREATE INDEX match_candidate_unit ON public.match_candidate USING btree (unit_id);

create table match_decision (
  id uuid default uuidv7() not null,
  candidate_id uuid not null,
  version integer not null,
  answer text not null,
  why text not null,
  actor_id text not null,
  actor_name text not null,
  at timestamp with time zone not null,
  constraint match_decision_answer_check CHECK ((answer = ANY (ARRAY['SAME'::text, 'NOT_SAME'::text, 'UNSURE'::text, 'WITHDRAWN'::text]))),
  constraint match_decision_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES match_candidate(id),
  constraint match_decision_pkey PRIMARY KEY (id),
  constraint match_decision_candidate_id_version_key UNIQUE (candidate_id, version)
);
comment on table match_decision is 'append-only';

create table outbox (
  id bigint generated always as identity not null,
  topic text not null,
  key jsonb not null,
  created_at timestamp with time zone not null,
  done_at timestamp with time zone,
  attempts integer default 0 not null,
  retry_at timestamp with time zone,
  last_error text,
  constraint outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_undone ON public.outbox USING btree (id) WHERE (done_at IS NULL);
CREATE TRIGGER outbox_notify AFTER INSERT ON public.outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

create table principal (
  id text not null,
  name text not null,
  role text not null,
  body text,
  region_code text,
  token_digest bytea not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint principal_body_check CHECK ((body = ANY (ARRAY['hrss'::text, 'union'::text, 'confederation'::text, 'federation'::text, 'court'::text, 'office'::text]))),
  constraint principal_check CHECK (((role <> 'COUNTY_OFFICER'::text) OR (region_code IS NOT NULL))),
  constraint principal_check1 CHECK (((role <> 'AGENCY_READER'::text) OR (body IS NOT NULL))),
  constraint principal_role_check CHECK ((role = ANY (ARRAY['AGENCY_READER'::text, 'COUNTY_OFFICER'::text, 'CITY_OFFICER'::text, 'ADMIN'::text]))),
  constraint principal_pkey PRIMARY KEY (id),
  constraint principal_token_digest_key UNIQUE (token_digest)
);

create table quarantined_row (
  id bigint generated always as identity not null,
  batch_id bigint not null,
  row_number integer not null,
  source_key text,
  unit_code text,
  field text not null,
  reason text not null,
  bytes bytea,
  superseded boolean default false not null,
  constraint quarantined_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batch(id),
  constraint quarantined_row_pkey PRIMARY KEY (id)
);
CREATE INDEX quarantined_row_batch ON public.quarantined_row USING btree (batch_id, row_number);
CREATE INDEX quarantined_row_unit ON public.quarantined_row USING btree (unit_code) WHERE (unit_code IS NOT NULL);
comment on table quarantined_row is 'append-only, but for bytes: what the row said is forgotten when it was overtaken, or after 180 days';

create table receipt (
  id uuid default uuidv7() not null,
  delivery_id uuid not null,
  attempt_id uuid,
  via text not null,
  state text not null,
  at timestamp with time zone not null,
  evidence jsonb not null,
  constraint receipt_via_check CHECK ((via = ANY (ARRAY['ANSWER'::text, 'CALLBACK'::text, 'OFFICER'::text]))),
  constraint receipt_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempt(id),
  constraint receipt_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  constraint receipt_pkey PRIMARY KEY (id),
  constraint receipt_delivery_id_key UNIQUE (delivery_id)
);
comment on table receipt is 'append-only';

create table recipient (
  id text not null,
  name text not null,
  url text,
  secret text,
  state text default 'OPEN'::text not null,
  concurrency integer default 4 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint recipient_concurrency_check CHECK (((concurrency >= 1) AND (concurrency <= 64))),
  constraint recipient_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'PAUSED'::text]))),
  constraint recipient_pkey PRIMARY KEY (id)
);

create table recipient_grant (
  recipient_id text not null,
  flag_kind text not null,
  legal_basis text not null,
  catalogue_item text not null,
  fields text[] not null,
  from_on date not null,
  until_on date not null,
  constraint recipient_grant_check CHECK ((until_on > from_on)),
  constraint recipient_grant_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES recipient(id),
  constraint recipient_grant_pkey PRIMARY KEY (recipient_id, flag_kind, from_on)
);

create table record_head (
  agency text not null,
  record_type text not null,
  source_key text not null,
  record_id bigint not null,
  version integer not null,
  state text not null,
  unit_id bigint,
  digest bytea not null,
  raw_digest bytea,
  constraint record_head_state_check CHECK ((state = ANY (ARRAY['PRESENT'::text, 'ABSENT'::text]))),
  constraint record_head_pkey PRIMARY KEY (agency, record_type, source_key)
);
CREATE INDEX record_head_unit ON public.record_head USING btree (unit_id, agency, record_type) INCLUDE (record_id, state);
CREATE INDEX record_head_unjoined ON public.record_head USING btree (record_id) WHERE (unit_id IS NULL);

create table region (
  code text not null,
  year integer not null,
  name text not null,
  parent_code text,
  level text not null,
  predecessor_code text,
  note text,
  constraint region_level_check CHECK ((level = ANY (ARRAY['PROVINCE'::text, 'CITY'::text, 'COUNTY'::text, 'ZONE'::text, 'TOWNSHIP'::text]))),
  constraint region_pkey PRIMARY KEY (code, year)
);

create table review_case (
  id uuid default uuidv7() not null,
  round_id uuid not null,
  number integer not null,
  unit_id bigint not null,
  designation_id uuid not null,
  catalogue_id text not null,
  as_of date not null,
  verdict_id uuid,
  verdict text,
  rectify_by date,
  opened_at timestamp with time zone not null,
  evaluated_at timestamp with time zone,
  closed_at timestamp with time zone,
  constraint review_case_verdict_check CHECK ((verdict = ANY (ARRAY['PASS'::text, 'RECTIFY'::text, 'FAIL'::text, 'PENDING_EVIDENCE'::text]))),
  constraint review_case_catalogue_id_fkey FOREIGN KEY (catalogue_id) REFERENCES catalogue_version(id),
  constraint review_case_designation_id_fkey FOREIGN KEY (designation_id) REFERENCES designation(id),
  constraint review_case_round_id_fkey FOREIGN KEY (round_id) REFERENCES review_round(id),
  constraint review_case_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint review_case_pkey PRIMARY KEY (id),
  constraint review_case_round_id_designation_id_key UNIQUE (round_id, designation_id),
  constraint review_case_round_id_number_key UNIQUE (round_id, number)
);
CREATE INDEX review_case_deadline ON public.review_case USING btree (rectify_by, id) WHERE ((closed_at IS NULL) AND (rectify_by IS NOT NULL));
CREATE UNIQUE INDEX review_case_open ON public.review_case USING btree (designation_id) WHERE (closed_at IS NULL);
CREATE INDEX review_case_title ON public.review_case USING btree (designation_id, opened_at DESC);
CREATE INDEX review_case_undone ON public.review_case USING btree (round_id, number) WHERE (evaluated_at IS NULL);
CREATE INDEX review_case_unit ON public.review_case USING btree (unit_id, opened_at DESC);
CREATE INDEX review_case_verdict ON public.review_case USING btree (verdict, id);

create table review_round (
  id uuid default uuidv7() not null,
  origin text not null,
  bucket text,
  title text not null,
  requested_by_body text,
  reason text not null,
  as_of date not null,
  cases integer default 0 not null,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint review_round_origin_check CHECK ((origin = ANY (ARRAY['SCHEDULE'::text, 'ADMIN'::text]))),
  constraint review_round_pkey PRIMARY KEY (id),
  constraint review_round_bucket_key UNIQUE (bucket)
);
CREATE INDEX review_round_opened ON public.review_round USING btree (opened_at DESC, id DESC);

create table schedule_bucket (
  schedule text not null,
  bucket timestamp with time zone not null,
  attempts integer default 0 not null,
  lease_until timestamp with time zone,
  started_at timestamp with time zone,
  done_at timestamp with time zone,
  last_error text,
  constraint schedule_bucket_pkey PRIMARY KEY (schedule, bucket)
);

create table schema_migration (
  id integer default nextval('schema_migration_id_seq'::regclass) not null,
  "timestamp" bigint not null,
  name character varying not null,
  constraint "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id)
);

create table setting (
  name text not null,
  value jsonb not null,
  updated_at timestamp with time zone not null,
  constraint setting_pkey PRIMARY KEY (name)
);

create table taken_file (
  agency text not null,
  record_type text not null,
  file text not null,
  taken_at timestamp with time zone not null,
  constraint taken_file_pkey PRIMARY KEY (agency, record_type, file)
);
comment on table taken_file is 'append-only';

create table title_decision (
  id uuid default uuidv7() not null,
  designation_id uuid not null,
  case_id uuid,
  outcome text not null,
  document_no text not null,
  decided_on date not null,
  deciding_body text not null,
  opinions jsonb not null,
  heard_on date,
  grounds text not null,
  actor_id text not null,
  actor_name text not null,
  recorded_at timestamp with time zone not null,
  constraint title_decision_outcome_check CHECK ((outcome = ANY (ARRAY['KEEP'::text, 'CANCEL'::text, 'REPORT_UPWARD'::text]))),
  constraint title_decision_designation_id_fkey FOREIGN KEY (designation_id) REFERENCES designation(id),
  constraint title_decision_pkey PRIMARY KEY (id),
  constraint title_decision_designation_id_document_no_key UNIQUE (designation_id, document_no)
);
CREATE INDEX title_decision_case ON public.title_decision USING btree (case_id);
comment on table title_decision is 'append-only';

create table unit (
  id bigint generated always as identity not null,
  code text,
  kind text not null,
  name text not null,
  organisation_code text,
  local_code text,
  region_code text,
  region_year integer,
  industry text,
  employees integer,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint unit_check CHECK (((code IS NOT NULL) OR (local_code IS NOT NULL))),
  constraint unit_code_check CHECK ((code !~~ '81%'::text)),
  constraint unit_kind_check CHECK ((kind = ANY (ARRAY['ENTERPRISE'::text, 'INDUSTRIAL_PARK'::text, 'TOWNSHIP'::text, 'INDUSTRY'::text]))),
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_code_key UNIQUE (code),
  constraint unit_local_code_key UNIQUE (local_code)
);
CREATE INDEX unit_kind_region ON public.unit USING btree (kind, region_code, id);
CREATE INDEX unit_name_trgm ON public.unit USING gin (name gin_trgm_ops);
CREATE INDEX unit_organisation_code ON public.unit USING btree (organisation_code) WHERE (organisation_code IS NOT NULL);
CREATE INDEX unit_region ON public.unit USING btree (region_code, id);

create table unit_membership (
  id bigint generated always as identity not null,
  park_id bigint not null,
  member_id bigint not null,
  from_on date not null,
  to_on date,
  constraint unit_membership_member_id_fkey FOREIGN KEY (member_id) REFERENCES unit(id),
  constraint unit_membership_park_id_fkey FOREIGN KEY (park_id) REFERENCES unit(id),
  constraint unit_membership_pkey PRIMARY KEY (id),
  constraint unit_membership_park_id_member_id_from_on_key UNIQUE (park_id, member_id, from_on)
);
CREATE INDEX unit_membership_member ON public.unit_membership USING btree (member_id);

create table unit_name (
  id bigint generated always as identity not null,
  unit_id bigint not null,
  name text not null,
  normalised text not null,
  core text generated always as (name_core(normalised)) stored not null,
  first_seen_on date not null,
  last_seen_on date,
  source text not null,
  constraint unit_name_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint unit_name_pkey PRIMARY KEY (id),
  constraint unit_name_unit_id_normalised_key UNIQUE (unit_id, normalised)
);
CREATE INDEX unit_name_core_trgm ON public.unit_name USING gin (core gin_trgm_ops);
CREATE INDEX unit_name_normalised ON public.unit_name USING btree (normalised);

create table unit_stream (
  unit_id bigint not null,
  last_seq bigint not null,
  constraint unit_stream_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint unit_stream_pkey PRIMARY KEY (unit_id)
);

create table verdict (
  id uuid default uuidv7() not null,
  case_id uuid not null,
  version integer not null,
  verdict text not null,
  findings json not null,
  catalogue_id text not null,
  engine text not null,
  facts json not null,
  facts_digest bytea not null,
  as_of date not null,
  evaluated_at timestamp with time zone not null,
  constraint verdict_verdict_check CHECK ((verdict = ANY (ARRAY['PASS'::text, 'RECTIFY'::text, 'FAIL'::text, 'PENDING_EVIDENCE'::text]))),
  constraint verdict_case_id_fkey FOREIGN KEY (case_id) REFERENCES review_case(id),
  constraint verdict_catalogue_id_fkey FOREIGN KEY (catalogue_id) REFERENCES catalogue_version(id),
  constraint verdict_pkey PRIMARY KEY (id),
  constraint verdict_case_id_version_key UNIQUE (case_id, version)
);
comment on table verdict is 'append-only';

grant insert, maintain, select on agency_record to hub_app;
grant insert, select on agency_record_person to hub_app;
grant insert, select on attempt to hub_app;
grant insert, select on attempt_outcome to hub_app;
grant insert, select on audit_anchor to hub_app;
grant insert, select on audit_chain to hub_app;
grant insert, select on audit_entry to hub_app;
grant insert, select, update on batch to hub_app;
grant insert, select on case_material to hub_app;
grant insert, select on case_step to hub_app;
grant insert, select on catalogue_version to hub_app;
grant insert, select on delivery to hub_app;
grant insert, select on delivery_closure to hub_app;
grant insert, select on designation to hub_app;
grant insert, select on designation_event to hub_app;
grant insert, select on eligibility to hub_app;
grant insert, select on event to hub_app;
grant insert, select on event_body to hub_app;
grant insert, select, update on feed to hub_app;
grant insert, select on flag to hub_app;
grant insert, select, update on flag_head to hub_app;
grant delete, insert, select, update on held_row to hub_app;
grant delete, insert, maintain, select, update on import_reject to hub_app;
grant delete, insert, maintain, select, update on import_seen to hub_app;
grant delete, insert, maintain, select, update on import_stage to hub_app;
grant insert, select on lane to hub_app;
grant insert, select on listing to hub_app;
grant insert, select on listing_event to hub_app;
grant insert, select, update on match_candidate to hub_app;
grant insert, select on match_decision to hub_app;
grant delete, insert, select, update on outbox to hub_app;
grant insert, select on principal to hub_app;
grant insert, select on quarantined_row to hub_app;
grant insert, select on receipt to hub_app;
grant insert, select on recipient to hub_app;
grant insert, select on recipient_grant to hub_app;
grant insert, maintain, select, update on record_head to hub_app;
grant insert, select, update on region to hub_app;
grant insert, select, update on review_case to hub_app;
grant insert, select, update on review_round to hub_app;
grant delete, insert, select, update on schedule_bucket to hub_app;
grant select on schema_migration to hub_app;
grant insert, select, update on setting to hub_app;
grant insert, select on taken_file to hub_app;
grant insert, select on title_decision to hub_app;
grant insert, maintain, select, update on unit to hub_app;
grant insert, select, update on unit_membership to hub_app;
grant insert, maintain, select, update on unit_name to hub_app;
grant insert, select on unit_stream to hub_app;
grant insert, select on verdict to hub_app;
grant select, usage on sequence agency_record_id_seq to hub_app;
grant select, usage on sequence batch_id_seq to hub_app;
grant select, usage on sequence import_load to hub_app;
grant select, usage on sequence lane_lease to hub_app;
grant select, usage on sequence outbox_id_seq to hub_app;
grant select, usage on sequence quarantined_row_id_seq to hub_app;
grant select, usage on sequence unit_id_seq to hub_app;
grant select, usage on sequence unit_membership_id_seq to hub_app;
grant select, usage on sequence unit_name_id_seq to hub_app;

grant update (unit_id) on agency_record to hub_app;
grant update (last_seq, last_hash) on audit_chain to hub_app;
grant update (unit_id) on designation to hub_app;
grant update (head_seq, tail_seq, state, ready_at, lease_token, lease_until, failures, failing_since, last_error) on lane to hub_app;
grant update (issuing_body, ground, article, served_on, notice_served_on, pay_order_no, record_id, look_again_on) on listing to hub_app;
grant update (name, role, body, region_code, token_digest, revoked_at) on principal to hub_app;
grant update (bytes) on quarantined_row to hub_app;
grant update (name, url, secret, state, concurrency, updated_at) on recipient to hub_app;
grant update (legal_basis, catalogue_item, fields, until_on) on recipient_grant to hub_app;
grant update (last_seq) on unit_stream to hub_app;
