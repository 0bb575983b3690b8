/** Marks titles whose re-review was missed; they stay flagged, but nobody becomes eligible by them until it is made up. */
import { appendAudit } from '../../audit/append';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { titleState } from '../title';
import { readTitles } from './raise-flags';

interface Command {
  readonly designationIds: readonly string[];
  readonly reason: string;
  readonly actor: Actor;
}

const INSERT = /* sql */ `
  insert into designation_event (designation_id, version, kind, on_date, recorded_at)
  select given.id, (select coalesce(max(version), 0) + 1 from designation_event e where e.designation_id = given.id), 'OVERDUE', $2, $3
  from unnest($1::uuid[]) as given (id)
`;

/** Only titles that are valid now; the others are left as they are. */
export async function markOverdue(tx: Tx, command: Command): Promise<{ marked: string[] }> {
  const before = await readTitles(tx, command.designationIds);
  await lockStreams(
    tx,
    before.map(({ unitId }) => unitId).filter((id) => id !== null),
  );
  await tx.query('select from designation where id = any($1::uuid[]) order by id for update', [
    command.designationIds,
  ]);
  const valid = (await readTitles(tx, command.designationIds)).filter(
    ({ events }) => titleState(events) === 'VALID',
  );
  const marked = valid.map(({ id }) => id);
  await tx.query(INSERT, [marked, tx.today, tx.now]);
  await assessEligibility(tx, {
    unitIds: valid.map(({ unitId }) => unitId).filter((id) => id !== null),
    actor: command.actor,
    cause: 'TITLE_OVERDUE',
  });
  for (const { id, unitId } of valid) {
    await appendAudit(tx, {
      unitId,
      actor: command.actor,
      action: 'title.overdue',
      subjectType: 'DESIGNATION',
      subjectId: id,
      detail: { reason: command.reason },
    });
  }
  return { marked };
}
