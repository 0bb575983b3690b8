/** From a bearer token to an actor; looked up again after a few seconds, so that a revoked token ends. */
import { findPrincipal } from '../src/access/reads';
import type { Actor } from '../src/kernel/actor';
import { sha256Hex } from '../src/kernel/digest';
import type { Store } from '../src/store/transaction';

/** How long a revoked token may go on, unless told otherwise. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 1_000;

interface Remembered {
  readonly actor: Promise<Actor | null>;
  readonly until: number;
  /** As soon as it is known. */
  found: Actor | null;
}

export type Signed =
  | { readonly known: true; readonly actor: Actor | null }
  /** A token was given, and nobody holds it. */
  | { readonly known: false };

const tokenIn = (header: string): string | undefined => /^Bearer +(\S+) *$/i.exec(header)?.[1];

export class SignIn {
  readonly #remembered = new Map<string, Remembered>();

  constructor(
    private readonly store: Store,
    private readonly rememberedMs = REMEMBERED_MS,
  ) {}

  /** The value of an Authorization header; without one nobody is signed in. */
  async who(header: string | undefined): Promise<Signed> {
    if (header === undefined || header === '') {
      return { known: true, actor: null };
    }
    const token = tokenIn(header);
    const actor = token === undefined ? null : await this.#find(token);
    return actor === null ? { known: false } : { known: true, actor };
  }

  /** Whoever was found by this header a moment ago; null also where one would have to look. */
  remembered(header = ''): Actor | null {
    const token = tokenIn(header);
    const known = token === undefined ? undefined : this.#remembered.get(sha256Hex(token));
    return known !== undefined && known.until > performance.now() ? known.found : null;
  }

  async #find(token: string): Promise<Actor | null> {
    const key = sha256Hex(token);
    const known = this.#remembered.get(key);
    if (known !== undefined && known.until > performance.now()) {
      return known.actor;
    }
    const actor = findPrincipal(this.store, token);
    this.#remembered.delete(key);
    const remembered: Remembered = { actor, until: performance.now() + this.rememberedMs, found: null };
    this.#remembered.set(key, remembered);
    const oldest = this.#remembered.keys().next();
    if (this.#remembered.size > MOST_REMEMBERED && oldest.done === false) {
      this.#remembered.delete(oldest.value);
    }
    const found = await actor.catch((error: unknown) => {
      this.#remembered.delete(key);
      throw error;
    });
    if (found === null) {
      this.#remembered.delete(key); // a token that is registered a moment later works at once
    }
    remembered.found = found;
    return found;
  }
}
