/** Who is sent an event: grants in force today; and of a withdrawal, whoever may hold what is withdrawn. */
import type { Tx } from '../../store/transaction';
import { projectionOf, RECALL_ONLY } from '../body';
import { type EventCommand, subjectKey } from './take-places';

export interface Addressee {
  readonly recipientId: string;
  readonly projection: string;
}

interface GrantRow {
  recipient_id: string;
  flag_kind: string;
  fields: string[];
}

const GRANTS_IN_FORCE = /* sql */ `
  select distinct on (recipient_id, flag_kind) recipient_id, flag_kind, fields
  from recipient_grant where from_on <= $1::date and until_on >= $1::date
  order by recipient_id, flag_kind, from_on desc
`;

/** All who were ever sent an event of the subject, but for deliveries that were closed before any attempt. */
const HOLDERS = /* sql */ `
  select distinct e.unit_id, e.subject_kind, e.subject_id, d.recipient_id
  from (select distinct * from unnest($1::bigint[], $2::text[], $3::text[]) as g (unit_id, subject_kind, subject_id)) g
    join event e using (unit_id, subject_kind, subject_id)
    join delivery d on d.event_id = e.id
  where not exists (select from delivery_closure c where c.delivery_id = d.id)
    or exists (select from attempt a where a.delivery_id = d.id)
  order by d.recipient_id
`;

async function readHolders(tx: Tx, withdrawals: readonly EventCommand[]): Promise<Map<string, string[]>> {
  const holders = new Map<string, string[]>();
  if (withdrawals.length === 0) {
    return holders;
  }
  const rows = await tx.query<{
    unit_id: string;
    subject_kind: string;
    subject_id: string;
    recipient_id: string;
  }>(HOLDERS, [
    withdrawals.map(({ unitId }) => unitId),
    withdrawals.map(({ subjectKind }) => subjectKind),
    withdrawals.map(({ subjectId }) => subjectId),
  ]);
  for (const row of rows) {
    const key = subjectKey({ unitId: row.unit_id, subjectKind: row.subject_kind, subjectId: row.subject_id });
    holders.set(key, [...(holders.get(key) ?? []), row.recipient_id]);
  }
  return holders;
}

/**
 * A withdrawal goes to every holder, even where the grant has ended since (then without any granted field), and to
 * nobody else: who never had the flag must not learn of it by its recall.
 */
export async function findAddressees(
  tx: Tx,
  commands: readonly EventCommand[],
): Promise<(command: EventCommand) => Addressee[]> {
  const grants = await tx.query<GrantRow>(GRANTS_IN_FORCE, [tx.today]);
  const holders = await readHolders(
    tx,
    commands.filter(({ withdraws }) => withdraws),
  );
  return (command) => {
    const granted = grants
      .filter(({ flag_kind }) => flag_kind === command.subjectKind)
      .map(({ recipient_id, fields }) => ({ recipientId: recipient_id, projection: projectionOf(fields) }));
    if (!command.withdraws) {
      return granted;
    }
    return (holders.get(subjectKey(command)) ?? []).map(
      (recipientId) =>
        granted.find((grant) => grant.recipientId === recipientId) ?? {
          recipientId,
          projection: RECALL_ONLY,
        },
    );
  };
}
