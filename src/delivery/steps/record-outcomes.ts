/** Writes what attempts came to, the receipts, and how each lane goes on; lanes only under our own lease. */
import { canonicalJson } from '../../kernel/canonical-json';
import { sha256 } from '../../kernel/digest';
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
  readonly lanesHeld: number;
}

/** One statement: outcomes and receipts are kept whoever holds the lane now, the lane moves only under our token. */
const RECORD = /* sql */ `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g (attempt_id uuid, delivery_id uuid, unit_id bigint, lane_seq bigint,
      withdrawal boolean, outcome text, http_status int, error text, response text, response_digest text,
      receipt_state text, evidence jsonb, next text, wait double precision)
  ), outcome as (
    insert into attempt_outcome (attempt_id, at, outcome, http_status, error, response_digest, response_body)
    select attempt_id, clock_timestamp(), outcome, http_status, error, decode(response_digest, 'hex'), response from given
    on conflict (attempt_id) do nothing
  ), confirmed as (
    insert into receipt (delivery_id, attempt_id, via, state, at, evidence)
    select delivery_id, attempt_id, 'ANSWER', receipt_state, clock_timestamp(), evidence
    from given where receipt_state is not null
    on conflict (delivery_id) do nothing
  ), ours as (
    select unit_id from lane
    where recipient_id = $2 and lease_token = $3 and state = 'LEASED' and unit_id in (select unit_id from given)
    order by unit_id for update
  ), step as (
    select given.*, case
        when next = 'WAIT' and not withdrawal and l.failing_since < now() - make_interval(days => $4) then 'HOLD'
        else next
      end as goes
    from given join ours using (unit_id) join lane l on l.recipient_id = $2 and l.unit_id = given.unit_id
  )
  update lane l set
    head_seq = case goes when 'DONE' then step.lane_seq else l.head_seq end,
    state = case
      when goes = 'DONE' and l.tail_seq = step.lane_seq then 'IDLE'
      when goes in ('DONE', 'BACK') then 'READY'
      when goes = 'HOLD' then 'HELD'
      else 'BACKOFF'
    end,
    ready_at = case
      when goes = 'DONE' and l.tail_seq = step.lane_seq or goes = 'HOLD' then null
      when goes = 'WAIT' then now() + make_interval(secs => step.wait)
      else now()
    end,
    failures = case goes when 'DONE' then 0 when 'BACK' then l.failures else l.failures + 1 end,
    failing_since = case goes when 'DONE' then null when 'BACK' then l.failing_since else coalesce(l.failing_since, now()) end,
    last_error = case goes when 'DONE' then null when 'BACK' then l.last_error else step.error end,
    lease_token = null, lease_until = null
  from step
  where l.recipient_id = $2 and l.unit_id = step.unit_id
  returning l.unit_id, l.state
`;

/** NUL cannot be stored as text; nothing else of the answer is changed. */
const storable = (text: string | null): string | null => text?.replaceAll('\u0000', '\ufffd') ?? null;

function row({ sending, result, next, waitSeconds }: FinishedAttempt) {
  const { receipt, responseText } = result;
  return {
    attempt_id: sending.attemptId,
    delivery_id: sending.deliveryId,
    unit_id: sending.unitId,
    lane_seq: sending.laneSeq,
    withdrawal: sending.withdrawal,
    outcome: result.outcome,
    http_status: result.httpStatus,
    error: storable(result.error),
    response: storable(responseText),
    response_digest: responseText === null ? null : sha256(responseText).toString('hex'),
    receipt_state: receipt?.state ?? null,
    evidence: receipt === null ? null : JSON.parse(canonicalJson({ ...receipt })),
    next,
    wait: waitSeconds,
  };
}

export async function recordOutcomes(tx: Tx, command: Command): Promise<RecordedOutcomes> {
  const { recipientId, token, finished } = command;
  const moved = await tx.query<{ unit_id: string; state: string }>(RECORD, [
    JSON.stringify(finished.map(row)),
    recipientId,
    token,
    HOLD_AFTER_DAYS,
  ]);
  const waiting = moved.filter(({ state }) => state === 'HELD' || state === 'BACKOFF');
  // A recall may have been appended while the event was on its way: with the lane locked, it is seen here.
  await releaseWithdrawn(
    tx,
    waiting.map(({ unit_id }) => ({ recipientId, unitId: unit_id })),
  );
  return { lanesMoved: moved.length, lanesHeld: moved.filter(({ state }) => state === 'HELD').length };
}
