/** What the union's records say of the member firms of a park. Pure. */
import type { FactDefinition } from '../facts';
import { lastCongressOn } from './facts';

export const UNION_MEMBER_FACTS: readonly FactDefinition[] = [
  {
    name: 'memberCongressDates',
    type: 'DATES',
    agency: 'union',
    feeds: ['union/WORKERS_CONGRESS'],
    scope: 'MEMBERS',
    about: {
      zh: '成员企业最近职代会日期（含区域性、行业性）',
      en: 'day of the latest congress of each member that has one, regional ones included',
    },
    compute({ members }, asOf) {
      const dates: string[] = [];
      const records = new Set<string>();
      for (const member of members) {
        const last = lastCongressOn(member, asOf);
        if (!('unknown' in last) && last.value !== '') {
          dates.push(String(last.value));
          for (const id of last.records) records.add(id);
        }
      }
      return { value: dates.sort(), records: [...records] };
    },
  },
];
