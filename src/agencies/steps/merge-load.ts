/** Takes a load in, in one transaction: skipped as the same, refused, held for an officer, or merged as differences. */
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { brokenBounds, nextProfile } from '../bounds';
import { unavailable } from '../feeds/unreadable';
import type { Load } from '../load';
import type { BatchReport } from '../report';
import { auditBatch, clearScratch, closeBatch, openBatch, reportOf } from './batch-row';
import { advanceFeed, type LockedFeed, lockFeed, setHeldBatch } from './feed-row';
import { dropHeld, heldBatches, holdLoad } from './hold-load';
import { countStaged, type Figures, measureLoad } from './measure-load';
import { refuseDelivery } from './refuse-delivery';
import { sortOutRows } from './sort-out-rows';
import { writeLoad, writeQuarantine } from './write-load';
import { readMissing, writeAbsent } from './write-records';

/**
 * A first delivery of millions takes longer than any other statement here, and joins better in memory. Of parallel
 * workers each would make the hash of all that was seen for itself.
 */
const MERGE_SETTINGS = `
  select set_config('statement_timeout', '900s', true), set_config('work_mem', '64MB', true),
    set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`;

export async function mergeLoad(tx: Tx, load: Load): Promise<BatchReport> {
  await tx.query(MERGE_SETTINGS);
  const feed = await lockFeed(tx, load.recordType);
  if (feed.lastBatchId !== load.lastBatchId) {
    throw unavailable('同一来源在读取期间已有另一批次入库，须重新读取');
  }
  const same = sameAs(feed, load);
  if (same !== null) {
    return same.state === 'SAME' ? takeSame(tx, load, feed) : takeKnown(tx, load, same);
  }
  if (load.mode === 'FULL' && feed.completeAsOf !== null && load.asOf < feed.completeAsOf) {
    await clearScratch(tx.query, load.loadId);
    return refuseDelivery(tx, load, `名单截止 ${load.asOf}，早于已接收的 ${feed.completeAsOf}`);
  }
  const staged = await countStaged(tx, load);
  const known = await hasRecords(tx, load);
  const sorted = staged > 0 ? await sortOutRows(tx, load.loadId, load.recordType, known) : NOTHING_SORTED;
  const figures = await measureLoad(tx, load, sorted.unchanged, known);
  const reasons = brokenBounds(load.recordType.limits.bounds, {
    ...figures,
    mode: load.mode,
    read: load.read,
    profile: load.profile,
    profileBefore: feed.profile,
    columnOf: load.recordType.columnOf,
  });
  if (reasons.length > 0) {
    return holdLoad(tx, load, figures.unchanged, reasons.join('；'));
  }
  return accept(tx, load, feed, figures);
}

interface Known {
  readonly state: 'HELD' | 'DROPPED' | 'SAME';
  readonly batchId: string;
}

/** The same content in the same mode once more says nothing new, whatever became of it the first time. */
function sameAs(feed: LockedFeed, load: Load): Known | null {
  const digest = load.digest.toString('hex');
  const candidates = [
    ['HELD', feed.held],
    ['DROPPED', feed.dropped],
    ['SAME', feed.last],
  ] as const;
  for (const [state, batch] of candidates) {
    if (batch !== null && batch.digest === digest && batch.mode === load.mode) {
      return { state, batchId: batch.id };
    }
  }
  return null;
}

/** A list that is held, or was dropped, confirms nothing, and whoever brings it again is told what became of it. */
async function takeKnown(tx: Tx, load: Load, { state, batchId }: Known): Promise<BatchReport> {
  await clearScratch(tx.query, load.loadId);
  await advanceFeed(tx, load, { completeAsOf: null });
  const reason =
    state === 'HELD'
      ? `内容与待核批次 ${batchId} 相同，须先放行或弃用该批次`
      : `内容与已弃用批次 ${batchId} 相同，未接收`;
  return load.polled ? reportOf(load, null, 'SAME', reason) : reportOf(load, batchId, state, reason);
}

/** What was accepted is confirmed up to the new day. */
async function takeSame(tx: Tx, load: Load, feed: LockedFeed): Promise<BatchReport> {
  const reason = '与上一批次内容相同';
  const completeAsOf = confirms(load) ? load.asOf : null;
  // Of a file that was not even read nothing lies there.
  if (load.read > 0) {
    await clearScratch(tx.query, load.loadId);
  }
  await advanceFeed(tx, load, { completeAsOf });
  if (feed.lastBatchId !== null && (await replaceHeld(tx, load, feed, feed.lastBatchId))) {
    await appendOutbox(tx, 'FactsChanged', { batchId: feed.lastBatchId });
  }
  if (load.polled) {
    return reportOf(load, null, 'SAME', reason);
  }
  const batchId = await openBatch(tx, load, 'SAME');
  const report = reportOf(load, batchId, 'SAME', reason);
  await closeBatch(tx, batchId, 'SAME', report, reason);
  await auditBatch(tx, load.actor, report);
  return report;
}

/** A few rows of a feed that delivers whole lists say nothing about how complete the list is. */
const confirms = ({ mode, recordType }: Load): boolean => mode === 'FULL' || recordType.mode === 'DELTA';

async function hasRecords(tx: Tx, { recordType }: Load): Promise<boolean> {
  // In the order of the key, so that the first row is found by it: in no order, PostgreSQL reads on until one comes.
  const rows = await tx.query(
    'select 1 from record_head where agency = $1 and record_type = $2 order by source_key limit 1',
    [recordType.agency, recordType.name],
  );
  return rows.length > 0;
}

async function accept(tx: Tx, load: Load, feed: LockedFeed, figures: Figures): Promise<BatchReport> {
  const { recordType: type, loadId } = load;
  const nothingNew = figures.staged + figures.quarantined + figures.missing === 0 && !putsRight(load, feed);
  const change = { completeAsOf: confirms(load) ? load.asOf : null };
  if (nothingNew && load.polled && feed.heldBatchId === null && feed.lastBatchId !== null) {
    await clearScratch(tx.query, loadId);
    await advanceFeed(tx, load, change);
    return reportOf(load, null, 'SAME', '没有新的内容', {
      ...noRows,
      read: load.read,
      unchanged: figures.unchanged,
    });
  }
  const batchId = await openBatch(tx, load, 'ACCEPTED');
  const written = await writeLoad(tx, type, loadId, batchId);
  const missing = figures.missing > 0 && figures.keyless === 0 ? await readMissing(tx, type, loadId) : [];
  const absent = await writeAbsent(tx, type, missing, { id: batchId, asOf: load.asOf });
  const quarantined = await writeQuarantine(tx, loadId, batchId);
  const reason =
    figures.missing > 0 && figures.keyless > 0
      ? `有 ${figures.keyless} 行读不出编号，名单中未出现的记录暂不登记为缺失`
      : null;
  const report = reportOf(load, batchId, 'ACCEPTED', reason, {
    read: load.read,
    accepted: written.added + written.changed,
    unchanged: figures.unchanged,
    quarantined,
    added: written.added,
    changed: written.changed,
    absent,
  });
  await closeBatch(tx, batchId, 'ACCEPTED', report, reason);
  await clearScratch(tx.query, loadId);
  await advanceFeed(tx, load, {
    ...change,
    batchId,
    profile: nextProfile(load.mode, feed.profile, load.profile),
  });
  const replaced = await replaceHeld(tx, load, feed, batchId);
  if (report.accepted + absent > 0 || replaced || feed.completeAsOf === null) {
    await appendOutbox(tx, 'FactsChanged', { batchId });
  }
  await auditBatch(tx, load.actor, report);
  return report;
}

/** Rows of the list before were quarantined, and are not this time: a batch must tell that nothing is in doubt any more. */
const putsRight = ({ mode }: Load, { last }: LockedFeed): boolean =>
  mode === 'FULL' && last !== null && last.quarantined > 0;

/** A whole list that keeps the bounds replaces all that waits; beside a few rows they go on waiting. */
async function replaceHeld(tx: Tx, load: Load, feed: LockedFeed, by: string): Promise<boolean> {
  if (feed.heldBatchId === null || load.mode !== 'FULL') {
    return false;
  }
  await dropHeld(tx, await heldBatches(tx, load.recordType), `已由批次 ${by} 的完整名单取代`);
  await setHeldBatch(tx, load.recordType, null);
  return true;
}

const NOTHING_SORTED = { unchanged: 0 };
const noRows = { accepted: 0, quarantined: 0, added: 0, changed: 0, absent: 0 };
