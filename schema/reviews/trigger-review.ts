/** A round for units given by their codes: an unknown code is said, not left out. */
import type { Actor, Body } from '../../src/kernel/actor';
import { fail, type Result } from '../../src/kernel/result';
import { openRound, type RoundOpened } from '../../src/reviews/steps/open-round';
import type { Tx } from '../../src/store/transaction';

interface Command {
  readonly title: string;
  readonly forBody: Body;
  readonly reason: string;
  readonly unitCodes?: readonly string[] | null;
  readonly asOf?: string | null;
  readonly actor: Actor;
}

export async function triggerReview(tx: Tx, command: Command): Promise<Result<RoundOpened>> {
  const opened = await open(tx, command);
  return opened.ok && !opened.value.created ? nothingOpened(opened.value) : opened;
}

/** Whoever asks for a round is told when there is none: a round of somebody else's, given as the answer, reads as one's own. */
const nothingOpened = ({ roundId, alreadyOpen }: RoundOpened): Result<never> =>
  fail(
    'ALREADY_DONE',
    `没有开启新的轮次：所选的 ${alreadyOpen} 个称号都已在复核或处理程序中，最近的在轮次 ${roundId}。 Nothing was opened: all that was chosen is under review already.`,
    '请在该轮次和单位的案件中查看进展。 See that round, and the cases of the units.',
  );

async function open(tx: Tx, command: Command): Promise<Result<RoundOpened>> {
  const { title, forBody, reason, unitCodes, actor } = command;
  const round = {
    origin: 'ADMIN',
    title,
    requestedByBody: forBody,
    reason,
    asOf: command.asOf ?? tx.today,
    actor,
  } as const;
  if (unitCodes === undefined || unitCodes === null) {
    return openRound(tx, round);
  }
  const units = await tx.query<{ id: string; code: string }>(
    'select id, code from unit where code = any ($1)',
    [unitCodes],
  );
  const unknown = unitCodes.filter((code) => !units.some((unit) => unit.code === code));
  return unknown.length > 0
    ? fail('NOT_FOUND', `没有这些单位。 There are no units ${unknown.slice(0, 20).join(', ')}.`)
    : openRound(tx, { ...round, unitIds: units.map(({ id }) => id) });
}
