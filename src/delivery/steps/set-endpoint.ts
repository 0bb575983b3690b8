/** An operator enters where a recipient is reached and with which secret; entering the same again changes nothing. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { signingKey } from '../signature';

interface Command {
  readonly recipientId: string;
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes in base64. */
  readonly secret: string;
  /** The secret that is being retired: signs beside the new one until the next call leaves it out. */
  readonly previousSecret?: string;
  readonly actor: Actor;
}

function problemOf({ url, secret, previousSecret }: Command): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    return 'The address must begin with http:// or https://.';
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'The address must carry no user name or password.';
  }
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  return secrets.every((one) => signingKey(one) !== null)
    ? null
    : 'A secret must be whsec_ followed by 24 to 64 bytes in base64.';
}

export async function setEndpoint(tx: Tx, command: Command): Promise<Result<{ changed: boolean }>> {
  const problem = problemOf(command);
  if (problem !== null) {
    return fail('INVALID_INPUT', problem);
  }
  const secrets = [command.secret, command.previousSecret].filter((one) => one !== undefined).join(' ');
  const [recipient] = await tx.query<{ changed: boolean }>(
    `select (url, secret) is distinct from ($2, $3) as changed from recipient where id = $1 for update`,
    [command.recipientId, command.url, secrets],
  );
  if (recipient === undefined) {
    return fail('NOT_FOUND', `There is no recipient ${command.recipientId}.`);
  }
  if (recipient.changed) {
    await tx.query('update recipient set url = $2, secret = $3, updated_at = $4 where id = $1', [
      command.recipientId,
      command.url,
      secrets,
      tx.now,
    ]);
    await appendAudit(tx, {
      unitId: null,
      actor: command.actor,
      action: 'recipient.endpoint',
      subjectType: 'RECIPIENT',
      subjectId: command.recipientId,
      detail: { url: command.url, secrets: command.previousSecret === undefined ? 1 : 2 },
    });
  }
  return ok({ changed: recipient.changed });
}
