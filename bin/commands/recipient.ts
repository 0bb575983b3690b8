/** `hub recipient`: who gets flags, and where; `hub recipient <编号> --url … --secret -` enters an endpoint. */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { recipientKey } from '../../jobs/keys';
import { loadRecipients } from '../../src/delivery/load-recipients';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { releaseLanes } from '../../src/delivery/steps/release-lanes';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { SAYABLE } from '../../src/flags/flag';
import { HubError } from '../../src/kernel/errors';
import { query, type Store, transaction } from '../../src/store/transaction';
import { type Command, type Input, UsageError } from '../command';
import { configWithKey, withStore } from '../open';
import { operator } from '../operator';
import { say, table } from '../screen';

async function list(store: Store): Promise<void> {
  await transaction(store, (tx) =>
    registerRecipients(tx, { actor: operator(), recipients: loadRecipients(SAYABLE) }),
  );
  const rows = await query<{ id: string; name: string; url: string | null; state: string; kinds: string }>(
    store,
    `select r.id, r.name, r.url, r.state,
       coalesce((select string_agg(g.flag_kind || ' 至 ' || g.until_on, '，' order by g.flag_kind)
                 from recipient_grant g where g.recipient_id = r.id), '无授权') as kinds
     from recipient r order by r.id`,
  );
  for (const line of table([
    ['编号', '名称', '状态', '地址', '授权'],
    ...rows.map((row) => [row.id, row.name, row.state, row.url ?? '（未登记）', row.kinds]),
  ])) {
    say(line);
  }
}

/** `-`: a line of standard input, for what stands on a command line can be read by everybody on the machine. */
async function secretsOf(
  input: Input,
): Promise<{ secret: string | undefined; previous: string | undefined }> {
  const given = [input.text('secret'), input.text('previous-secret')];
  const lines = given.includes('-') ? (await text(process.stdin)).split('\n') : [];
  const [secret, previous] = given.map((one) => (one === '-' ? (lines.shift() ?? '').trim() : one));
  return { secret, previous };
}

async function enter(store: Store, input: Input): Promise<void> {
  const [recipientId = ''] = input.arguments;
  const url = input.text('url');
  if (url === undefined) {
    throw new UsageError('缺少 --url');
  }
  const made = `whsec_${randomBytes(32).toString('base64')}`;
  const { secret = made, previous } = await secretsOf(input);
  const result = await transaction(store, async (tx) => {
    await registerRecipients(tx, { actor: operator(), recipients: loadRecipients(SAYABLE) });
    return setEndpoint(tx, {
      recipientId,
      url,
      secret,
      ...(previous === undefined ? {} : { previousSecret: previous }),
      key: recipientKey(configWithKey()),
      plainHttp: input.flag('plain-http'),
      actor: operator(),
    });
  });
  if (!result.ok) {
    throw new HubError(result.failure.code, result.failure.message, result.failure.hint);
  }
  say(result.value.changed ? `已登记 ${recipientId} → ${url}` : '没有变化');
  if (secret === made) {
    say(`新密钥（只显示这一次，请交给接收方）：${made}`);
  }
}

async function release(store: Store, recipientId: string): Promise<void> {
  const result = await transaction(store, (tx) => releaseLanes(tx, { recipientId, actor: operator() }));
  if (!result.ok) {
    throw new HubError(result.failure.code, result.failure.message, result.failure.hint);
  }
  say(`${recipientId} 有 ${result.value.lanes} 个单位的推送等待重发或被拒，现在重发`);
}

export const command: Command = {
  arguments: ['[编号]'],
  options: {
    url: { value: '地址', about: '推送地址，https://' },
    'plain-http': { about: '允许 http://，只限内网或本机的接收方' },
    secret: {
      value: '-',
      about: '签名密钥 whsec_…，写 - 从标准输入读一行，免得在进程列表里看到；不给则新生成一个',
    },
    release: { about: '接收方修复后，把被拒和等待重试的推送全部立即重发' },
    'previous-secret': {
      value: '密钥|-',
      about: '轮换期内仍同时签名的旧密钥，写 - 同上（在新密钥的下一行）',
    },
  },
  run: (input) =>
    withStore('recipient', async (store) => {
      const [recipientId] = input.arguments;
      if (recipientId === undefined) {
        await list(store);
      } else {
        await (input.flag('release') ? release(store, recipientId) : enter(store, input));
      }
      return 0;
    }),
};
