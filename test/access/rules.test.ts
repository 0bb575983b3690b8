/** Promise: who reads what and who does what is a committed table; a change of it shows as a permission change. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AREAS } from '../../src/access/areas';
import { ACTIONS, type Action, mayAct, mayRead } from '../../src/access/rules';
import { readSharingCatalogue, SHARING_CATALOGUE } from '../../src/access/sharing-catalogue';
import { type Actor, BODIES, type Body, type Role } from '../../src/kernel/actor';

const FILE = join(__dirname, 'who-may-what.txt');
const DAY = '2026-11-21';

const actor = (role: Role, body: Body | null, region: string | null = null): Actor => ({
  id: `${role}:${body}`,
  name: 'test',
  role,
  body,
  region,
});

const PEOPLE: readonly (readonly [string, Actor])[] = [
  ...BODIES.filter((body) => body !== 'office').map((body) => [body, actor('AGENCY_READER', body)] as const),
  ['county', actor('COUNTY_OFFICER', 'office', '371002')],
  ['city', actor('CITY_OFFICER', 'office')],
  ['admin', actor('ADMIN', null)],
];

function table(): string {
  const lines = ['reads'.padEnd(34) + PEOPLE.map(([name]) => name.padEnd(14)).join('')];
  for (const area of AREAS) {
    const cells = PEOPLE.map(([, person]) => (mayRead(person, area, DAY) ? 'yes' : '·').padEnd(14));
    lines.push(area.padEnd(34) + cells.join(''));
  }
  lines.push('', 'does'.padEnd(34) + PEOPLE.map(([name]) => name.padEnd(14)).join(''));
  for (const action of Object.keys(ACTIONS) as Action[]) {
    const cells = PEOPLE.map(([, person]) => (mayAct(person, action) ? 'yes' : '·').padEnd(14));
    lines.push(action.padEnd(34) + cells.join(''));
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

test('who may what is the committed table', () => {
  const now = table();
  if (process.env.UPDATE_TABLES === '1') {
    writeFileSync(FILE, now);
  }
  expect(now).toBe(readFileSync(FILE, 'utf8'));
});

test('union and chambers see no inspection, no listing, no court case of anybody', () => {
  const hidden = AREAS.filter((area) =>
    /INSPECTION|PAY_ORDER|LISTING|listings|JOINT_SANCTION|court\.|INCIDENT|quarantine|audit/.test(area),
  );
  for (const body of ['union', 'confederation', 'federation'] as const) {
    const seen = hidden.filter((area) => mayRead(actor('AGENCY_READER', body), area, DAY));
    expect(seen).toEqual([`quarantine.${body}`]);
  }
});

test('a grant ends with its last day', () => {
  const [entry] = SHARING_CATALOGUE;
  const consumer = actor('AGENCY_READER', entry?.consumers[0] ?? null);
  const area = entry?.areas[0] ?? 'units';
  expect(mayRead(consumer, area, entry?.until ?? '')).toBe(true);
  expect(mayRead(consumer, area, '2028-01-01')).toBe(false);
  expect(mayRead(consumer, area, '2025-12-31')).toBe(false);
});

test('a grant that ends before it begins is none, and stops the process', () => {
  const read = (from: string, until: string) => () =>
    readSharingCatalogue({ edition: 'x', note: 'x', entries: [{ ...SHARING_CATALOGUE[0], from, until }] });
  expect(read('2026-01-02', '2026-01-01')).toThrow(/from.*晚于/);
  expect(read('2026-01-01', '2026-01-01')()).toHaveLength(1);
});

test('a reader without a body and an action that nobody was given: nothing', () => {
  expect(AREAS.filter((area) => mayRead(actor('AGENCY_READER', null), area, DAY))).toEqual([]);
  for (const action of Object.keys(ACTIONS) as Action[]) {
    expect(mayAct(actor('AGENCY_READER', 'hrss'), action)).toBe(false);
  }
});
