/** Evaluates many waiting cases again in one transaction; only what came out otherwise is written, as a new version. */
import { appendAudits } from '../../audit/append';
import type { Orders } from '../../criteria/evaluate';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { systemActor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { type CaseToEvaluate, type EvaluatedCase, workOutCases, writeVerdicts } from './evaluate-cases';

interface Command {
  readonly caseIds: readonly string[];
  /** Why they are looked at again; goes into the audit. */
  readonly cause: string;
}

export interface ReevaluatedCases {
  readonly looked: number;
  readonly changed: number;
}

/** Of a case: it waits for evidence, or for something to be put right. What follows a failed verdict is for officers. */
export const WAITS = `c.closed_at is null and c.verdict in ('PENDING_EVIDENCE', 'RECTIFY')`;

/** Those that still wait, of units that still hold the title. */
const LOCK = /* sql */ `
  select c.id from review_case c join designation d on d.id = c.designation_id and d.unit_id = c.unit_id
  where c.id = any($1::uuid[]) and ${WAITS} order by c.id for update of c
`;

interface WaitingCase {
  readonly id: string;
  readonly unitId: string;
  readonly catalogueId: string;
  readonly openedAt: Date;
  readonly version: number;
  readonly verdict: string;
  readonly findings: string;
  readonly orders: Orders | null;
}

/** Read after the lock: another evaluation may just have ended. */
const WAITING = /* sql */ `
  select c.id, c.unit_id as "unitId", c.catalogue_id as "catalogueId", r.opened_at as "openedAt", v.version, v.verdict,
    v.findings::text as findings,
    (select s.detail -> 'orders' from case_step s where s.case_id = c.id and s.action = 'EVALUATE'
      order by s.version desc limit 1) as orders
  from review_case c join review_round r on r.id = c.round_id join verdict v on v.id = c.verdict_id
  where c.id = any($1::uuid[]) order by c.id
`;

/**
 * A day that has passed, or a record that says again what it said, changes no finding and makes no version: unlike an
 * officer’s order to evaluate, which is answered with a verdict of its day.
 */
export async function reevaluateCases(tx: Tx, { caseIds, cause }: Command): Promise<ReevaluatedCases> {
  const locked = await tx.query<{ id: string }>(LOCK, [caseIds]);
  const waiting = await tx.query<WaitingCase>(WAITING, [locked.map(({ id }) => id)]);
  const before = new Map(waiting.map((one) => [one.id, one]));
  const evaluated = await workOutCases(
    tx,
    waiting.map(
      ({ id, unitId, catalogueId, openedAt, orders, version }): CaseToEvaluate => ({
        id,
        unitId,
        catalogueId,
        openedAt,
        asOf: tx.today,
        orders: orders ?? {},
        version: version + 1,
      }),
    ),
  );
  const changed = evaluated.filter(({ case: { id }, verdict, findings }) => {
    const known = before.get(id);
    return known?.verdict !== verdict || known.findings !== findings;
  });
  if (changed.length > 0) {
    await write(tx, changed, cause);
  }
  return { looked: waiting.length, changed: changed.length };
}

async function write(tx: Tx, changed: readonly EvaluatedCase[], cause: string): Promise<void> {
  const actor = systemActor('review');
  // All streams at once: a title whose re-review is made up with it changes what its unit is eligible for.
  await lockStreams(
    tx,
    changed.map(({ case: { unitId } }) => unitId),
  );
  await writeVerdicts(tx, changed, actor);
  await appendAudits(
    tx,
    changed.map(({ case: { id, unitId, version }, verdict, factsDigest }) => ({
      unitId,
      actor,
      action: 'review.reevaluated',
      subjectType: 'review_case',
      subjectId: id,
      detail: { cause, version, verdict, factsDigest: factsDigest.toString('hex') },
    })),
  );
}
