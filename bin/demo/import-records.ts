/** Stages: the registers of the office, and the first delivery of every feed, through the same runs as in operation. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { configuredFeeds, importPorts, pollPorts } from '../../jobs/feed-ports';
import type { PolledFeed } from '../../jobs/schedules';
import { findAgency } from '../../src/agencies/registry';
import type { BatchReport } from '../../src/agencies/report';
import { importFile } from '../../src/agencies/runs/import-file';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { systemActor } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import { importMemberships, importParks } from '../../src/units/runs/import-parks';
import { loadRegions } from '../../src/units/runs/load-regions';
import type { DemoContext, Stage } from './stage';

const ACTOR = systemActor('demo');
const office = (context: DemoContext, file: string): string => path.join(context.city, 'office', file);

export const registers: Stage = {
  name: 'registers',
  about: '区划与园区乡镇',
  async run(context) {
    const { regions } = await loadRegions(context.store);
    const parks = await importParks(context.store, {
      path: office(context, 'office-parks.csv'),
      actor: ACTOR,
    });
    return `区划 ${regions}，园区乡镇 ${parks.written}`;
  },
};

interface Take {
  readonly name: string;
  run(): Promise<readonly BatchReport[]>;
}

/** The whole list of employers comes first: every other record then finds its unit at once. */
const FIRST = 'hrss/SOCIAL_INSURANCE';

function takes(context: DemoContext): Take[] {
  const { config, store } = context;
  const ports = pollPorts(config);
  const polled = (feed: PolledFeed): Take => ({
    name: `${feed.agency}/${feed.recordType}`,
    run: () => pollFeed(store, feed, ports),
  });
  const byHand = (findAgency('confederation')?.recordTypes ?? [])
    .map(({ ownName }) => path.join(context.city, 'confederation', `confederation-${ownName}.csv`))
    .filter((file) => existsSync(file))
    .map((file) => ({
      name: path.basename(file),
      run: async () => [
        await importFile(store, { agency: 'confederation', path: file, actor: ACTOR }, importPorts(config)),
      ],
    }));
  const all = [...configuredFeeds(config).map(polled), ...byHand];
  return [...all.filter(({ name }) => name === FIRST), ...all.filter(({ name }) => name !== FIRST)];
}

/** Two at a time: while PostgreSQL merges one delivery, the next one is read. */
const AT_ONCE = 2;

export const records: Stage = {
  name: 'records',
  about: '五家数源的首批记录',
  async run(context) {
    const [first, ...rest] = takes(context);
    const total = rest.length + 1;
    const count = { done: 0, read: 0, quarantined: 0 };
    const take = async (one: Take): Promise<void> => {
      context.signal.throwIfAborted();
      for (const report of await one.run()) {
        if (report.state === 'HELD' || report.state === 'REFUSED') {
          throw new HubError('FEED_OUT_OF_BOUNDS', `${one.name}：${report.reason ?? report.state}`);
        }
        count.read += report.read;
        count.quarantined += report.quarantined;
      }
      count.done += 1;
      context.show(`${count.done}/${total} 批，${count.read} 行`);
    };
    if (first !== undefined) {
      await take(first);
    }
    const lane = async (): Promise<void> => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        await take(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return `${count.done} 批，${count.read} 行，隔离 ${count.quarantined} 行`;
  },
};

export const memberships: Stage = {
  name: 'memberships',
  about: '园区内的用人单位',
  async run(context) {
    const file = office(context, 'office-memberships.csv');
    const report = await importMemberships(context.store, { path: file, actor: ACTOR });
    return `${report.written} 户`;
  },
};
