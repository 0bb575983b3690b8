/** Ends an account: its token opens nothing from now on. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';

interface Command {
  readonly id: string;
  readonly actor: Actor;
}

export async function disablePrincipal(tx: Tx, { id, actor }: Command): Promise<Result<{ id: string }>> {
  const [account] = await tx.query<{ disabled: boolean }>(
    'select revoked_at is not null as disabled from principal where id = $1 for update',
    [id],
  );
  if (account === undefined) {
    return fail('NOT_FOUND', `没有账号 ${id}。 There is no account ${id}.`);
  }
  if (account.disabled) {
    return fail('ALREADY_DONE', `账号 ${id} 已经停用。 Account ${id} is disabled already.`);
  }
  await tx.query('update principal set revoked_at = $2 where id = $1', [id, tx.now]);
  await appendAudit(tx, {
    unitId: null,
    actor,
    action: 'account.disabled',
    subjectType: 'ACCOUNT',
    subjectId: id,
    detail: {},
  });
  return ok({ id });
}
