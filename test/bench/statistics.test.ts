/** Promise: medians, ratios and the table say what was measured; ratios are taken inside a pair, and the order of runs is fair. */
import { cost, measure, median, throughput } from '../../bench/pairs';
import type { Run, Series } from '../../bench/path';
import { judge, ratioToBestPeer, tableOf } from '../../bench/table';
import { RESULT, runAt } from './figures';

test('the median is the middle one, of an even number the lower', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2);
  expect(median([])).toBeNaN();
});

test('throughput and cost are of one item', () => {
  expect(throughput(runAt(500))).toBe(500);
  expect(cost(runAt(500)) * 1e6).toBeCloseTo(30);
});

const silent = { pairs: 2, peers: true, say: () => undefined };

function series(
  order: string[],
  rates: Readonly<Record<string, readonly number[]>>,
  more: Partial<Series> = {},
): Series {
  const left = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, [...values]]));
  const candidate = (name: string) => ({
    name,
    run: async (): Promise<Run> => {
      order.push(name);
      const rate = left[name]?.shift() ?? Number.NaN;
      return runAt(rate, { p99Ms: rate });
    },
  });
  return {
    title: 'x',
    unit: 'requests',
    target: { limit: 0.5, peer: 2 },
    limit: candidate('limit'),
    hub: candidate('hub'),
    peers: [candidate('peer'), { ...candidate('absent'), missing: 'not here' }],
    notes: [],
    ...more,
  };
}

test('each candidate runs right after the limit, is held against that run, and the order turns round each time', async () => {
  const order: string[] = [];
  const result = await measure(
    series(order, { limit: [100, 200, 400, 800], hub: [50, 600], peer: [20, 100] }),
    silent,
  );
  expect(order).toEqual(['limit', 'hub', 'limit', 'peer', 'limit', 'peer', 'limit', 'hub']);
  expect(result.hub.ratios).toEqual([0.5, 0.75]);
  expect(result.peers).toMatchObject([{ name: 'peer', ratios: [0.1, 0.25] }]);
  expect(result.missing).toEqual([{ name: 'absent', why: 'not here' }]);
  expect(result.limit.runs.map(throughput)).toEqual([100, 200, 400, 800]);
});

test('by p99 and by cost, half as much is twice as good', async () => {
  const rates = { limit: [10], hub: [20], peer: [] };
  const options = { pairs: 1, peers: false, say: () => undefined };
  const p99 = await measure(series([], rates, { by: 'p99' }), options);
  expect(p99.hub.ratios).toEqual([0.5]);
  // Items at twice the rate cost the same CPU each.
  const byCost = await measure(series([], rates, { by: 'cost' }), options);
  expect(byCost.hub.ratios[0]).toBeCloseTo(1);
});

test('the best peer is the one with the highest median, and both targets are judged', () => {
  expect(ratioToBestPeer(RESULT)).toBeCloseTo(0.7 / 0.2);
  expect(judge(RESULT)).toEqual({ limit: true, peer: true });
  expect(ratioToBestPeer({ ...RESULT, peers: [] })).toBeNull();
  expect(judge({ ...RESULT, peers: [] })).toEqual({ limit: true, peer: null });
  const target = { limit: 0.71, peer: 4 };
  expect(judge({ ...RESULT, series: { ...RESULT.series, target } })).toEqual({ limit: false, peer: false });
});

test('a table has a row for each candidate, and ends with the ratio to the limit', () => {
  expect(tableOf(RESULT).split('\n')).toEqual([
    'profile, 16 connections, 10k units (requests; CPU per one of them)',
    '         a second  ratio (lowest–highest)  p50 ms  p99 ms  Node µs  PostgreSQL µs  MiB',
    '  limit      1000        1.00 (1.00–1.00)       –       –       20             10    –',
    '  hub         700        0.70 (0.69–0.72)       –       –       20             10    –',
    '  slow        100        0.10 (0.09–0.11)       –       –       20             10    –',
    '  quick       200        0.20 (0.19–0.21)       –       –       20             10    –',
    '  absent: not measured, asks for another Node',
    '  The limit answers anybody.',
    '  must: ≥ 0.65 of the limit (aim 0.75), ≥ 3 × the best peer: holds',
    'ratio to best peer 3.50',
    'ratio to limit 0.70',
  ]);
});
