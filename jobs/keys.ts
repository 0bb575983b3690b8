/** The operator's one secret, from the configuration, and the keys that jobs open and seal with. */
import type { Config } from '../src/config/environment';
import { endpointKey } from '../src/delivery/endpoint-secret';
import { HubError } from '../src/kernel/errors';
import type { SealKey } from '../src/kernel/seal';

export function operatorSecret({ HUB_PERSON_KEY }: Config): Buffer {
  if (HUB_PERSON_KEY === undefined) {
    throw new HubError(
      'CONFIGURATION_INVALID',
      '没有设置 HUB_PERSON_KEY：列入决定中的人员信息和接收方的密钥须加密保存',
      '生成一个并妥善保管：openssl rand -base64 32',
    );
  }
  return Buffer.from(HUB_PERSON_KEY, 'base64');
}

export const recipientKey = (config: Config): SealKey => endpointKey(operatorSecret(config));
