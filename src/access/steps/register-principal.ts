/** Adds an account, or gives it a new token; only the token's digest is kept. */
import type { Body, Role } from '../../kernel/actor';
import { sha256 } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';

export interface RegisterPrincipal {
  readonly id: string;
  readonly name: string;
  readonly role: Exclude<Role, 'SYSTEM'>;
  readonly body: Body | null;
  readonly region: string | null;
  readonly token: string;
}

export async function registerPrincipal(tx: Tx, command: RegisterPrincipal): Promise<void> {
  await tx.query(
    `insert into principal (id, name, role, body, region_code, token_digest, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set name = excluded.name, role = excluded.role, body = excluded.body,
       region_code = excluded.region_code, token_digest = excluded.token_digest, revoked_at = null`,
    [command.id, command.name, command.role, command.body, command.region, sha256(command.token), tx.now],
  );
}
