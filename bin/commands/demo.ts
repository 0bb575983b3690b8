/** `hub demo`: loads the demo city into a database that is there, from sources that run elsewhere (docker compose). */
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { closeStore } from '../../src/store/data-source';
import { requireCurrentSchema } from '../../src/store/migrate';
import type { Command } from '../command';
import { requireDemoDatabase } from '../demo/demo-database';
import { beginDemo, cityFor, isLoaded, loadDemo, makeCity, unitsOf } from '../demo/load-demo';
import { configWithKey, databaseUrl, openHubStore } from '../open';
import { say } from '../screen';
import { registerDemoAccounts } from '../up/accounts';
import { openDataFolder } from '../up/data-folder';
import { demoSecrets } from '../up/demo-programs';
import { registerEndpoints } from '../up/endpoints';
import { createSession } from '../up/session';
import { printWhereToLook } from '../up/where-to-look';

export const command: Command = {
  options: {
    units: { value: 'N', about: '演示城市的用人单位数，默认 20000' },
    recipients: { value: '地址', about: '演示接收方的地址，例如 http://sources:4104' },
  },
  async run(input) {
    const units = unitsOf(input.text('units'));
    const config = configWithKey();
    if (config.FEED_HRSS === undefined || config.FEED_UNION === undefined) {
      throw new HubError(
        'CONFIGURATION_INVALID',
        '没有设置数源地址（FEED_HRSS、FEED_UNION、FEED_COURT、FEED_FEDERATION）',
        '在一台机器上试用请用 npm start；否则先运行 hub sources，再按它打印的地址设置。',
      );
    }
    const folder = openDataFolder(config.HUB_DATA);
    const session = createSession();
    return session.runToEnd(async () => {
      await requireDemoDatabase(databaseUrl(config));
      const store = await openHubStore({ ...config, LOG_LEVEL: 'error' }, 'demo');
      session.add('数据库连接', () => closeStore(store));
      await requireCurrentSchema(store);
      const wanted = cityFor(folder.city, units, dateInShanghai(systemClock.now()));
      const demo = await beginDemo(store, wanted, units);
      await makeCity(demo, folder.city, session.signal);
      const base = input.text('recipients')?.replace(/\/$/, '');
      const { recipients } = demoSecrets(folder);
      if (base !== undefined) {
        const urls = Object.fromEntries(Object.keys(recipients).map((id) => [id, `${base}/${id}/events`]));
        await registerEndpoints(store, config, urls, recipients);
      }
      const accounts = await registerDemoAccounts(folder, store);
      if (isLoaded(demo)) {
        say('  演示城市已载入');
      }
      await loadDemo({ config, store, city: folder.city, signal: session.signal }, demo);
      await printWhereToLook(store, `http://127.0.0.1:${config.PORT}`, accounts, folder.own('accounts.json'));
    });
  },
};
