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

/** The intent was written, and then nothing was sent. */
const notBegun = (sending: Sending): FinishedAttempt => ({
  sending,
  next: 'BACK',
  waitSeconds: 0,
  result: {
    outcome: 'RETRY',
    httpStatus: null,
    error: 'not sent: no time was left under the lease',
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
}

/** Secrets that cannot be opened undo the claim: nothing was sent, and no attempt is left unknown. */
const claimAndOpen = (
  store: Store,
  { key }: Command,
  claiming: Parameters<typeof claimLanes>[1],
): Promise<Opened | null> =>
  transaction(store, async (tx) => {
    const claim = await claimLanes(tx, claiming);
    return claim && { ...claim, keys: signingKeys(openSecrets(key, claiming.recipientId, claim.secrets)) };
  });

/** Runs until nothing is due, the recipient stops answering, or the signal asks to end. Several may run at once. */
export async function sendToRecipient(store: Store, command: Command): Promise<SendReport> {
  const { recipientId, worker, signal, pace = PACE } = command;
  const { leaseSeconds } = pace;
  const transport = command.transport ?? httpTransport();
  const attempts = attempting({ store, transport, signal, pace });
  let sent = 0;
  let confirmed = 0;
  const send = (claim: Opened): Promise<FinishedAttempt[]> => {
    logTakeOver(store, command, claim);
    const begun = performance.now();
    return sideBySide(claim.sendings, claim.concurrency, async (sending) =>
      signal?.aborted || performance.now() - begun > beginWithinMs(pace)
        ? notBegun(sending)
        : attempts.attempt(claim.url, claim.keys, sending),
    );
  };
  const record = async (claim: Opened, finished: readonly FinishedAttempt[]): Promise<void> => {
    const { token } = claim;
    const { lanesMoved } = await transaction(store, (tx) =>
      recordOutcomes(tx, { recipientId, token, finished }),
    );
    logFailures(store, command, finished, lanesMoved);
    sent += finished.filter(wasTaken).length;
    confirmed += finished.filter(({ result }) => result.outcome === 'DELIVERED').length;
  };
  // What was answered is recorded while the next lanes are claimed and sent: its own lanes stay leased until it is.
  let recording: Promise<void> | null = null;
  try {
    let limit = FIRST_CLAIM;
    let answering = true;
    while (answering && !signal?.aborted) {
      const claim = await claimAndOpen(store, command, { recipientId, worker, limit, leaseSeconds });
      if (claim === null && recording === null) {
        break;
      }
      const begun = performance.now();
      const finished: FinishedAttempt[] = claim === null ? [] : await send(claim);
      const took = performance.now() - begun;
      await recording;
      recording = null;
      if (claim !== null) {
        recording = record(claim, finished);
        // Awaited in the next turn; until then its failure is nobody's.
        recording.catch(() => undefined);
        limit = nextClaim({
          limit,
          concurrency: claim.concurrency,
          allTaken: finished.every(wasTaken),
          took,
        });
        answering = isWorthGoingOn(claim, finished);
      }
    }
    await recording;
  } finally {
    await recording?.catch(() => undefined);
    attempts.close();
    await (command.transport === undefined ? transport.close() : undefined);
  }
  return { sent, confirmed, waiting: await waitingLanes(store, recipientId) };
}
