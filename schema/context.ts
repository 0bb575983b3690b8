/** What a request carries: who asks, what was decided about them, and the instant at which it is answered. */
import type { Actor } from '../src/kernel/actor';
import { dateInShanghai } from '../src/kernel/clock';
import type { Values } from '../src/store/compile-parameters';
import type { Store } from '../src/store/transaction';
import { type ActorDecisions, decide } from './access';
import type { PlanCache } from './plan-cache';
import type { Masked } from './selected';

export interface HubContext {
  readonly store: Store;
  readonly plans: PlanCache;
  readonly actor: Actor | null;
  readonly decisions: ActorDecisions;
  readonly environment: Values['environment'];
  /** What the plain lane masked, root by root. */
  readonly masked: Masked[];
  /** `plain`: the fast lane was tried before, and failed. */
  readonly lane: 'either' | 'plain';
}

/** The statement's name for one's own id, region and day. */
const environmentOf = (actor: Actor | null, now: Date, today: string): Values['environment'] => ({
  now,
  today,
  actorId: actor?.id ?? null,
  role: actor?.role ?? null,
  body: actor?.body ?? null,
  region: actor?.region ?? null,
});

export function hubContext(
  store: Store,
  plans: PlanCache,
  actor: Actor | null,
  decideAs: typeof decide = decide,
): HubContext {
  const now = store.clock.now();
  const today = dateInShanghai(now);
  return {
    store,
    plans,
    actor,
    decisions: decideAs(actor, today),
    environment: environmentOf(actor, now, today),
    masked: [],
    lane: 'either',
  };
}
