/** The secrets of a recipient as they lie in the database: sealed under the operator's key, and bound to the recipient. */
import { HubError } from '../kernel/errors';
import { type SealKey, seal, sealKey, unseal } from '../kernel/seal';

export const endpointKey = (secret: Uint8Array): SealKey => sealKey(secret, 'recipient');

/** `<id of the key>.<base64>`; the same secrets give the same text. */
export const sealSecrets = (key: SealKey, recipientId: string, secrets: string): string =>
  `${key.id}.${seal(key, recipientId, secrets).toString('base64')}`;

export function openSecrets(key: SealKey, recipientId: string, stored: string): string {
  const [, text = ''] = stored.split('.');
  try {
    return unseal(key, recipientId, Buffer.from(text, 'base64'));
  } catch (cause) {
    throw new HubError(
      'CONFIGURATION_INVALID',
      `接收方 ${recipientId} 的密钥打不开：它是用另一个 HUB_PERSON_KEY 加密的。 The secret of ${recipientId} was sealed under another HUB_PERSON_KEY.`,
      `恢复原来的 HUB_PERSON_KEY，或用 hub recipient ${recipientId} --url … 重新登记。`,
      { cause },
    );
  }
}
