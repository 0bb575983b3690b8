/** Promise: HUB_HASTE makes leases, waits and limits shorter in one proportion, so that trials try what operation has. */
import { TEMPO, tempoAt } from '../../jobs/tempo';
import { beginWithinMs, PACE, paceAt } from '../../src/delivery/pace';
import { RETRY_WAITS, waitSeconds } from '../../src/delivery/retry';

const HASTES = [1, 2, 10, 20];

test('in operation nothing is hurried', () => {
  expect(paceAt(1)).toEqual(PACE);
  expect(tempoAt(1)).toEqual(TEMPO);
});

test.each(HASTES)('at haste %i a lease outlasts a request that is begun under it, with its end', (haste) => {
  const pace = paceAt(haste);
  expect(beginWithinMs(pace)).toBeGreaterThan(0);
  expect(beginWithinMs(pace) + pace.requestMs + pace.graceMs).toBeLessThanOrEqual(pace.leaseSeconds * 1000);
  expect(pace.leaseSeconds / pace.requestMs).toBeCloseTo(PACE.leaseSeconds / PACE.requestMs);
});

test.each(HASTES)('at haste %i what a recipient asks for stays as asked', (haste) => {
  expect(waitSeconds(1, 'a', 60, haste)).toBe(60);
  const waits = RETRY_WAITS.map((_, place) => waitSeconds(place + 1, 'a', 0, haste) * haste);
  expect(waits).toEqual(RETRY_WAITS.map((_, place) => expect.closeTo(waitSeconds(place + 1, 'a', 0), 6)));
});

test('the end of the process keeps its time', () => {
  expect(tempoAt(20).closeSeconds).toBe(TEMPO.closeSeconds);
  expect(tempoAt(20).leaseSeconds).toBe(TEMPO.leaseSeconds / 20);
});
