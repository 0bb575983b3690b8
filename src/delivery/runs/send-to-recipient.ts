/** Sends what is due for one recipient: lanes side by side, each lane in order, nothing of it inside a transaction. */
import { performance } from 'node:perf_hooks';
import type { SealKey } from '../../kernel/seal';
import { type Store, transaction } from '../../store/transaction';
import { FIRST_CLAIM, nextClaim } from '../claim-size';
import { openSecrets } from '../endpoint-secret';
import { beginWithinMs, PACE, type Pace } from '../pace';
import { waitingLanes } from '../reads';
import { signingKeys } from '../signature';
import { type Claim, claimLanes, type Sending } from '../steps/claim-lanes';
import { type FinishedAttempt, recordOutcomes } from '../steps/record-outcomes';
import type { Transport } from '../transport';
import { attempting } from './attempt-sending';
import { httpTransport } from './http-transport';
import { sideBySide } from './side-by-side';

interface Command {
  readonly recipientId: string;
  readonly worker: string;
  /** Opens the secrets that endpoints were entered with. */
  readonly key: SealKey;
  readonly transport?: Transport;
  /** Asks to end: nothing new is begun, what is on its way gets a few seconds. */
  readonly signal?: AbortSignal;
  readonly pace?: Pace;
}

export interface SendReport {
  /** Taken by the recipient, with or without a receipt. */
  readonly sent: number;
  readonly confirmed: number;
  /** Lanes that still have something to send, now or later. */
  readonly waiting: number;
}

/** The intent was written, and then nothing was sent: its lane is due at once. */
const notBegun = (sending: Sending): FinishedAttempt => ({
  sending,
  next: 'BACK',
  waitSeconds: 0,
  result: {
    outcome: 'RETRY',
    httpStatus: null,
    error: 'not sent: the sender ended, or no time was left under the lease',
    retryAfter: null,
    receipt: null,
    responseText: null,
  },
});

const wasTaken = ({ result: { outcome } }: FinishedAttempt): boolean =>
  outcome === 'DELIVERED' || outcome === 'ACCEPTED';

/**
 * When nothing answers, or of a full claim nothing was taken, the fault is the recipient's as a whole: the lanes that are
 * left wait for the next sweep, instead of failing or being held one by one.
 */
const isWorthGoingOn = ({ concurrency }: Claim, finished: readonly FinishedAttempt[]): boolean =>
  finished.length === 0 ||
  finished.some(wasTaken) ||
  (finished.length < concurrency && finished.some(({ result }) => result.httpStatus !== null));

function logFailures(
  store: Store,
  command: Command,
  finished: readonly FinishedAttempt[],
  moved: number,
): void {
  const failed = finished.filter((one) => !wasTaken(one));
  if (failed.length > 0 || moved < finished.length) {
    store.logger.warn(
      {
        recipient: command.recipientId,
        worker: command.worker,
        taken: finished.length - failed.length,
        failed: failed.length,
        lanesTakenOver: finished.length - moved,
        example: failed[0] && { event: failed[0].sending.eventId, error: failed[0].result.error },
      },
      'not everything was taken by the recipient',
    );
  }
}

function logTakeOver(store: Store, { recipientId, worker }: Command, { leftUnknown }: Claim): void {
  if (leftUnknown > 0) {
    store.logger.warn(
      { recipient: recipientId, worker, attempts: leftUnknown },
      'a sender ended without an answer: its attempts are unknown, the same events are sent again',
    );
  }
}

interface Opened extends Claim {
  readonly keys: readonly Buffer[];
  /** When it was asked for: its lease began no earlier. */
  readonly begun: number;
}

type Attempts = ReturnType<typeof attempting>;

/** The three things that are done with lanes: claimed, sent, recorded. */
function sender(store: Store, command: Command, attempts: Attempts) {
  const { recipientId, worker, key, signal, pace = PACE } = command;
  const { leaseSeconds } = pace;
  let sent = 0;
  let confirmed = 0;
  return {
    /** Secrets that cannot be opened undo the claim: nothing was sent, and no attempt is left unknown. */
    claim(limit: number): Promise<Opened | null> {
      const begun = performance.now();
      return transaction(store, async (tx) => {
        const claim = await claimLanes(tx, { recipientId, worker, limit, leaseSeconds });
        return claim && { ...claim, begun, keys: signingKeys(openSecrets(key, recipientId, claim.secrets)) };
      });
    },
    send(claim: Opened): Promise<FinishedAttempt[]> {
      logTakeOver(store, command, claim);
      return sideBySide(claim.sendings, claim.concurrency, async (sending) =>
        signal?.aborted || performance.now() - claim.begun > beginWithinMs(pace)
          ? notBegun(sending)
          : attempts.attempt(claim.url, claim.keys, sending),
      );
    },
    async record({ token }: Opened, finished: readonly FinishedAttempt[]): Promise<void> {
      const { lanesMoved } = await transaction(store, (tx) =>
        recordOutcomes(tx, { recipientId, token, finished }),
      );
      logFailures(store, command, finished, lanesMoved);
      sent += finished.filter(wasTaken).length;
      confirmed += finished.filter(({ result }) => result.outcome === 'DELIVERED').length;
    },
    counts: () => ({ sent, confirmed }),
  };
}

/** Awaited later; until then its failure is nobody's. */
function meanwhile<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** What was answered is recorded while the next lanes are claimed and sent: its own lanes stay leased until it is. */
async function sendAll(
  { claim, send, record }: ReturnType<typeof sender>,
  signal?: AbortSignal,
): Promise<void> {
  let recording: Promise<void> | null = null;
  try {
    let limit = FIRST_CLAIM;
    let answering = true;
    while (answering && !signal?.aborted) {
      const claimed = await claim(limit);
      if (claimed === null && recording === null) {
        break;
      }
      const begun = performance.now();
      const finished: FinishedAttempt[] = claimed === null ? [] : await send(claimed);
      const took = performance.now() - begun;
      await recording;
      recording = null;
      if (claimed !== null) {
        recording = meanwhile(record(claimed, finished));
        const { concurrency } = claimed;
        limit = nextClaim({ limit, concurrency, allTaken: finished.every(wasTaken), took });
        answering = isWorthGoingOn(claimed, finished);
      }
    }
    await recording;
  } finally {
    await Promise.allSettled([recording]);
  }
}

/** Runs until nothing is due, the recipient stops answering, or the signal asks to end. Several may run at once. */
export async function sendToRecipient(store: Store, command: Command): Promise<SendReport> {
  const { recipientId, signal, pace = PACE } = command;
  const transport = command.transport ?? httpTransport();
  const attempts = attempting({ store, transport, signal, pace });
  const work = sender(store, command, attempts);
  try {
    await sendAll(work, signal);
  } finally {
    attempts.close();
    await (command.transport === undefined ? transport.close() : undefined);
  }
  return { ...work.counts(), waiting: await waitingLanes(store, recipientId) };
}
