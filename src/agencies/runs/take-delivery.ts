/** One delivery from its first byte to its batch: staged outside any transaction, merged in one, refused as a whole. */
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Actor } from '../../kernel/actor';
import { dateInShanghai } from '../../kernel/clock';
import { type Store, transaction } from '../../store/transaction';
import type { Mode, RawRow, RecordType } from '../agency';
import { EMPTY_PROFILE } from '../bounds';
import { type Delivery, parseAsOf } from '../delivery';
import { isUnreadable, unreadable } from '../feeds/unreadable';
import type { Load } from '../load';
import type { PersonKey } from '../person';
import type { BatchReport } from '../report';
import { clearScratch } from '../steps/batch-row';
import { mergeLoad } from '../steps/merge-load';
import { refuseDelivery } from '../steps/refuse-delivery';
import { analyzeRecords, analyzeScratch } from './refresh-statistics';
import { type Staged, stageDelivery } from './stage-delivery';

export interface Taking {
  readonly client: ClientBase;
  readonly recordType: RecordType;
  readonly source: string;
  /** Throws SOURCE_UNREADABLE when the file is not the one its sidecar tells of. */
  readonly open: () => Promise<Delivery>;
  /** The name under which a file of the drop folder is remembered; null: it came another way. */
  readonly file: string | null;
  readonly polled: boolean;
  readonly actor: Actor;
  readonly personKey: PersonKey;
  readonly onRows?: (rows: number) => void;
}

/** Where the feed stands when reading begins. */
interface Start {
  /** One number per feed: under its lock, what lies there already was left by a run that was killed. */
  readonly loadId: string;
  readonly lastBatchId: string | null;
  readonly lastDigest: Buffer | null;
  readonly lastMode: Mode | null;
  /** The feed has records. */
  readonly known: boolean;
}

/** Returns the refusal as a report; a source that does not answer is thrown (SERVER_UNAVAILABLE). */
export async function takeDelivery(store: Store, taking: Taking): Promise<BatchReport> {
  const { client, recordType } = taking;
  const clear = (loadId: string) =>
    clearScratch((sql, parameters) => queryOn(client, sql, parameters ?? []), loadId);
  const start = await readStart(taking);
  try {
    const delivery = await taking.open();
    const isLast = isLastFile(recordType, delivery, start);
    if (!isLast) {
      await clear(start.loadId);
    }
    const load = await loadOf(store, taking, delivery, start, isLast);
    await analyzeScratch(client, load.read - load.unchanged);
    const report = await transaction(store, (tx) => mergeLoad(tx, load));
    await analyzeRecords(client, report.accepted + report.absent, recordType.namesUnits);
    log(store, report);
    return report;
  } catch (error) {
    // When the connection is what broke, the next run of this feed clears up.
    await clear(start.loadId).catch(() => undefined);
    if (!isUnreadable(error)) {
      throw error;
    }
    const refused = await refuse(store, taking, error.message);
    log(store, refused);
    return refused;
  }
}

async function readStart({ client, recordType: { agency, name } }: Taking): Promise<Start> {
  const [start] = await queryOn<Start>(
    client,
    `select hashtextextended('load:' || $1 || '/' || $2, 0) as "loadId", f.last_batch_id as "lastBatchId",
       b.digest as "lastDigest", b.mode as "lastMode", (select true from record_head where agency = $1 and record_type = $2 order by source_key limit 1) is not null as known
     from (select 1) one left join feed f on f.agency = $1 and f.record_type = $2
     left join batch b on b.id = f.last_batch_id`,
    [agency, name],
  );
  if (start === undefined) {
    throw new Error('the state of the feed could not be read');
  }
  return start;
}

async function queryOn<Row>(client: ClientBase, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  const { rows } = await client.query(sql, [...parameters]);
  return rows as Row[];
}

/** Read to its end, unless its bytes are those of the last accepted file: then nothing of it is decoded. */
async function loadOf(
  store: Store,
  taking: Taking,
  delivery: Delivery,
  start: Start,
  isLast: boolean,
): Promise<Load> {
  const { client, recordType, personKey, onRows, polled, actor } = taking;
  const content = delivery.digest === null ? createHash('sha256') : null;
  let rows = 0;
  const { end, ...figures } = isLast
    ? UNREAD
    : await stageDelivery(delivery.rows, {
        client,
        loadId: start.loadId,
        recordType,
        personKey,
        known: start.known,
        onRows: (raw) => {
          rows += raw.length;
          content?.update(contentOf(raw));
          onRows?.(rows);
        },
      });
  return {
    ...figures,
    loadId: start.loadId,
    lastBatchId: start.lastBatchId,
    recordType,
    mode: effectiveMode(recordType, delivery.mode ?? end.mode),
    source: delivery.source,
    digest: delivery.digest ?? content?.digest() ?? Buffer.alloc(0),
    asOf: credible(end.asOf ?? delivery.asOf, dateInShanghai(store.clock.now())),
    cursor: end.cursor,
    file: taking.file,
    polled,
    actor,
  };
}

/** A delivery of a day that is none, or is yet to come, is refused; without any it is of today. */
function credible(asOf: string | null, today: string): string {
  const parsed = parseAsOf(asOf ?? today, today);
  if (!parsed.ok) {
    throw unreadable(parsed.failure.message);
  }
  return parsed.value;
}

/** A file that says all it says by its bytes and its name, and said just that the last time. */
const isLastFile = (type: RecordType, { selfDated, digest, mode }: Delivery, start: Start): boolean =>
  !selfDated &&
  digest !== null &&
  start.lastDigest?.equals(digest) === true &&
  start.lastMode === effectiveMode(type, mode);

/** The bytes of the last accepted file once more: skipped whole. */
const UNREAD: Staged = {
  end: { asOf: null, mode: null, cursor: null },
  read: 0,
  unchanged: 0,
  profile: EMPTY_PROFILE,
};

/** A whole list counts as one only where the type is delivered in whole lists: events are never "no longer there". */
const effectiveMode = (type: RecordType, given: Mode | null): Mode =>
  type.mode === 'FULL' && (given ?? 'FULL') === 'FULL' ? 'FULL' : 'DELTA';

/** Pages and lines have no bytes that stay the same from day to day; what they say of the allowed columns has. */
const contentOf = (rows: readonly RawRow[]): string =>
  rows.map(({ values }) => `${JSON.stringify(values)}\n`).join('');

function refuse(store: Store, taking: Taking, reason: string): Promise<BatchReport> {
  const { recordType, source, file, polled, actor } = taking;
  return transaction(store, (tx) =>
    refuseDelivery(
      tx,
      {
        recordType,
        source,
        file,
        polled,
        actor,
        digest: null,
        mode: recordType.mode,
        asOf: tx.today,
      },
      reason,
    ),
  );
}

function log(store: Store, report: BatchReport): void {
  const {
    agency,
    recordType,
    source,
    state,
    reason,
    batchId,
    read,
    accepted,
    unchanged,
    quarantined,
    absent,
  } = report;
  const level = state === 'HELD' || state === 'REFUSED' ? 'warn' : state === 'SAME' ? 'debug' : 'info';
  store.logger[level](
    {
      feed: `${agency}/${recordType}`,
      source,
      batchId,
      state,
      reason,
      read,
      accepted,
      unchanged,
      quarantined,
      absent,
    },
    'delivery',
  );
}
