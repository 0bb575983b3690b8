/** Makes the recipient tables say what the dated data says; endpoints, entered by operators, are left alone. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { appendOutboxMany } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import type { RecipientData } from '../recipient';

interface Command {
  readonly actor: Actor;
  readonly recipients: readonly RecipientData[];
}

export interface RecipientChanges {
  readonly recipients: number;
  readonly grantsChanged: string[];
  readonly grantsEnded: string[];
}

const UPSERT_RECIPIENTS = /* sql */ `
  insert into recipient (id, name, concurrency, created_at, updated_at)
  select id, name, concurrency, $2, $2
  from jsonb_to_recordset($1::jsonb) as given (id text, name text, concurrency int)
  on conflict (id) do update
    set name = excluded.name, concurrency = excluded.concurrency, updated_at = excluded.updated_at
    where (recipient.name, recipient.concurrency) is distinct from (excluded.name, excluded.concurrency)
`;

const UPSERT_GRANTS = /* sql */ `
  insert into recipient_grant (recipient_id, flag_kind, legal_basis, catalogue_item, fields, from_on, until_on)
  select recipient_id, flag_kind, legal_basis, catalogue_item, fields, from_on, until_on
  from jsonb_to_recordset($1::jsonb) as given
    (recipient_id text, flag_kind text, legal_basis text, catalogue_item text, fields text[], from_on date, until_on date)
  on conflict (recipient_id, flag_kind, from_on) do update
    set legal_basis = excluded.legal_basis, catalogue_item = excluded.catalogue_item,
      fields = excluded.fields, until_on = excluded.until_on
    where (recipient_grant.legal_basis, recipient_grant.catalogue_item, recipient_grant.fields, recipient_grant.until_on)
      is distinct from (excluded.legal_basis, excluded.catalogue_item, excluded.fields, excluded.until_on)
  returning recipient_id, recipient_id || ' ' || flag_kind as name
`;

/** A grant that the data no longer has ends yesterday; it is not deleted, for deliveries rest on it. */
const END_GRANTS = /* sql */ `
  update recipient_grant g set until_on = greatest($2::date - 1, g.from_on + 1)
  where g.until_on > greatest($2::date - 1, g.from_on + 1)
    and not exists (
      select from jsonb_to_recordset($1::jsonb) as given (recipient_id text, flag_kind text, from_on date)
      where (given.recipient_id, given.flag_kind, given.from_on) = (g.recipient_id, g.flag_kind, g.from_on)
    )
  returning recipient_id || ' ' || flag_kind as name
`;

export async function registerRecipients(tx: Tx, command: Command): Promise<RecipientChanges> {
  const { recipients } = command;
  const grants = recipients.flatMap((recipient) =>
    recipient.grants.map((grant) => ({
      recipient_id: recipient.id,
      flag_kind: grant.flagKind,
      legal_basis: grant.legalBasis,
      catalogue_item: grant.catalogueItem,
      fields: grant.fields,
      from_on: grant.from,
      until_on: grant.until,
    })),
  );
  await tx.query(UPSERT_RECIPIENTS, [JSON.stringify(recipients), tx.now]);
  const changed = await tx.query<{ recipient_id: string; name: string }>(UPSERT_GRANTS, [
    JSON.stringify(grants),
  ]);
  const ended = await tx.query<{ name: string }>(END_GRANTS, [JSON.stringify(grants), tx.today]);
  const changes = {
    recipients: recipients.length,
    grantsChanged: changed.map(({ name }) => name).sort(),
    grantsEnded: ended.map(({ name }) => name).sort(),
  };
  // Whoever comes later gets what is in force; for whom nothing is missing, nothing happens.
  const granted = [...new Set(changed.map(({ recipient_id }) => recipient_id))].sort();
  await appendOutboxMany(
    tx,
    'RecipientGranted',
    granted.map((recipientId) => ({ recipientId })),
  );
  if (changed.length + ended.length > 0) {
    await appendAudit(tx, {
      unitId: null,
      actor: command.actor,
      action: 'recipients.register',
      subjectType: 'RECIPIENTS',
      subjectId: 'all',
      detail: changes,
    });
  }
  return changes;
}
