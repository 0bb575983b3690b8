/** `hub sources`: the demo's sources and recipients alone, for a hub that runs elsewhere (docker compose). */
import { readConfig } from '../../src/config/environment';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { type Command, UsageError } from '../command';
import { cityFor, makeCity, unitsOf } from '../demo/load-demo';
import { say } from '../screen';
import { lockFolder, openDataFolder } from '../up/data-folder';
import { demoSecrets, feedTokens, startDemoPrograms } from '../up/demo-programs';
import { startNightJob } from '../up/night-job';
import { createSession } from '../up/session';

function portsOf(given: string | undefined): number[] | undefined {
  if (given === undefined) {
    return undefined;
  }
  const ports = given.split(',');
  const known = ports.every((port) => /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536);
  if (ports.length !== 4 || !known || new Set(ports).size !== 4) {
    throw new UsageError('--ports 是四个不同的端口（1 到 65535）：工会,法院,工商联,接收方');
  }
  return ports.map(Number);
}

export const command: Command = {
  options: {
    units: { value: 'N', about: '演示城市的用人单位数，默认 20000' },
    ports: { value: 'p,p,p,p', about: '工会、法院、工商联、接收方的端口；不给则自选' },
  },
  async run(input) {
    const ports = portsOf(input.text('ports'));
    const units = unitsOf(input.text('units'));
    const config = readConfig();
    const folder = openDataFolder(config.HUB_DATA);
    const release = lockFolder(folder);
    const session = createSession();
    session.add('数据目录', async () => release());
    return session.run(async () => {
      const today = dateInShanghai(systemClock.now());
      await makeCity(cityFor(folder.city, units, today), folder.city, session.signal);
      await startNightJob(folder, session);
      const programs = await startDemoPrograms(folder, {
        host: config.HOST,
        tokens: feedTokens(config, demoSecrets(folder)),
        ...(ports === undefined ? {} : { ports }),
        onDeath: (message) => say(`  ! ${message}`),
      });
      for (const child of programs.children) {
        session.add(child.name, child.stop);
      }
      for (const [name, url] of Object.entries({ ...programs.feeds, ...programs.endpoints })) {
        say(`  ${name} ${url}`);
      }
    });
  },
};
