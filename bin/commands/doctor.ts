/** `hub doctor`: looks at everything the hub rests on; each line says what is wrong and what to do. */
import { type Config, readConfig } from '../../src/config/environment';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { closeStore } from '../../src/store/data-source';
import type { Command } from '../command';
import { type Finding, fine, wrong } from '../doctor/finding';
import { databaseFindings, nodeFinding, redisFindings } from '../doctor/servers';
import { openHubStore } from '../open';
import { pad, say } from '../screen';

const failed = (subject: string, error: unknown): Finding =>
  wrong(
    subject,
    error instanceof Error ? error.message : String(error),
    error instanceof HubError && error.hint !== undefined ? error.hint : '见上。',
  );

async function guarded(subject: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [failed(subject, error)];
  }
}

async function databaseAndWork(config: Config): Promise<Finding[]> {
  const store = await openHubStore({ ...config, LOG_LEVEL: 'silent' }, 'doctor');
  try {
    const database = await databaseFindings(config, store);
    // Without its tables the database can say nothing of the work.
    const look = async () => (await import('../doctor/work')).findingsOfWork(store);
    return [...database, ...(database.every(({ ok }) => ok) ? await guarded('工作', look) : [])];
  } finally {
    await closeStore(store);
  }
}

/** Loaded when it is looked at: a rule that is not sound is a line, and keeps no other line from being told. */
const rules = (): Promise<Finding[]> =>
  guarded('规则', async () => {
    const { holidayFinding, ruleFindings } = await import('../doctor/rules');
    return [...ruleFindings(), holidayFinding(dateInShanghai(systemClock.now()))];
  });

async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    return [nodeFinding(), failed('配置', error)];
  }
  const database = await guarded('PostgreSQL', () => databaseAndWork(config));
  const redis = await guarded('Redis', () => redisFindings(config));
  return [nodeFinding(), fine('配置', '可读'), ...(await rules()), ...database, ...redis];
}

export const command: Command = {
  options: { json: { about: '输出 JSON，供监控系统读取' } },
  async run(input) {
    const findings = await examine();
    const problems = findings.filter(({ ok }) => !ok).length;
    if (input.flag('json')) {
      say(JSON.stringify({ ok: problems === 0, findings }, null, 2));
      return problems === 0 ? 0 : 1;
    }
    for (const { ok, subject, seen, advice } of findings) {
      say(`${ok ? '✓' : '✗'} ${pad(subject, 12)} ${seen}`);
      if (advice !== undefined) {
        say(`  → ${advice}`);
      }
    }
    say(problems === 0 ? '一切正常' : `${problems} 处需要处理`);
    return problems === 0 ? 0 : 1;
  },
};
