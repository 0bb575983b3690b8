/** The order of runs: each candidate right after a run of the limit, and the ratio taken inside the pair; pure but for the runs. */
import type { By, Candidate, Run, Series } from './path';

export interface Measured {
  readonly name: string;
  readonly runs: readonly Run[];
  /** Of the limit of the same pair, one for each pair. */
  readonly ratios: readonly number[];
}

export interface Result {
  readonly series: Pick<Series, 'title' | 'variant' | 'by' | 'unit' | 'target' | 'notes'>;
  readonly limit: Measured;
  readonly hub: Measured;
  readonly peers: readonly Measured[];
  readonly missing: readonly { readonly name: string; readonly why: string }[];
}

export const throughput = (run: Run): number => run.items / run.seconds;

/** Seconds of CPU for one item, in Node and PostgreSQL together. */
export const cost = ({ items, nodeCpuSeconds = 0, postgresCpuSeconds = 0 }: Run): number =>
  (nodeCpuSeconds + postgresCpuSeconds) / items;

/** What is compared, so that more of it is better. */
const MERIT: Readonly<Record<By, (run: Run) => number>> = {
  throughput,
  p99: ({ p99Ms = Number.NaN }) => 1 / p99Ms,
  cost: (run) => 1 / cost(run),
};

/** The middle one; of an even number the lower of the two, so that luck is not averaged in. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

interface Kept {
  readonly runs: Run[];
  readonly ratios: number[];
}

/** Rounds go forwards and backwards in turn: who comes last in one comes first in the next. */
export async function measure(
  series: Series,
  options: { pairs: number; peers: boolean; say: (line: string) => void },
): Promise<Result> {
  const candidates: Candidate[] = [series.hub, ...(options.peers ? series.peers : [])];
  const running = candidates.filter(({ missing }) => missing === undefined);
  const kept = new Map<string, Kept>(running.map(({ name }) => [name, { runs: [], ratios: [] }]));
  const limits: Run[] = [];
  const merit = MERIT[series.by ?? 'throughput'];
  for (let round = 0; round < options.pairs; round += 1) {
    for (const candidate of round % 2 === 0 ? running : [...running].reverse()) {
      const limit = await series.limit.run();
      const run = await candidate.run();
      const ratio = merit(run) / merit(limit);
      limits.push(limit);
      kept.get(candidate.name)?.runs.push(run);
      kept.get(candidate.name)?.ratios.push(ratio);
      options.say(
        `  ${round + 1}/${options.pairs} ${candidate.name}: ${ratio.toFixed(2)} of the limit’s ${throughput(limit).toFixed(0)} ${series.unit}/s${run.said === undefined ? '' : `; ${run.said}`}`,
      );
    }
  }
  const of = (name: string): Measured => ({ name, ...(kept.get(name) ?? { runs: [], ratios: [] }) });
  return {
    series: {
      title: series.title,
      variant: series.variant,
      by: series.by,
      unit: series.unit,
      target: series.target,
      notes: series.notes,
    },
    limit: { name: series.limit.name, runs: limits, ratios: limits.map(() => 1) },
    hub: of(series.hub.name),
    peers: running.filter(({ name }) => name !== series.hub.name).map(({ name }) => of(name)),
    missing: candidates.flatMap(({ name, missing }) =>
      missing === undefined ? [] : [{ name, why: missing }],
    ),
  };
}
