/** Stages: the titles of the city and the published real lists (names only), and the materials of the cases. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { importTitles } from '../../src/designations/runs/import-titles';
import { systemActor } from '../../src/kernel/actor';
import { importMaterials } from '../../src/reviews/runs/import-materials';
import { type DemoContext, type Stage, storeAt } from './stage';
import { TITLES_DAYS_AGO } from './story-days';

const ACTOR = systemActor('demo');
const REAL_LISTS = path.join(__dirname, '../../examples/city/real');

const lists = (context: DemoContext): string[] => [
  path.join(context.city, 'office', 'office-designations.csv'),
  path.join(context.city, 'office', 'office-old-list.csv'),
  ...readdirSync(REAL_LISTS)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => path.join(REAL_LISTS, name)),
];

export const titles: Stage = {
  name: 'titles',
  about: '命名名单（含只有名称的旧名单和三份真实公布名单）',
  async run(context) {
    const store = storeAt(context, TITLES_DAYS_AGO);
    const count = { read: 0, attached: 0, proposed: 0 };
    for (const file of lists(context)) {
      context.signal.throwIfAborted();
      const report = await importTitles(store, { path: file, actor: ACTOR });
      count.read += report.read;
      count.attached += report.attached;
      count.proposed += report.proposed;
      context.show(`${count.read} 个称号`);
    }
    return `${count.read} 个称号，${count.attached} 个已对应到单位，${count.proposed} 个候选待确认`;
  },
};

export const materials: Stage = {
  name: 'materials',
  about: '复核材料',
  async run(context) {
    const file = path.join(context.city, 'office', 'office-materials.ndjson');
    const report = await importMaterials(storeAt(context, TITLES_DAYS_AGO), { path: file, actor: ACTOR });
    return `${report.written} 份`;
  },
};
