/** The relay: outbox rows are offered as soon as they are committed (NOTIFY), or at the next poll, until they are done. */
import { listen } from './listen';
import type { Live } from './live';
import type { Offers } from './offers';
import { claimSignals, claimWork, type OutboxRow, runRow } from './rows';
import type { Runner } from './runner';

const SIGNALS_AT_ONCE = 1_000;
const OFFERS_AT_ONCE = 200;
/** Rows this process runs by itself: without Redis, or when an offer through Redis came to nothing. */
const OWN_SLOTS = 2;

export interface Relay {
  wake(): void;
  /** Milliseconds since the relay last looked into the outbox. */
  idleMs(): number;
  close(): Promise<void>;
}

/** A worker whose relay has not looked for so long is stuck, whatever its sockets say. */
const STUCK_MS = 60_000;

export const isAtWork = (relay: Relay): boolean => relay.idleMs() < STUCK_MS;

interface State {
  readonly runner: Runner;
  readonly offers: Offers;
  readonly live: Live;
  readonly own: Set<Promise<unknown>>;
}

/** What signals start here, once for each job and key. */
function startSignalled(runner: Runner, rows: readonly OutboxRow[]): void {
  const started = new Set<string>();
  for (const { topic: name, key } of rows) {
    const topic = runner.plan.topics[name];
    const job = topic?.kind === 'SIGNAL' ? topic.starts : undefined;
    const once = [job, ...Object.values(key)].join(' ');
    if (job !== undefined && !started.has(once)) {
      started.add(once);
      runner.start(job, key);
    }
  }
}

/** What only wakes: work for several begins here and, for senders, through Redis elsewhere; and subscribers of the gateways. */
async function passOnSignals({ runner, offers, live }: State): Promise<number> {
  const rows = await claimSignals(runner.context.store, runner.plan, SIGNALS_AT_ONCE);
  const isForSenders = (row: OutboxRow): boolean => {
    const topic = runner.plan.topics[row.topic];
    return topic?.kind === 'SIGNAL' && topic.wakes === 'SENDERS';
  };
  startSignalled(runner, rows);
  const recipients = [...new Set(rows.filter(isForSenders).map((row) => row.key.recipientId ?? ''))];
  await Promise.all([
    offers.offerSend(recipients),
    ...rows.filter((row) => !isForSenders(row)).map((row) => live.publish(row.topic, row.key)),
  ]);
  return rows.length;
}

function runHere(state: State, row: OutboxRow): void {
  const { logger } = state.runner.context.store;
  const run: Promise<unknown> = runRow(state.runner, row)
    // The database went away: the row's lease ends and it is offered again.
    .catch((error) => logger.warn({ err: error, outbox: row.id }, 'outbox row could not be marked'))
    .finally(() => state.own.delete(run));
  state.own.add(run);
}

/** First offers go through Redis, to whichever worker is free; if that fails they are run here at once. */
async function offerFresh(state: State): Promise<number> {
  const { plan, context } = state.runner;
  if (!state.offers.available()) {
    return 0;
  }
  const { offerSeconds } = state.runner.tempo;
  const rows = await claimWork(context.store, plan, { most: OFFERS_AT_ONCE, fresh: true, offerSeconds });
  // What Redis did not take is claimed again when its offer runs out, and run here then.
  await state.offers.offerRows(rows);
  return rows.length;
}

/** Whatever was lost, failed or could not be offered at all: as many as there are slots. */
async function runOwn(state: State): Promise<number> {
  const { plan, context } = state.runner;
  const free = OWN_SLOTS - state.own.size;
  if (free <= 0) {
    return 0;
  }
  const { offerSeconds } = state.runner.tempo;
  const rows = await claimWork(context.store, plan, { most: free, fresh: false, offerSeconds });
  for (const row of rows) {
    if (row.attempts > 1) {
      context.store.logger.info(
        { outbox: row.id, topic: row.topic, ...row.key },
        'outbox row was not done in its time; it is taken up again',
      );
    }
    runHere(state, row);
  }
  return rows.length;
}

export function startRelay(runner: Runner, offers: Offers, live: Live): Relay {
  const state: State = { runner, offers, live, own: new Set() };
  const { logger } = runner.context.store;
  let looked = performance.now();
  let wakeUp = (): void => undefined;
  let woken = false;
  const wake = (): void => {
    woken = true;
    wakeUp();
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, woken ? 0 : runner.tempo.pollMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!runner.stop.aborted) {
      woken = false;
      try {
        const moved = (await passOnSignals(state)) + (await offerFresh(state)) + (await runOwn(state));
        looked = performance.now();
        woken ||= moved >= OFFERS_AT_ONCE;
      } catch (error) {
        logger.warn({ err: error }, 'the outbox could not be read; trying again');
      }
      await pause();
    }
  };
  const listener = listen(runner.context.store, runner.stop, wake);
  runner.stop.addEventListener('abort', wake, { once: true });
  const ended = loop();
  return {
    wake,
    idleMs: () => performance.now() - looked,
    async close() {
      wake();
      await ended;
      await listener.close();
      await Promise.allSettled(state.own);
    },
  };
}
