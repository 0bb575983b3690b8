/** Results of a bench that was never run, small enough to work out by hand. */
import type { Measured } from '../../bench/pairs';
import type { Run } from '../../bench/path';
import type { Kept } from '../../bench/record';

/** So many a second, with 2 ms of CPU for each hundred of them in Node and 1 ms in PostgreSQL. */
export const runAt = (perSecond: number, more: Partial<Run> = {}): Run => ({
  items: perSecond * 10,
  seconds: 10,
  nodeCpuSeconds: perSecond * 10 * 20e-6,
  postgresCpuSeconds: perSecond * 10 * 10e-6,
  ...more,
});

export const measuredAt = (
  name: string,
  perSecond: readonly number[],
  ratios: readonly number[],
): Measured => ({
  name,
  runs: perSecond.map((one) => runAt(one)),
  ratios,
});

export const RESULT: Kept = {
  path: 'profile',
  scale: '10k',
  date: '2026-01-02',
  commit: 'abc1234',
  machine: { cpu: 'a processor', cores: 2, memoryGiB: 8, node: '20.0.0', postgres: '18.4' },
  series: {
    title: 'profile, 16 connections, 10k units',
    variant: '16 connections',
    unit: 'requests',
    target: { limit: 0.65, peer: 3, aim: 0.75 },
    notes: ['The limit answers anybody.'],
  },
  limit: measuredAt('limit', [1000, 1010, 990, 1000], [1, 1, 1, 1]),
  hub: measuredAt('hub', [690, 720, 700], [0.69, 0.72, 0.7]),
  peers: [
    measuredAt('slow', [100, 110, 90], [0.1, 0.11, 0.09]),
    measuredAt('quick', [210, 200, 190], [0.21, 0.2, 0.19]),
  ],
  missing: [{ name: 'absent', why: 'asks for another Node' }],
};
