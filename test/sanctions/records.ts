/** Puts records into the hub as an import would: a batch, a version, a head; and feeds that are fresh. */
import { query, type Store } from '../../src/store/transaction';

export interface GivenRecord {
  readonly agency?: string;
  readonly type: string;
  readonly key: string;
  /** Null: it came with a name alone. */
  readonly unitId: string | null;
  readonly observedOn?: string;
  readonly data: Record<string, unknown>;
  readonly state?: 'PRESENT' | 'ABSENT';
}

const PUT = /* sql */ `
  with version as (
    select coalesce(max(version), 0) + 1 as next from agency_record where agency = $1 and record_type = $2 and source_key = $3
  ), put as (
    insert into agency_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name,
      observed_on, data, original, digest, batch_id, received_at)
    select $1, $2, $3, next, next, $4, u.id, u.code, coalesce(u.name, '只有名称'), $8::date, $6::jsonb, '{}',
      sha256(convert_to($6::jsonb::text, 'UTF8')), $7, now()
    from version left join unit u on u.id = $5
    returning *
  )
  insert into record_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
  select agency, record_type, source_key, id, version, state, unit_id, digest from put
  on conflict (agency, record_type, source_key) do update set record_id = excluded.record_id, version = excluded.version,
    state = excluded.state, unit_id = excluded.unit_id, digest = excluded.digest
`;

/** One batch of records; gives its id. */
export async function putBatch(store: Store, records: readonly GivenRecord[]): Promise<string> {
  const [batch] = await query<{ id: string }>(
    store,
    `insert into batch (agency, record_type, mode, source, as_of, state, received_at)
     values ('hrss', 'TEST', 'DELTA', 'test', current_date, 'DROPPED', now()) returning id`,
  );
  const id = batch?.id ?? '';
  for (const given of records) {
    const { agency = 'hrss', type, key, unitId, data, state = 'PRESENT', observedOn = '2026-08-31' } = given;
    await query(store, PUT, [agency, type, key, state, unitId, JSON.stringify(data), id, observedOn]);
  }
  return id;
}

/** All feeds that eligibility looks at, complete up to the day. */
export async function freshFeeds(store: Store, completeAsOf: string): Promise<void> {
  for (const [agency, type] of [
    ['hrss', 'INTEGRITY_GRADE'],
    ['hrss', 'LISTING_DECISION'],
    ['hrss', 'LISTING_REMOVAL'],
    ['court', 'DISHONESTY_ENTRY'],
    ['court', 'DISHONESTY_DELETION'],
  ]) {
    await query(
      store,
      `insert into feed (agency, record_type, mode, complete_as_of) values ($1, $2, 'FULL', $3)
       on conflict (agency, record_type) do update set complete_as_of = excluded.complete_as_of, held_batch_id = null`,
      [agency, type, completeAsOf],
    );
  }
}

export const DOCUMENT = '威人社监列字〔2026〕1号';

export const decision = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  documentNo: DOCUMENT,
  issuingBody: '威海市人力资源和社会保障局',
  ground: 'ART5_1',
  payOrderNo: '责令1',
  noticeServedOn: '2026-01-05',
  decidedOn: '2026-01-20',
  servedOn: '2026-01-22',
  expectedRemovalOn: '2029-01-20',
  personRole: 'EMPLOYER',
  personCommitment: null,
  ...more,
});

export const payOrder = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  documentNo: '责令1',
  issuedOn: '2025-12-01',
  limitOn: '2025-12-15',
  workers: 12,
  amount: '230000.00',
  obeyed: false,
  ...more,
});

export const removal = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  documentNo: '移出1',
  listingDocumentNo: DOCUMENT,
  kind: 'EARLY',
  decidedOn: '2026-08-01',
  removedOn: '2026-08-05',
  ...more,
});

/** The order to pay, as the inspection decision that it is, annulled (第十六条). */
export const annulment = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  documentNo: '责令1',
  kind: 'TREATMENT',
  matter: 'WAGES',
  decidedOn: '2025-12-01',
  servedOn: '2025-12-02',
  annulledOn: '2026-06-01',
  ...more,
});

export const grade = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  evaluatedYear: 2025,
  grade: 'A',
  publishedOn: '2026-06-01',
  validFrom: '2026-06-01',
  validTo: '2027-05-31',
  ...more,
});
