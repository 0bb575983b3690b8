/** Ends cases that lost their object, or that a new round takes over: each with a step that says why. */
import { readOtherNamings } from '../../designations/steps/other-namings';
import { systemActor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import type { Tx } from '../../store/transaction';

interface Command {
  readonly caseIds: readonly string[];
  /** TITLE_ENDED: by a decision; UNIT_CHANGED: the title is another unit's; NEW_ROUND: it is asked anew there. */
  readonly reason: 'TITLE_ENDED' | 'UNIT_CHANGED' | 'NEW_ROUND';
  /** What ended them: a document, a round. */
  readonly by: { readonly [key: string]: Json };
}

/** The cases must be locked by the caller; one that is closed already stays as it is. */
export async function closeCases(tx: Tx, { caseIds, reason, by }: Command): Promise<void> {
  const actor = systemActor('review');
  await tx.query(
    `with closed as (
       update review_case set closed_at = $2 where id = any($1::uuid[]) and closed_at is null returning id
     )
     insert into case_step (case_id, version, action, state, on_date, detail, actor_id, actor_name, actor_body, recorded_at)
     select c.id, coalesce((select max(s.version) from case_step s where s.case_id = c.id), 0) + 1, 'CLOSE', 'CLOSED',
            $3, $4, $5, $6, $7, $2
       from closed c`,
    [caseIds, tx.now, tx.today, JSON.stringify({ reason, ...by }), actor.id, actor.name, actor.body],
  );
}

/** Whatever is open on a title that is cancelled, in whichever of its namings. Before the decision locks the unit's stream. */
export async function closeCasesOfTitle(
  tx: Tx,
  designationId: string,
  by: { readonly [key: string]: Json; readonly decidedOn: string },
): Promise<void> {
  const others = await readOtherNamings(tx, { designationId, until: by.decidedOn });
  const open = await tx.query<{ id: string }>(
    'select id from review_case where designation_id = any($1::uuid[]) and closed_at is null order by id for update',
    [[designationId, ...others]],
  );
  await closeCases(tx, { caseIds: open.map(({ id }) => id), reason: 'TITLE_ENDED', by });
}
