/** Enters where the demo's recipients take events; the same again changes nothing. */
import { recipientKey } from '../../jobs/keys';
import type { Config } from '../../src/config/environment';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { systemActor } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import { type Store, transaction } from '../../src/store/transaction';

export function registerEndpoints(
  store: Store,
  config: Config,
  urls: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  const actor = systemActor('demo');
  const key = recipientKey(config);
  return transaction(store, async (tx) => {
    await registerRecipients(tx, { actor });
    for (const [recipientId, url] of Object.entries(urls)) {
      const secret = secrets[recipientId] ?? '';
      const set = await setEndpoint(tx, { recipientId, url, secret, key, plainHttp: true, actor });
      if (!set.ok) {
        throw new HubError(set.failure.code, set.failure.message, set.failure.hint);
      }
    }
  });
}
