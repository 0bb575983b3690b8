/** An officer's answer on a match with what follows from it, in one transaction: the record is joined, or parted again. */
import { attachRecord, RECORD_SUBJECT } from '../../src/agencies/steps/attach-record';
import { lockStreams } from '../../src/delivery/steps/lock-streams';
import { detachUnit } from '../../src/designations/steps/attach-unit';
import { MATCH_SUBJECT } from '../../src/designations/steps/write-titles';
import type { Actor } from '../../src/kernel/actor';
import { ok, type Result } from '../../src/kernel/result';
import { attachTitle } from '../../src/reviews/steps/attach-title';
import type { Tx } from '../../src/store/transaction';
import { decideMatch, type MatchAnswer, type MatchDecided } from '../../src/units/steps/decide-match';

interface Command {
  readonly candidateId: string;
  readonly answer: MatchAnswer;
  readonly why: string;
  readonly actor: Actor;
}

type Follow = (tx: Tx, decided: MatchDecided, actor: Actor) => Promise<Result<unknown>>;

/** Kind of record → what its room does. A kind that is in no row stops the answer, not only its effect. */
const FOLLOWS: Readonly<Record<string, Follow>> = {
  [MATCH_SUBJECT]: (tx, { subjectId, unitId, effect }, actor) => {
    const title = { designationId: subjectId, unitId, actor };
    return effect === 'ATTACH' ? attachTitle(tx, title) : detachUnit(tx, title);
  },
  [RECORD_SUBJECT]: (tx, { subjectId, unitId, effect }, actor) =>
    attachRecord(tx, { subjectId, unitId: effect === 'ATTACH' ? unitId : null, actor }),
};

export async function confirmMatch(tx: Tx, command: Command): Promise<Result<MatchDecided>> {
  // The order of locks: the stream before the audit chain, which the decision writes to.
  const units = await tx.query<{ unit_id: string }>('select unit_id from match_candidate where id = $1', [
    command.candidateId,
  ]);
  await lockStreams(
    tx,
    units.map(({ unit_id }) => unit_id),
  );
  const decided = await decideMatch(tx, command);
  if (!decided.ok || decided.value.effect === 'NONE') {
    return decided;
  }
  const follow = FOLLOWS[decided.value.subjectType];
  if (follow === undefined) {
    throw new TypeError(`nobody knows what follows from a match of ${decided.value.subjectType}`);
  }
  const followed = await follow(tx, decided.value, command.actor);
  return followed.ok ? ok(decided.value) : followed;
}
