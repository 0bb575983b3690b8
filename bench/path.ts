/** What a path of the bench is: series, each a limit, the hub, and peers, which all do the same work. */

/** What one run of a candidate did. Times in seconds, memory in MiB; figures that do not apply are left out. */
export interface Run {
  readonly items: number;
  readonly seconds: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly nodeCpuSeconds?: number;
  readonly postgresCpuSeconds?: number;
  readonly memoryMiB?: number;
  /** What else a run has to tell, in a few words. */
  readonly said?: string;
}

export interface Candidate {
  readonly name: string;
  /** Why it is not measured here: another Node, a patch. Then `run` is not called. */
  readonly missing?: string;
  run(): Promise<Run>;
}

/** What a ratio compares; more is better in each. */
export type By = 'throughput' | 'p99' | 'cost';

export interface Series {
  /** `<path>, <variant>, <size>`. */
  readonly title: string;
  /** What is the same at each scale, so that the sizes of it stand side by side: "16 connections", "first". */
  readonly variant?: string;
  /** Throughput, where nothing is said. */
  readonly by?: By;
  /** What is counted: requests, units, rows, deliveries. */
  readonly unit: string;
  /** The ratio to the limit, and to the best peer, that the hub must reach. */
  readonly target: { readonly limit: number; readonly peer: number | null; readonly aim?: number };
  readonly limit: Candidate;
  readonly hub: Candidate;
  readonly peers: readonly Candidate[];
  /** What differs between the candidates, in a line each. */
  readonly notes: readonly string[];
}

export const SCALES = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const;
export type Scale = keyof typeof SCALES;

export interface Wanted {
  /** Of the paths that are made of other paths: only this one. */
  readonly only?: string | undefined;
  readonly scale: Scale;
  /** Shorter runs, one pair, alone: to see that it works, not to be believed. */
  readonly quick: boolean;
  /** Without peers: the hub beside the limit alone. */
  readonly alone: boolean;
  readonly say: (line: string) => void;
}

export interface BenchPath {
  readonly name: string;
  readonly about: string;
  /** Prepares the data, checks that all candidates give the same result, and hands out the series one after the other. */
  series(wanted: Wanted): AsyncGenerator<Series>;
}

/** A path as the report names it. */
export type Reported = Pick<BenchPath, 'name' | 'about'>;
