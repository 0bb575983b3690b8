/** The questions that are asked all day, each by those whose eyes change its statement. */
import { query } from '../../src/store/transaction';
import { ask, type Eyes, type Hot, type Scene } from './scene';

/** So often each is asked, each time of another unit: from the sixth time on a prepared statement may have one plan for all. */
const TIMES = 8;

/** Of the county whose officer asks: both that officer and the city see them. */
const UNITS = /* sql */ `
  select u.code, u.region_code as region, u.name from unit u
  where u.kind = 'ENTERPRISE' and exists (select from designation d where d.unit_id = u.id)
    and u.region_code = (select min(region_code) from principal where role = 'COUNTY_OFFICER')
  order by u.id limit ${TIMES}`;

interface Known {
  readonly code: string;
  readonly region: string;
  readonly name: string;
}

const known = (scene: Scene): Promise<Known[]> => query<Known>(scene.store, UNITS);

const asked = (
  name: string,
  about: string,
  eyes: Eyes,
  document: string,
  variables: (unit: Known) => object,
): Hot => ({
  name,
  about: `${about}, as ${eyes}`,
  async run(scene) {
    for (const unit of await known(scene)) {
      await ask(scene, eyes, document, variables(unit));
    }
  },
});

const PAGE = { first: 50 };
const page = (root: string, type: string, filter: string, below: string) =>
  `query ($filter: ${filter}, $first: Int) { ${root}(filter: $filter, first: $first) { ... on ${type}Connection { edges { node { ${below} } } pageInfo { hasNextPage endCursor } } ... on Problem { problem message } } }`;
const units = page('units', 'Unit', 'UnitFilter', 'code name kind');
const flags = page('flags', 'Flag', 'FlagFilter', 'kind state unit { code }');
const deliveries = page('deliveries', 'Delivery', 'DeliveryFilter', 'state createdAt unit { code }');
const cases = page('reviewCases', 'ReviewCase', 'ReviewCaseFilter', 'number verdict state unit { code }');

export const QUERIES: readonly Hot[] = [
  ...(['city', 'county', 'union'] as const).map((eyes) =>
    asked(`profile-${eyes}`, 'one unit with all that the bodies know of it', eyes, 'profile', ({ code }) => ({
      code,
    })),
  ),
  asked('list', 'fifty units of a county that have a city’s title', 'city', 'list', ({ region }) => ({
    filter: { regionCode: region, titleLevel: 'CITY' },
    ...PAGE,
  })),
  asked('units-by-name', 'units by a part of their name', 'city', units, ({ name }) => ({
    filter: { nameContains: name.slice(0, 4) },
    ...PAGE,
  })),
  asked('units-with-flag', 'units of a county with a flag in force', 'county', units, () => ({
    filter: { activeFlag: 'JOINT_SANCTION' },
    ...PAGE,
  })),
  asked('flags-in-force', 'the latest flags', 'court', 'flags-in-force', () => PAGE),
  asked('flags-as-of', 'flags as they were on a day', 'city', 'flags-in-force', () => ({
    asOf: '2026-09-01',
    ...PAGE,
  })),
  asked('flags-of-county', 'withdrawn flags of a county', 'county', flags, () => ({
    filter: { state: 'WITHDRAWN' },
    ...PAGE,
  })),
  asked('designations', 'titles that stand', 'county', 'designations', () => ({
    filter: { level: 'CITY', state: 'VALID' },
    ...PAGE,
  })),
  asked('deliveries', 'deliveries that nobody has confirmed', 'city', 'deliveries', () => ({
    filter: { confirmed: false },
    ...PAGE,
  })),
  asked('deliveries-of-unit', 'the deliveries of one unit', 'county', deliveries, ({ code }) => ({
    filter: { unitCode: code },
    ...PAGE,
  })),
  asked('withdrawals-open', 'withdrawals that nobody has confirmed', 'city', deliveries, () => ({
    filter: { withdrawal: true, confirmed: false },
    ...PAGE,
  })),
  asked('recall-cases', 'recalls that are open', 'city', 'recall-cases', () => PAGE),
  asked('review-cases', 'cases that failed', 'county', 'review-cases', () => ({
    filter: { verdict: 'FAIL' },
    ...PAGE,
  })),
  asked('review-cases-undone', 'cases that nobody evaluated yet', 'city', cases, () => ({
    filter: { evaluated: false },
    ...PAGE,
  })),
  asked('audit-of-unit', 'what was done to one unit', 'city', 'audit', ({ code }) => ({
    filter: { unitCode: code },
    ...PAGE,
  })),
  asked('audit-by-actor', 'what one person did', 'city', 'audit', () => ({
    filter: { actorId: 'city-officer' },
    ...PAGE,
  })),
];
