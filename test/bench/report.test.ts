/** Promise: docs/performance.md and its plots are what the report makes of the kept results: nobody edits them, none goes stale. */
import fs from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { PATHS } from '../../bench/every-path';
import { reportOf } from '../../bench/report/report';
import { makeReport } from '../../bench/report/write';
import { ROOT } from '../architecture/sources';
import { RESULT, runAt } from './figures';

test('what is committed is what the report makes (`npm run bench -- report` writes it)', () => {
  const made = makeReport(ROOT, PATHS);
  for (const { file, text } of made) {
    expect({ file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') }).toEqual({ file, text });
  }
  const folder = path.join(ROOT, 'docs/performance');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const plots = names.map((name) => `docs/performance/${name}`);
  expect(plots.sort()).toEqual(made.flatMap(({ file }) => (file.endsWith('.svg') ? [file] : [])).sort());
});

const written = {
  remarks: '## Tried\n\n{{there.txt}}\n\n{{gone.txt}}\n',
  include: (file: string) => (file === 'there.txt' ? 'sizes\n' : null),
};
const paths = [
  { name: 'profile', about: 'one unit' },
  { name: 'mixed', about: 'under work' },
  { name: 'growth', about: 'size' },
];
const larger = { ...RESULT, scale: '1M' as const, hub: { ...RESULT.hub, ratios: [0.6, 0.61, 0.5] } };
const mixed = {
  ...RESULT,
  path: 'mixed',
  series: {
    ...RESULT.series,
    by: 'p99' as const,
    variant: 'beside work',
    target: { limit: 0.5, peer: null },
    notes: [],
  },
  limit: { name: 'idle', runs: [runAt(100, { p99Ms: 4 })], ratios: [1] },
  hub: { name: 'busy', runs: [runAt(100, { p99Ms: 6, said: '7 rounds' })], ratios: [4 / 6] },
  peers: [],
  missing: [],
};

function made(): Map<string, string> {
  return new Map(reportOf(paths, [larger, mixed, RESULT], written).map(({ file, text }) => [file, text]));
}

test('the document judges each result by its target, and names what was not measured', () => {
  const text = made().get('docs/performance.md') ?? '';
  expect(text).toContain(
    '| profile, 16 connections | 10k | **0.70** (0.69 – 0.72) | ≥ 0.65, aim ≥ 0.75 | 3.5 | ≥ 3 | yes |',
  );
  expect(text).toContain(
    '| profile, 16 connections | 1M | **0.60** (0.50 – 0.61) | ≥ 0.65, aim ≥ 0.75 | 3.0 | ≥ 3 | **no** |',
  );
  expect(text).toContain(
    '| mixed, beside work | 10k | **p99 × 1.50** (p99 × 1.50 – p99 × 1.50) | ≤ × 2 | – | – | yes |',
  );
  expect(text).toContain('Not measured yet: growth.');
  expect(text).toContain('- absent was not measured: asks for another Node.');
  expect(text).toContain('- The limit answers anybody.');
  expect(text).toContain('- 10k: 7 rounds');
  expect(text).toContain('a processor, 2 cores, 8 GiB, Node 20.0.0, PostgreSQL 18.4');
});

test('sizes of one variant stand in one table, the smaller first, and what it costs in one row', () => {
  const text = made().get('docs/performance.md') ?? '';
  expect(text.indexOf('| 10k | limit | 1000 |')).toBeGreaterThan(0);
  expect(text.indexOf('| 1M | limit | 1000 |')).toBeGreaterThan(text.indexOf('| 10k | limit | 1000 |'));
  expect(text).toContain('|  | **hub** | 700 | 0.70 (0.69–0.72) | – | – | 20 | 10 | – |');
  expect(text).toContain('| profile, 16 connections | 30 µs (700/s) | – | 30 µs (700/s) |');
});

test('what was written by hand ends it, with the files that it includes', () => {
  const text = made().get('docs/performance.md') ?? '';
  expect(text.endsWith('## Tried\n\n```\nsizes\n```\n\n```\ngone.txt is not there yet\n```\n')).toBe(true);
});

test('a plot is well-formed, says its figures in words, and draws each candidate in its legend', () => {
  const svg = made().get('docs/performance/profile.svg') ?? '';
  expect(XMLValidator.validate(svg)).toBe(true);
  const { svg: root } = new XMLParser({ ignoreAttributes: false }).parse(svg) as {
    svg: Record<string, unknown>;
  };
  expect(root).toMatchObject({
    '@_role': 'img',
    '@_aria-labelledby': 'title desc',
    title: { '#text': 'profile: one unit' },
  });
  expect(svg).toContain('hub: 10k 700, 1M 700');
  for (const name of ['limit', 'hub', 'slow', 'quick']) {
    expect(svg).toContain(`>${name}</text>`);
  }
  expect(svg).toContain('prefers-color-scheme:dark');
  expect([...made().keys()].sort()).toEqual([
    'docs/performance.md',
    'docs/performance/mixed.svg',
    'docs/performance/profile.svg',
  ]);
});
