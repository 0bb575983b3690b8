/** Enters where the demo's recipients take events; what an operator has entered since is left as it is. */
import { recipientKey } from '../../jobs/keys';
import type { Config } from '../../src/config/environment';
import { loadRecipients } from '../../src/delivery/load-recipients';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { SAYABLE } from '../../src/flags/flag';
import { systemActor } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import { type Store, type Tx, transaction } from '../../src/store/transaction';

const ACTOR = systemActor('demo');

/** Recipients with an address that somebody else entered last, as the audit log has it. */
async function enteredByOthers(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select r.id from recipient r where r.url is not null and $1 is distinct from
       (select a.actor_id from audit_entry a
        where a.scope = 'hub' and a.action = 'recipient.endpoint' and a.subject_type = 'RECIPIENT' and a.subject_id = r.id
        order by a.at desc, a.seq desc limit 1)`,
    [ACTOR.id],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The recipients that were left alone. */
export function registerEndpoints(
  store: Store,
  config: Config,
  urls: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const key = recipientKey(config);
  return transaction(store, async (tx) => {
    await registerRecipients(tx, { actor: ACTOR, recipients: loadRecipients(SAYABLE) });
    const theirs = await enteredByOthers(tx);
    const [kept, ours] = [
      Object.keys(urls).filter((id) => theirs.has(id)),
      Object.entries(urls).filter(([id]) => !theirs.has(id)),
    ];
    for (const [recipientId, url] of ours) {
      const secret = secrets[recipientId] ?? '';
      const set = await setEndpoint(tx, { recipientId, url, secret, key, plainHttp: true, actor: ACTOR });
      if (!set.ok) {
        throw new HubError(set.failure.code, set.failure.message, set.failure.hint);
      }
    }
    return kept;
  });
}
