/** `hub up`: everything on this machine: servers, schema, demo city, the agencies' programs, gateway and worker. */
import { type Config, childEnvironment, readConfig } from '../../src/config/environment';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { createLogger } from '../../src/kernel/logger';
import { closeStore } from '../../src/store/data-source';
import { migrate } from '../../src/store/migrate';
import type { Store } from '../../src/store/transaction';
import type { Command } from '../command';
import { requireDemoDatabase } from '../demo/demo-database';
import { beginDemo, cityFor, isLoaded, loadDemo, makeCity, unitsOf } from '../demo/load-demo';
import type { DemoProgress } from '../demo/stage';
import { openHubStore } from '../open';
import { freePort, isFree, requirePort } from '../ports';
import { progress, say } from '../screen';
import { registerDemoAccounts } from '../up/accounts';
import type { Child } from '../up/child';
import { type DataFolder, lockFolder, openDataFolder, personKey } from '../up/data-folder';
import { type DemoPrograms, demoSecrets, feedTokens, startDemoPrograms } from '../up/demo-programs';
import { registerEndpoints } from '../up/endpoints';
import { startHubProcess } from '../up/hub-processes';
import { startNightJob } from '../up/night-job';
import { waitForReceipts } from '../up/receipts';
import { type Servers, startServers } from '../up/servers';
import { createSession, type Session } from '../up/session';
import { printWhereToLook } from '../up/where-to-look';

interface Up {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly session: Session;
}

/** One line on the screen around something that takes a moment. */
async function step<T>(
  label: string,
  work: () => Promise<T>,
  last: (value: T) => string = () => '就绪',
): Promise<T> {
  const line = progress(label);
  const begun = performance.now();
  const value = await work().catch((error) => {
    line.done('没有成功');
    throw error;
  });
  line.done(`${last(value)} · ${((performance.now() - begun) / 1000).toFixed(1)} 秒`);
  return value;
}

const onDeath = (message: string): void => say(`  ! ${message}`);

async function openServers(up: Up): Promise<{ servers: Servers; store: Store }> {
  const { config, folder, session } = up;
  const servers = await step(
    'PostgreSQL 与 Redis',
    () => startServers(config, folder),
    ({ versions }) => `就绪（${versions}）`,
  );
  session.add('PostgreSQL 与 Redis', servers.stop);
  servers.onDeath((message) => {
    session.fail(
      new HubError(
        'SERVER_UNAVAILABLE',
        message,
        '其余程序已按顺序停止；数据不受影响，再次 npm start 即可。',
      ),
    );
  });
  await requireDemoDatabase(servers.databaseUrl);
  await step(
    '数据库结构',
    () => migrate(servers.databaseUrl, createLogger('migrate', 'warn')),
    (names) => (names.length === 0 ? '已是最新' : `已升级 ${names.length} 步`),
  );
  const store = await openHubStore({ ...config, LOG_LEVEL: 'error' }, 'up', servers.databaseUrl);
  session.add('数据库连接', () => closeStore(store));
  return { servers, store };
}

async function startPrograms(up: Up, demo: DemoProgress): Promise<DemoPrograms> {
  const { folder, session } = up;
  await makeCity(demo, folder.city, session.signal);
  await startNightJob(folder, session);
  const tokens = feedTokens(up.config, demoSecrets(folder));
  const programs = await step(
    '数据源与接收方',
    () => startDemoPrograms(folder, { host: '127.0.0.1', tokens, onDeath }),
    ({ endpoints }) => `人社投放目录，3 个数源，${Object.keys(endpoints).length} 个接收方`,
  );
  for (const child of programs.children) {
    session.add(child.name, child.stop);
  }
  return programs;
}

/** What gateway, worker and the load find in their environment. */
async function environmentOf(
  up: Up,
  servers: Servers,
  programs: DemoPrograms,
): Promise<Record<string, string>> {
  const { config, folder } = up;
  const tokens = feedTokens(config, demoSecrets(folder));
  const workerPort = (await isFree(config.HOST, config.WORKER_PORT))
    ? config.WORKER_PORT
    : await freePort(config.HOST);
  return {
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    HUB_DATA: folder.root,
    HUB_PERSON_KEY: config.HUB_PERSON_KEY ?? personKey(folder),
    WORKER_PORT: String(workerPort),
    FEED_HRSS: folder.drop,
    FEED_UNION: programs.feeds.union,
    FEED_UNION_TOKEN: tokens.union,
    FEED_COURT: programs.feeds.court,
    FEED_COURT_TOKEN: tokens.court,
    FEED_FEDERATION: programs.feeds.federation,
    FEED_FEDERATION_TOKEN: tokens.federation,
  };
}

async function start(up: Up, units: number | null): Promise<void> {
  const { folder, session } = up;
  const keep = (name: string, child: Child): Child => {
    session.add(name, child.stop);
    return child;
  };
  const { servers, store } = await openServers(up);
  const today = dateInShanghai(systemClock.now());
  const demo = await beginDemo(store, cityFor(folder.city, units, today), units);
  const programs = await startPrograms(up, demo);
  const environment = await environmentOf(up, servers, programs);
  const options = { folder, environment, onDeath };
  const config = readConfig(childEnvironment(environment));
  const kept = await registerEndpoints(store, config, programs.endpoints, demoSecrets(folder).recipients);
  if (kept.length > 0) {
    say(`  接收方 ${kept.join('、')} 的地址由操作员登记，保持不变`);
  }
  const accounts = await registerDemoAccounts(folder, store);
  const gateway = startHubProcess('gateway', options).then((child) => keep('网关', child));
  gateway.catch(() => undefined);
  const fresh = !isLoaded(demo);
  if (!fresh) {
    say('  演示城市 已载入');
  }
  await loadDemo({ config, store, city: folder.city, signal: session.signal }, demo);
  session.signal.throwIfAborted();
  await step('网关与工作进程', async () => {
    keep('工作进程', await startHubProcess('worker', options));
    await gateway;
  });
  if (fresh) {
    await waitForReceipts(store, session.signal);
  }
  const url = (await gateway).addresses().get('gateway') ?? '';
  await printWhereToLook(store, url, accounts, folder.own('accounts.json'));
}

export const command: Command = {
  options: { units: { value: 'N', about: '演示城市的用人单位数，默认 20000' } },
  async run(input) {
    const units = unitsOf(input.text('units'));
    const config = readConfig();
    const folder = openDataFolder(config.HUB_DATA);
    const release = lockFolder(folder);
    const session = createSession();
    session.add('数据目录', async () => release());
    const begun = performance.now();
    return session.run(async () => {
      await requirePort({ variable: 'PORT', host: config.HOST, port: config.PORT });
      say('tripartite-hub · 协调劳动关系三方数据枢纽（演示城市为合成数据）');
      await start({ config, folder, session }, units);
      say(`（启动用时 ${((performance.now() - begun) / 1000).toFixed(1)} 秒）`);
    });
  },
};
