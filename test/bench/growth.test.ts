/** Promise: growth pairs the hub at 1M with the hub at 100k, series by series, and ends both sizes, however it ends itself. */
import { measure } from '../../bench/pairs';
import type { BenchPath, Candidate, Series } from '../../bench/path';
import { inPairs } from '../../bench/paths/growth';
import { runAt } from './figures';

const never: Candidate = {
  name: 'never',
  run: () => Promise.reject(new Error('limit and peers of a path have no part in its growth')),
};

/** Two series at each size; an item costs twice the CPU at 1M in the second. */
function pathOf(events: string[]): BenchPath {
  return {
    name: 'made',
    about: 'for a test',
    async *series({ scale }) {
      try {
        for (const [variant, factor] of [
          ['first', 1],
          ['second', 2],
        ] as const) {
          const { nodeCpuSeconds = 0, postgresCpuSeconds = 0, ...run } = runAt(100);
          const times = scale === '1M' ? factor : 1;
          const series: Series = {
            title: `made, ${variant}, ${scale}`,
            variant,
            unit: 'items',
            target: { limit: 1, peer: null },
            limit: never,
            hub: {
              name: 'hub',
              run: async () => {
                events.push(`${variant} ${scale}`);
                return {
                  ...run,
                  nodeCpuSeconds: nodeCpuSeconds * times,
                  postgresCpuSeconds: postgresCpuSeconds * times,
                };
              },
            },
            peers: [never],
            notes: [],
          };
          yield series;
        }
      } finally {
        events.push(`end of ${scale}`);
      }
    },
  };
}

const wanted = { scale: '10k' as const, quick: false, alone: true, say: () => undefined };
const options = { pairs: 1, peers: true, say: () => undefined };

test('each series runs at the small size and then at the large one, and both are ended', async () => {
  const events: string[] = [];
  const ratios: (number | undefined)[] = [];
  for await (const series of inPairs(pathOf(events), wanted)) {
    expect(series.by).toBe('cost');
    ratios.push((await measure(series, options)).hub.ratios[0]);
  }
  expect(ratios).toEqual([1, 0.5]);
  expect(events).toEqual(['first 100k', 'first 1M', 'second 100k', 'second 1M', 'end of 100k', 'end of 1M']);
});

test('broken off in the middle, both sizes are ended all the same', async () => {
  const events: string[] = [];
  for await (const series of inPairs(pathOf(events), wanted)) {
    expect(series.variant).toBe('made, first');
    break;
  }
  expect(events).toEqual(['end of 100k', 'end of 1M']);
});
