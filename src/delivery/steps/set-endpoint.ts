/** An operator enters where a recipient is reached and with which secret; entering the same again changes nothing. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { SealKey } from '../../kernel/seal';
import type { Tx } from '../../store/transaction';
import { sealSecrets } from '../endpoint-secret';
import { problemOfUrl } from '../runs/address';
import { signingKey } from '../signature';
import { makeLanesDue } from './release-lanes';

interface Command {
  readonly recipientId: string;
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes in base64. */
  readonly secret: string;
  /** The secret that is being retired: signs beside the new one until the next call leaves it out. */
  readonly previousSecret?: string;
  /** Seals the secrets; who sends has the same. */
  readonly key: SealKey;
  /** http:// is wanted: only for a recipient on this machine or in a private network. */
  readonly plainHttp?: boolean;
  readonly actor: Actor;
}

function problemOf({ url, secret, previousSecret, plainHttp = false }: Command): string | null {
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  return secrets.every((one) => signingKey(one) !== null)
    ? problemOfUrl(url, plainHttp)
    : '密钥为 whsec_ 加 24 至 64 字节的 base64。 A secret is whsec_ and 24 to 64 bytes in base64.';
}

export async function setEndpoint(tx: Tx, command: Command): Promise<Result<{ changed: boolean }>> {
  const problem = problemOf(command);
  if (problem !== null) {
    return fail('INVALID_INPUT', problem);
  }
  const given = [command.secret, command.previousSecret].filter((one) => one !== undefined).join(' ');
  const secrets = sealSecrets(command.key, command.recipientId, given);
  const [recipient] = await tx.query<{ changed: boolean }>(
    `select (url, secret) is distinct from ($2, $3) as changed from recipient where id = $1 for update`,
    [command.recipientId, command.url, secrets],
  );
  if (recipient === undefined) {
    return fail(
      'NOT_FOUND',
      `没有接收方 ${command.recipientId}。 There is no recipient ${command.recipientId}.`,
      '不带参数的 hub recipient 列出全部接收方。',
    );
  }
  if (recipient.changed) {
    await tx.query('update recipient set url = $2, secret = $3, updated_at = $4 where id = $1', [
      command.recipientId,
      command.url,
      secrets,
      tx.now,
    ]);
    // What was refused under the old address or secret is tried again under the new one.
    const released = await makeLanesDue(tx, command.recipientId);
    await appendAudit(tx, {
      unitId: null,
      actor: command.actor,
      action: 'recipient.endpoint',
      subjectType: 'RECIPIENT',
      subjectId: command.recipientId,
      detail: { url: command.url, secrets: command.previousSecret === undefined ? 1 : 2, released },
    });
  }
  return ok({ changed: recipient.changed });
}
