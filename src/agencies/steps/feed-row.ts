/** The row of a feed: locked first in every transaction that takes a delivery in, so that two never meet. */
import type { Tx } from '../../store/transaction';
import type { Mode, RecordType } from '../agency';
import { EMPTY_PROFILE, type FeedProfile } from '../bounds';
import { latestAsOf } from '../delivery';
import type { Load } from '../load';

/** A delivery that came before: the same bytes in the same mode say nothing new, in another mode they may. */
export interface EarlierBatch {
  readonly id: string;
  readonly mode: Mode;
  /** In hex. */
  readonly digest: string | null;
  readonly quarantined: number;
}

export interface LockedFeed {
  readonly cursor: string | null;
  readonly lastBatchId: string | null;
  readonly last: EarlierBatch | null;
  readonly heldBatchId: string | null;
  readonly held: EarlierBatch | null;
  /** The newest one that an officer dropped, unless something was accepted since. */
  readonly dropped: EarlierBatch | null;
  /** Null, too, where it lies in the future: nothing can be complete up to then, so the next delivery says it anew. */
  readonly completeAsOf: string | null;
  readonly profile: FeedProfile;
}

const earlier = (batch: string): string =>
  `case when ${batch}.id is not null then
     jsonb_build_object('id', ${batch}.id::text, 'mode', ${batch}.mode, 'digest', encode(${batch}.digest, 'hex'),
     'quarantined', ${batch}.rows_quarantined) end`;

type FeedRecord = Omit<LockedFeed, 'profile'> & { readonly profile: Partial<FeedProfile> };

export async function lockFeed(tx: Tx, type: RecordType): Promise<LockedFeed> {
  const [known] = await readFeed(tx, type);
  if (known === undefined) {
    await tx.query(
      `insert into feed (agency, record_type, mode) values ($1, $2, $3) on conflict do nothing`,
      [type.agency, type.name, type.mode],
    );
  }
  const [feed] = known === undefined ? await readFeed(tx, type) : [known];
  if (feed === undefined) {
    throw new Error(`the row of feed ${type.agency}/${type.name} cannot be read`);
  }
  return { ...feed, profile: { ...EMPTY_PROFILE, ...feed.profile } };
}

const readFeed = (tx: Tx, { agency, name }: RecordType): Promise<FeedRecord[]> =>
  tx.query<FeedRecord>(
    `select f.cursor, f.last_batch_id as "lastBatchId", ${earlier('last')} as last,
       f.held_batch_id as "heldBatchId", ${earlier('held')} as held, ${earlier('dropped')} as dropped,
       case when f.complete_as_of <= $3 then f.complete_as_of end as "completeAsOf", f.profile
     from feed f left join batch last on last.id = f.last_batch_id left join batch held on held.id = f.held_batch_id
     left join lateral (select * from batch b where b.agency = f.agency and b.record_type = f.record_type
       and b.state = 'DROPPED' and b.id > coalesce(f.last_batch_id, 0) order by b.id desc limit 1) dropped on true
     where f.agency = $1 and f.record_type = $2 for update of f`,
    [agency, name, latestAsOf(tx.today)],
  );

/** What a feed remembers of a delivery beyond its batch. */
export type Passed = Pick<Load, 'recordType' | 'polled' | 'cursor' | 'file'>;

/** A poll or import went through: the cursor, and how far the source is complete; neither ever goes back. */
export async function advanceFeed(
  tx: Tx,
  { recordType: type, polled, cursor, file }: Passed,
  change: {
    readonly completeAsOf: string | null;
    readonly batchId?: string;
    readonly profile?: FeedProfile;
  },
): Promise<void> {
  await tx.query(
    `update feed set cursor = coalesce($3, cursor),
       complete_as_of = greatest(case when complete_as_of <= $9 then complete_as_of end, $4::date),
       last_batch_id = coalesce($5, last_batch_id), profile = coalesce($6, profile),
       last_polled_at = case when $7 then $8 else last_polled_at end, last_success_at = $8, last_error = null,
       refused_batch_id = null
     where agency = $1 and record_type = $2`,
    [
      type.agency,
      type.name,
      cursor,
      change.completeAsOf,
      change.batchId ?? null,
      change.profile === undefined ? null : JSON.stringify(change.profile),
      polled,
      tx.now,
      latestAsOf(tx.today),
    ],
  );
  await rememberFile(tx, type, file);
}

/** Each file of the drop folder is read once, in whatever order they come: so by name, not by the last one. */
export async function rememberFile(tx: Tx, type: RecordType, file: string | null): Promise<void> {
  if (file !== null) {
    await tx.query(
      `insert into taken_file (agency, record_type, file, taken_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [type.agency, type.name, file, tx.now],
    );
  }
}

export async function setHeldBatch(
  tx: Tx,
  type: Pick<RecordType, 'agency' | 'name'>,
  batchId: string | null,
): Promise<void> {
  await tx.query('update feed set held_batch_id = $3 where agency = $1 and record_type = $2', [
    type.agency,
    type.name,
    batchId,
  ]);
}
