/** One table for one series, its last line the ratio that counts; pure. */
import { type Measured, median, type Result, throughput } from './pairs';
import type { Run } from './path';

const figure = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '–';

function middle(runs: readonly Run[], of: (run: Run) => number | undefined, digits: number): string {
  const values = runs.flatMap((run) => of(run) ?? []);
  return values.length === 0 ? '–' : figure(median(values), digits);
}

const perItem = (seconds: number | undefined, { items }: Run): number | undefined =>
  seconds === undefined ? undefined : (seconds / items) * 1e6;

/** Of the cells of a candidate. */
export const HEAD = [
  '',
  'a second',
  'ratio (lowest–highest)',
  'p50 ms',
  'p99 ms',
  'Node µs',
  'PostgreSQL µs',
  'MiB',
];

export function cellsOf({ name, runs, ratios }: Measured): string[] {
  const spread = `${figure(Math.min(...ratios), 2)}–${figure(Math.max(...ratios), 2)}`;
  return [
    name,
    figure(median(runs.map(throughput)), 0),
    `${figure(median(ratios), 2)} (${spread})`,
    middle(runs, (run) => run.p50Ms, 1),
    middle(runs, (run) => run.p99Ms, 1),
    middle(runs, (run) => perItem(run.nodeCpuSeconds, run), 0),
    middle(runs, (run) => perItem(run.postgresCpuSeconds, run), 0),
    middle(runs, (run) => run.memoryMiB, 0),
  ];
}

/** The hub's median ratio over that of the best peer; null without peers. */
export function ratioToBestPeer({ hub, peers }: Result): number | null {
  const best = Math.max(...peers.map(({ ratios }) => median(ratios)));
  return peers.length === 0 ? null : median(hub.ratios) / best;
}

export interface Judged {
  readonly limit: boolean;
  /** Null: nothing is asked, or no peer was measured. */
  readonly peer: boolean | null;
}

/** Whether the targets hold. */
export function judge(result: Result): Judged {
  const { target } = result.series;
  const toPeer = ratioToBestPeer(result);
  return {
    limit: median(result.hub.ratios) >= target.limit,
    peer: target.peer === null || toPeer === null ? null : toPeer >= target.peer,
  };
}

export function mustOf({ series: { target } }: Result): string {
  const aim = target.aim === undefined ? '' : ` (aim ${target.aim})`;
  const peer = target.peer === null ? '' : `, ≥ ${target.peer} × the best peer`;
  return `≥ ${target.limit} of the limit${aim}${peer}`;
}

export function tableOf(result: Result): string {
  const { series, limit, hub, peers, missing } = result;
  const rows = [HEAD, ...[limit, hub, ...peers].map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const toPeer = ratioToBestPeer(result);
  const judged = judge(result);
  return [
    `${series.title} (${series.unit}; CPU per one of them)`,
    ...lines.map((line) => `  ${line}`),
    ...missing.map(({ name, why }) => `  ${name}: not measured, ${why}`),
    ...series.notes.map((note) => `  ${note}`),
    ...hub.runs.flatMap(({ said }) => (said === undefined ? [] : `  ${hub.name}: ${said}`)),
    `  must: ${mustOf(result)}: ${judged.limit && judged.peer !== false ? 'holds' : 'DOES NOT HOLD'}`,
    ...(toPeer === null ? [] : [`ratio to best peer ${toPeer.toFixed(2)}`]),
    `ratio to limit ${figure(median(hub.ratios), 2)}`,
  ].join('\n');
}
