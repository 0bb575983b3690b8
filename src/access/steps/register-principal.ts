/** Adds an account, changes it, or gives it a new token; only the token's digest is kept, and each change is audited. */
import { appendAudit } from '../../audit/append';
import type { Actor, Body } from '../../kernel/actor';
import { canonicalJson } from '../../kernel/canonical-json';
import { sameBytes, sha256 } from '../../kernel/digest';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { type Account, problemOfAccount } from '../account';

export interface RegisterPrincipal extends Account {
  readonly token: string;
  /** Who enters it. */
  readonly actor: Actor;
}

interface Row {
  id: string;
  name: string;
  role: Account['role'];
  body: Body | null;
  region: string | null;
  token_digest: Buffer;
  disabled: boolean;
}

const BEFORE = /* sql */ `
  select id, name, role, body, region_code as region, token_digest, revoked_at is not null as disabled
  from principal where id = $1 for update
`;

const WRITE = /* sql */ `
  insert into principal (id, name, role, body, region_code, token_digest, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (id) do update set name = excluded.name, role = excluded.role, body = excluded.body,
    region_code = excluded.region_code, token_digest = excluded.token_digest, revoked_at = null
`;

const wordsOf = ({ name, role, body, region }: Row | RegisterPrincipal) => ({ name, role, body, region });

/** The same again changes nothing and is not audited. Whether the region is one that units have, the caller asks. */
export async function registerPrincipal(
  tx: Tx,
  command: RegisterPrincipal,
): Promise<Result<{ changed: boolean }>> {
  const problem = problemOfAccount(command);
  if (problem !== null) {
    return fail('INVALID_INPUT', problem);
  }
  const { id, name, role, body, region, token, actor } = command;
  const digest = sha256(token);
  const [other] = await tx.query('select from principal where token_digest = $1 and id <> $2', [digest, id]);
  if (other !== undefined) {
    return fail(
      'ALREADY_DONE',
      '这个令牌已属于另一个账号，请换一个。 This token belongs to another account.',
    );
  }
  const [before] = await tx.query<Row>(BEFORE, [id]);
  const [was, now] = [before && wordsOf(before), wordsOf(command)];
  const newToken = before === undefined || !sameBytes(before.token_digest, digest);
  if (was !== undefined && !newToken && !before?.disabled && canonicalJson(was) === canonicalJson(now)) {
    return ok({ changed: false });
  }
  await tx.query(WRITE, [id, name, role, body, region, digest, tx.now]);
  await appendAudit(tx, {
    unitId: null,
    actor,
    action: was === undefined ? 'account.added' : 'account.changed',
    subjectType: 'ACCOUNT',
    subjectId: id,
    detail: { ...now, was, newToken, wasDisabled: before?.disabled },
  });
  return ok({ changed: true });
}
