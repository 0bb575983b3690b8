/** Titles whose re-review was missed, and those for which it was made up: event, eligibility and audit, for many at once. */
import { appendAudits } from '../../audit/append';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { type TitleMark, transitionOf } from '../lifecycle';
import { titleState } from '../title';
import { readTitles } from './raise-flags';

interface Command {
  readonly designationIds: readonly string[];
  readonly reason: string;
  readonly actor: Actor;
}

const SAID_AS = {
  MARK_OVERDUE: { cause: 'TITLE_OVERDUE', audit: 'title.overdue' },
  MAKE_UP: { cause: 'TITLE_REVIEWED', audit: 'title.reviewed' },
} as const satisfies Record<TitleMark, object>;

const INSERT = /* sql */ `
  insert into designation_event (designation_id, version, kind, on_date, recorded_at)
  select given.id, (select coalesce(max(version), 0) + 1 from designation_event e where e.designation_id = given.id), $4, $2, $3
  from unnest($1::uuid[]) as given (id)
`;

/** Only titles from whose state the mark leads on; the others are left as they are. */
async function markTitles(tx: Tx, mark: TitleMark, command: Command): Promise<{ marked: string[] }> {
  if (command.designationIds.length === 0) {
    return { marked: [] };
  }
  const { from, event } = transitionOf(mark);
  const before = await readTitles(tx, command.designationIds);
  await lockStreams(
    tx,
    before.map(({ unitId }) => unitId).filter((id) => id !== null),
  );
  await tx.query('select from designation where id = any($1::uuid[]) order by id for update', [
    command.designationIds,
  ]);
  const fitting = (await readTitles(tx, command.designationIds)).filter(({ events }) =>
    from.includes(titleState(events)),
  );
  const marked = fitting.map(({ id }) => id);
  await tx.query(INSERT, [marked, tx.today, tx.now, event]);
  await assessEligibility(tx, {
    unitIds: fitting.map(({ unitId }) => unitId).filter((id) => id !== null),
    actor: command.actor,
    cause: SAID_AS[mark].cause,
  });
  await appendAudits(
    tx,
    fitting.map(({ id, unitId }) => ({
      unitId,
      actor: command.actor,
      action: SAID_AS[mark].audit,
      subjectType: 'DESIGNATION',
      subjectId: id,
      detail: { reason: command.reason },
    })),
  );
  return { marked };
}

/** They stay flagged, but nobody becomes eligible by them until the re-review is made up. */
export const markOverdue = (tx: Tx, command: Command): Promise<{ marked: string[] }> =>
  markTitles(tx, 'MARK_OVERDUE', command);

/** The re-review was made up, and what was asked for is met. */
export const endOverdue = (tx: Tx, command: Command): Promise<{ marked: string[] }> =>
  markTitles(tx, 'MAKE_UP', command);
