/** What a subscription carries: who asks is looked up again for every event, for a role may end while it runs. */
import type { HubContext } from './context';
import type { Live } from './live';

export interface LiveContext {
  readonly live: Live;
  renew(): Promise<HubContext>;
}
