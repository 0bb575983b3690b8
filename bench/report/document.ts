/** docs/performance.md: targets, then each path with its tables and plot, then what was written by hand; pure. */
import { cost, type Measured, median, type Result, throughput } from '../pairs';
import { type By, type Reported, SCALES, type Scale } from '../path';
import { type Kept, variantOf } from '../record';
import { cellsOf, HEAD, judge, ratioToBestPeer } from '../table';
import { hasPlot } from './plot';

/** What no figure says: the text that ends the document, and the files that it includes. */
export interface Written {
  readonly remarks: string;
  /** By its path from the root; null: not there yet. */
  include(file: string): string | null;
}

const scaleNames = Object.keys(SCALES) as Scale[];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** A ratio in the words of its target: more throughput is better, but not more milliseconds. */
const WORDING: Readonly<Record<By, { ratio(value: number): string; must(value: number): string }>> = {
  throughput: { ratio: (value) => value.toFixed(2), must: (value) => `≥ ${value}` },
  p99: { ratio: (value) => `p99 × ${(1 / value).toFixed(2)}`, must: (value) => `≤ × ${round(1 / value)}` },
  cost: { ratio: (value) => `cost × ${(1 / value).toFixed(2)}`, must: (value) => `≤ × ${round(1 / value)}` },
};
const round = (value: number): number => Number(value.toFixed(2));

const wordingOf = ({ series }: Result) => WORDING[series.by ?? 'throughput'];

function targetRow(result: Kept): string[] {
  const { series, hub } = result;
  const { ratio, must } = wordingOf(result);
  const judged = judge(result);
  const toPeer = ratioToBestPeer(result);
  const span = [Math.min(...hub.ratios), Math.max(...hub.ratios)].map(ratio);
  const { limit, aim, peer } = series.target;
  return [
    `${result.path}, ${variantOf(result)}`,
    result.scale,
    `**${ratio(median(hub.ratios))}** (${span.join(' – ')})`,
    `${must(limit)}${aim === undefined ? '' : `, aim ${must(aim)}`}`,
    toPeer === null ? '–' : toPeer.toFixed(1),
    peer === null ? '–' : `≥ ${peer}`,
    judged.limit && judged.peer !== false ? 'yes' : '**no**',
  ];
}

const TARGET_HEAD = ['', 'units', 'to the limit', 'must', 'to the best peer', 'must', 'holds'];

/** Candidates at each size, one table for each variant. */
function variantTable(results: readonly Kept[]): string {
  const rows = results.flatMap((result) =>
    [result.limit, result.hub, ...result.peers].map((measured, index) => {
      const [name = '', ...cells] = cellsOf(measured);
      const isHub = index === 1;
      return [index === 0 ? result.scale : '', isHub ? `**${name}**` : name, ...cells];
    }),
  );
  return table(['units', 'candidate', ...HEAD.slice(1)], rows);
}

const remarksOf = (results: readonly Kept[]): string[] =>
  unique([
    ...results.flatMap(({ series }) => series.notes),
    ...results.flatMap(({ missing }) => missing.map(({ name, why }) => `${name} was not measured: ${why}.`)),
  ]).map((note) => `- ${note}`);

const said = ({ scale, hub }: Kept): string[] =>
  hub.runs.flatMap((run) => (run.said === undefined ? [] : [`- ${scale}: ${run.said}`]));

function pathSection({ name, about }: Reported, results: readonly Kept[]): string[] {
  const variants = unique(results.map(variantOf));
  return [
    `## ${name}: ${about}`,
    ...(hasPlot(results) ? [`![${name}: ${about}](performance/${name}.svg)`] : []),
    ...(remarksOf(results).length === 0 ? [] : [remarksOf(results).join('\n')]),
    ...variants.flatMap((variant) => {
      const own = results.filter((result) => variantOf(result) === variant);
      const words = own.flatMap(said);
      const unit = own[0]?.series.unit ?? '';
      return [
        `### ${name}, ${variant} (${unit})`,
        variantTable(own),
        ...(words.length === 0 ? [] : [words.join('\n')]),
      ];
    }),
  ];
}

const costIn = ({ runs }: Measured): string => (median(runs.map(cost)) * 1e6).toFixed(0);
const rate = ({ runs }: Measured): string => median(runs.map(throughput)).toFixed(0);

/** Rates of different sessions cannot be compared, what an item costs in CPU can, roughly: a first look beside `growth`. */
function costSection(results: readonly Kept[]): string[] {
  const compared = results.filter(({ series }) => series.by === undefined);
  const rows = unique(compared.map((one) => `${one.path}, ${variantOf(one)}`)).map((title) => [
    title,
    ...scaleNames.map((scale) => {
      const one = compared.find(
        (result) => result.scale === scale && `${result.path}, ${variantOf(result)}` === title,
      );
      return one === undefined ? '–' : `${costIn(one.hub)} µs (${rate(one.hub)}/s)`;
    }),
  ]);
  return [
    '## What an item costs at each size',
    'CPU of Node and PostgreSQL together for one item of the hub, and how many a second. The sizes were measured in runs of their own; where the two sizes ran in turn, see *growth*.',
    table(['', ...scaleNames], rows),
  ];
}

function provenance(results: readonly Kept[]): string {
  const machines = unique(
    results.map(
      ({ machine }) =>
        `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}`,
    ),
  );
  const days = unique(results.map(({ date }) => date)).sort();
  const commits = unique(results.map(({ commit }) => commit));
  return `Measured on ${machines.join('; ')}; everything on that one machine, over loopback. ${days.join(', ')}; commits ${commits.join(', ')}.`;
}

const HOW_TO_READ = [
  'This file and its plots are made by `npm run bench -- report` from `bench/results/*.json`; a test holds that they are what it makes. To measure again: `npm run bench -- <path> --scale 10k|100k|1M` (paths: below), on a machine that does nothing else, then the report.',
  'A ratio is taken inside a pair: a run of the limit, then a run of the candidate right after it. The table shows the median of the pairs, and the lowest and the highest. The limit is the least that any implementation must do; before anything is timed, all candidates have given the same answers. The hub runs as shipped, with access control, audit and limits on; “Node” and “PostgreSQL” are microseconds of CPU for one item, “MiB” is the resident memory of the candidate’s Node processes.',
];

/** `{{path}}` on a line of its own stands for that file's text. */
const withIncludes = ({ remarks, include }: Written): string =>
  remarks
    .trim()
    .replace(
      /^\{\{([\w./-]+)\}\}$/gm,
      (_, file: string) =>
        `\`\`\`\n${(include(file) ?? `${file} is not there yet`).replace(/\s+$/, '')}\n\`\`\``,
    );

/** Results come in the order of their size. */
export function documentOf(paths: readonly Reported[], results: readonly Kept[], written: Written): string {
  const measured = paths.map((path) => ({
    path,
    own: results.filter((result) => result.path === path.name),
  }));
  const shown = measured.filter(({ own }) => own.length > 0);
  const missing = measured.filter(({ own }) => own.length === 0).map(({ path }) => path.name);
  const parts = [
    '# Performance',
    ...HOW_TO_READ,
    ...(results.length === 0 ? [] : [provenance(results)]),
    ...(missing.length === 0 ? [] : [`Not measured yet: ${missing.join(', ')}.`]),
    '## Targets',
    table(
      TARGET_HEAD,
      shown.flatMap(({ own }) => own.map(targetRow)),
    ),
    ...shown.flatMap(({ path, own }) => pathSection(path, own)),
    ...(results.length === 0 ? [] : costSection(results)),
    withIncludes(written),
  ];
  return `${parts.join('\n\n')}\n`;
}
