/** Counts what a load comes to beside what is stored; of what it has nothing of, nothing is asked. */
import type { Tx } from '../../store/transaction';
import { unavailable } from '../feeds/unreadable';
import type { Load } from '../load';
import { countEmptied } from './count-emptied';
import { countRecords } from './write-records';

/** What the load comes to, once compared with what is stored. */
export interface Figures {
  readonly staged: number;
  readonly unchanged: number;
  readonly quarantined: number;
  /** Quarantined rows whose key cannot be read: which records they meant nobody knows. */
  readonly keyless: number;
  readonly recordsBefore: number;
  readonly missing: number;
  readonly changedCodes: number;
  readonly emptied: Readonly<Record<string, number>>;
}

/** How many rows are staged. All are counted, for the scratch tables are not logged: after a crash of PostgreSQL they are empty, and an empty list is a list of removals. */
export async function countStaged(tx: Tx, load: Load): Promise<number> {
  const [scratch] = await tx.query<{ staged: number; others: number }>(
    `select (select count(*) from import_stage where load_id = $1)::int as staged,
       ((select coalesce(sum(cardinality(record_ids)), 0) from import_seen where load_id = $1)
         + (select count(*) from import_reject where load_id = $1))::int as others`,
    [load.loadId],
  );
  if (scratch === undefined || scratch.staged + scratch.others !== load.read) {
    throw unavailable('读入的内容在入库前丢失，须重新读取');
  }
  return scratch.staged;
}

/** `sortedOut`: rows that were staged and turned out to be stored already. `known`: the feed had records before. */
export async function measureLoad(tx: Tx, load: Load, sortedOut: number, known: boolean): Promise<Figures> {
  const { loadId, recordType: type, mode } = load;
  const [counts] = await tx.query<Pick<Figures, 'staged' | 'quarantined' | 'keyless'>>(
    `select
       (select count(*) from import_stage where load_id = $1)::int as staged,
       (select count(*) from import_reject where load_id = $1)::int as quarantined,
       (select count(*) from import_reject where load_id = $1 and source_key is null)::int as keyless`,
    [loadId],
  );
  if (counts === undefined) {
    throw new Error('the scratch tables could not be counted');
  }
  const differs = known && counts.staged > 0;
  const { records, missing } =
    known && mode === 'FULL' ? await countRecords(tx, type, loadId) : { records: 0, missing: 0 };
  return {
    ...counts,
    unchanged: load.unchanged + sortedOut,
    recordsBefore: records,
    missing: Math.max(0, missing - counts.keyless),
    changedCodes: differs ? await countChangedCodes(tx, load) : 0,
    emptied: differs ? await countEmptied(tx, type, loadId) : {},
  };
}

async function countChangedCodes(tx: Tx, { loadId, recordType: { agency, name } }: Load): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from import_stage s
       join record_head h on h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
       join agency_record r on r.id = h.record_id
     where s.load_id = $1 and length(r.unit_code) = 18 and s.unit_code is distinct from r.unit_code`,
    [loadId, agency, name],
  );
  return row?.count ?? 0;
}
