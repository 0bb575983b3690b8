/** All facts that catalogues may name: one line per body. Pure. */
import { CONFEDERATION_FACTS } from './confederation/facts';
import { COURT_FACTS } from './court/facts';
import type { FactDefinition } from './facts';
import { FEDERATION_FACTS } from './federation/facts';
import { HRSS_FACTS } from './hrss/facts';
import { HRSS_MEMBER_FACTS } from './hrss/member-facts';
import { UNION_FACTS } from './union/facts';
import { UNION_MEMBER_FACTS } from './union/member-facts';

/** The register of members is the tripartite office's own, so no feed can be late on it. */
const OFFICE_FACTS: readonly FactDefinition[] = [
  {
    name: 'members',
    type: 'INT',
    agency: 'office',
    feeds: [],
    scope: 'MEMBERS',
    about: { zh: '成员企业数', en: 'member firms' },
    compute: ({ members }) => ({ value: members.length, records: [] }),
  },
];

export const FACTS: ReadonlyMap<string, FactDefinition> = new Map(
  [
    ...HRSS_FACTS,
    ...HRSS_MEMBER_FACTS,
    ...UNION_FACTS,
    ...UNION_MEMBER_FACTS,
    ...CONFEDERATION_FACTS,
    ...FEDERATION_FACTS,
    ...COURT_FACTS,
    ...OFFICE_FACTS,
  ].map((definition) => [definition.name, definition]),
);
