/** From a bearer token to the actor behind it. */
import type { Actor, Body, Role } from '../kernel/actor';
import { sha256 } from '../kernel/digest';
import { query, type Store } from '../store/transaction';

/** The account that holds the token, or null: unknown, revoked. */
export async function findPrincipal(store: Store, token: string): Promise<Actor | null> {
  const [row] = await query<{
    id: string;
    name: string;
    role: Role;
    body: Body | null;
    region_code: string | null;
  }>(
    store,
    'select id, name, role, body, region_code from principal where token_digest = $1 and revoked_at is null',
    [sha256(token)],
  );
  return row ? { id: row.id, name: row.name, role: row.role, body: row.body, region: row.region_code } : null;
}
