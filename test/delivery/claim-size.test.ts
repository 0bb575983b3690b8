/** Claims: large where that saves work, never so large that a lease would run out under them. */
import { FIRST_CLAIM, LARGEST_CLAIM, nextClaim } from '../../src/delivery/claim-size';
import { beginWithinMs, PACE } from '../../src/delivery/pace';

const CONCURRENCY = 16;

/** Sizes of claims in a row, where each answer takes so many milliseconds. */
function sizesAt(answerMs: number, claims = 12): number[] {
  const sizes = [FIRST_CLAIM];
  for (let limit = FIRST_CLAIM; sizes.length < claims; sizes.push(limit)) {
    const took = Math.ceil(limit / CONCURRENCY) * answerMs;
    limit = nextClaim({ limit, concurrency: CONCURRENCY, allTaken: true, took });
  }
  return sizes;
}

test('a recipient that answers at once soon gets the largest claims', () => {
  expect(sizesAt(1, 5)).toEqual([16, 64, 256, LARGEST_CLAIM, LARGEST_CLAIM]);
});

test.each([
  10, 100, 500, 1_000, 2_500, 10_000,
])('where each answer takes %d ms, every claim is begun whole while its lease lasts', (answerMs) => {
  for (const size of sizesAt(answerMs)) {
    expect(Math.ceil(size / CONCURRENCY - 1) * answerMs).toBeLessThan(beginWithinMs(PACE));
  }
});

test('what is not taken makes the next claim smaller, down to what the recipient takes at once', () => {
  const failed = { concurrency: CONCURRENCY, allTaken: false, took: 1 };
  expect(nextClaim({ ...failed, limit: LARGEST_CLAIM })).toBe(125);
  expect(nextClaim({ ...failed, limit: 20 })).toBe(CONCURRENCY);
});
