/** Writes what attempts came to, the receipts, and how each lane goes on; lanes only under our own lease. */
import { sha256Hex } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';
import type { AttemptResult } from '../outcome';
import { HOLD_AFTER_DAYS } from '../retry';
import type { Sending } from './claim-lanes';
import { releaseWithdrawn } from './release-withdrawn';

export interface FinishedAttempt {
  readonly sending: Sending;
  readonly result: AttemptResult;
  /** DONE: the lane goes on. WAIT: again after `waitSeconds`. HOLD: for a person. BACK: never sent, due at once. */
  readonly next: 'DONE' | 'WAIT' | 'HOLD' | 'BACK';
  readonly waitSeconds: number;
}

interface Command {
  readonly recipientId: string;
  readonly token: string;
  readonly finished: readonly FinishedAttempt[];
}

export interface RecordedOutcomes {
  /** Lanes that were still ours; of the others another sender has taken over, and only the evidence was kept. */
  readonly lanesMoved: number;
}

/** Kept whoever holds the lane now. */
const RECORD = /* sql */ `
  with given as (
    select * from json_to_recordset($1::json) as g (attempt_id uuid, delivery_id uuid, outcome text, http_status int,
      error text, response text, response_digest text, receipt json)
  ), outcome as (
    insert into attempt_outcome (attempt_id, at, outcome, http_status, error, response_digest, response_body)
    select attempt_id, clock_timestamp(), outcome, http_status, error, decode(response_digest, 'hex'), response from given
    on conflict (attempt_id) do nothing
  )
  insert into receipt (delivery_id, attempt_id, via, state, at, evidence)
  select delivery_id, attempt_id, 'ANSWER', receipt->>'state', clock_timestamp(), receipt
  from given where receipt is not null
  on conflict (delivery_id) do nothing
`;

/** In the order in which whoever appends events takes them. By the token alone, all lanes of the recipient would be read. */
const LOCK_OURS = /* sql */ `
  select unit_id from lane
  where recipient_id = $1 and unit_id = any($3::bigint[]) and lease_token = $2 and state = 'LEASED'
  order by unit_id for update
`;

/** Past the delivery that was sent, which was the first of its lane: nobody else moves a lane under our lease. */
const GO_ON = /* sql */ `
  update lane set head_seq = head_seq + 1,
    state = case when tail_seq = head_seq + 1 then 'IDLE' else 'READY' end,
    ready_at = case when tail_seq = head_seq + 1 then null else now() end,
    failures = 0, failing_since = null, last_error = null, lease_token = null, lease_until = null
  where recipient_id = $1 and unit_id = any($2::bigint[])
`;

/** What comes BACK was never sent, and says nothing of the recipient. */
const STAY = /* sql */ `
  with step as (
    select l.unit_id, g.error, g.wait, case
        when g.next = 'WAIT' and not g.withdrawal and l.failing_since < now() - make_interval(days => $6) then 'HOLD'
        else g.next
      end as goes
    from unnest($2::bigint[], $3::text[], $4::float8[], $5::text[], $7::boolean[]) as g (unit_id, next, wait, error, withdrawal)
      join lane l on l.recipient_id = $1 and l.unit_id = g.unit_id
  )
  update lane l set
    state = case goes when 'BACK' then 'READY' when 'HOLD' then 'HELD' else 'BACKOFF' end,
    ready_at = case goes when 'HOLD' then null when 'WAIT' then now() + make_interval(secs => step.wait) else now() end,
    failures = case goes when 'BACK' then l.failures else l.failures + 1 end,
    failing_since = case goes when 'BACK' then l.failing_since else coalesce(l.failing_since, now()) end,
    last_error = case goes when 'BACK' then l.last_error else step.error end,
    lease_token = null, lease_until = null
  from step
  where l.recipient_id = $1 and l.unit_id = step.unit_id
  returning l.unit_id, l.state
`;

/** NUL cannot be stored as text; nothing else of the answer is changed. */
const storable = (text: string | null): string | null => text?.replaceAll('\u0000', '\ufffd') ?? null;

function row({ sending, result }: FinishedAttempt) {
  const { receipt, responseText } = result;
  return {
    attempt_id: sending.attemptId,
    delivery_id: sending.deliveryId,
    outcome: result.outcome,
    http_status: result.httpStatus,
    error: storable(result.error),
    response: storable(responseText),
    response_digest: responseText === null ? null : sha256Hex(responseText),
    receipt,
  };
}

const unitOf = ({ sending }: FinishedAttempt): string => sending.unitId;

/** Those that are not done stay where they are: how, their row says. */
async function keepBack(tx: Tx, recipientId: string, staying: readonly FinishedAttempt[]): Promise<void> {
  if (staying.length === 0) {
    return;
  }
  const kept = await tx.query<{ unit_id: string; state: string }>(STAY, [
    recipientId,
    staying.map(unitOf),
    staying.map(({ next }) => next),
    staying.map((one) => one.waitSeconds),
    staying.map(({ result }) => storable(result.error)),
    HOLD_AFTER_DAYS,
    staying.map(({ sending }) => sending.withdrawal),
  ]);
  const waiting = kept.filter(({ state }) => state === 'HELD' || state === 'BACKOFF');
  // A recall may have been appended while the event was on its way: with the lane locked, it is seen here.
  await releaseWithdrawn(
    tx,
    waiting.map(({ unit_id }) => ({ recipientId, unitId: unit_id })),
  );
}

export async function recordOutcomes(tx: Tx, command: Command): Promise<RecordedOutcomes> {
  const { recipientId, token, finished } = command;
  await tx.query(RECORD, [JSON.stringify(finished.map(row))]);
  const locked = await tx.query<{ unit_id: string }>(LOCK_OURS, [recipientId, token, finished.map(unitOf)]);
  const ours = new Set(locked.map(({ unit_id }) => unit_id));
  const moving = finished.filter((one) => ours.has(unitOf(one)));
  await tx.query(GO_ON, [recipientId, moving.filter(({ next }) => next === 'DONE').map(unitOf)]);
  await keepBack(
    tx,
    recipientId,
    moving.filter(({ next }) => next !== 'DONE'),
  );
  return { lanesMoved: moving.length };
}
