/** `hub migrate [--check]` */
import { readConfig } from '../../src/config/environment';
import { createLogger } from '../../src/kernel/logger';
import { checkSchema } from '../../src/store/check-schema';
import { closeStore } from '../../src/store/data-source';
import { migrate } from '../../src/store/migrate';
import type { Command } from '../command';
import { databaseUrl, openHubStore } from '../open';
import { complain, say } from '../screen';

export const command: Command = {
  options: { check: { about: '只检查：结构与代码不一致时退出码为 1' } },
  async run(input) {
    const config = readConfig();
    if (!input.flag('check')) {
      const names = await migrate(databaseUrl(config), createLogger('migrate', 'warn'));
      say(names.length === 0 ? '数据库结构已是最新' : `已升级：${names.join('、')}`);
      return 0;
    }
    const store = await openHubStore({ ...config, LOG_LEVEL: 'warn' }, 'migrate');
    try {
      const problems = await checkSchema(store);
      for (const problem of problems) {
        complain(problem);
      }
      say(
        problems.length === 0 ? '数据库结构与代码一致' : '运行 hub migrate 升级；仍有差异时请核对 tables.ts',
      );
      return problems.length === 0 ? 0 : 1;
    } finally {
      await closeStore(store);
    }
  },
};
