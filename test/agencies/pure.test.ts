/** Feed age, bounds and sealing: what makes a feed unknown, a delivery held, a person unreadable. */
import fc from 'fast-check';
import type { Bounds } from '../../src/agencies/agency';
import { brokenBounds, type DeliveryFigures, EMPTY_PROFILE, nextProfile } from '../../src/agencies/bounds';
import { readLimits } from '../../src/agencies/feed-limits';
import { feedState } from '../../src/agencies/feed-state';
import { openPerson, personKey, sealPerson } from '../../src/agencies/person';

const limits = { lateAfterDays: 7, bounds: null };

test.each([
  ['2026-11-20', '2026-11-20', 'FRESH', 0],
  ['2026-11-20', '2026-11-27', 'FRESH', 7],
  ['2026-11-20', '2026-11-28', 'LATE', 8],
  ['2026-11-20', '2026-09-01', 'FRESH', 0],
])('complete as of %s, asked on %s: %s', (completeAsOf, asOf, state, ageDays) => {
  expect(feedState({ completeAsOf, heldBatchId: null }, limits, asOf)).toMatchObject({
    state,
    ageDays,
    lateFrom: '2026-11-28',
  });
});

test('nothing delivered is not fresh, and a held delivery is unconfirmed however new', () => {
  expect(feedState(null, limits, '2026-11-20').state).toBe('NEVER_DELIVERED');
  expect(feedState({ completeAsOf: null, heldBatchId: null }, limits, '2026-11-20').state).toBe(
    'NEVER_DELIVERED',
  );
  expect(feedState({ completeAsOf: '2026-11-20', heldBatchId: '5' }, limits, '2026-11-20')).toEqual({
    state: 'HELD',
    completeAsOf: '2026-11-20',
    heldBatchId: '5',
  });
});

const bounds: Bounds = {
  maxShrink: 0.2,
  maxQuarantined: 0.5,
  minRows: 20,
  mayNotEmpty: ['servedOn'],
  mayEmptyShare: 0.1,
  mayEmptyRows: 2,
  mayChangeCode: false,
};
const quiet: DeliveryFigures = {
  mode: 'FULL',
  read: 100,
  staged: 5,
  quarantined: 0,
  recordsBefore: 100,
  missing: 0,
  changedCodes: 0,
  emptied: {},
  columnOf: (field) => `列${field}`,
  profile: { rows: 100, filled: { servedOn: 60 } },
  profileBefore: { rows: 100, filled: { servedOn: 70 } },
};

test('a quiet delivery keeps the bounds, and no bounds hold nothing', () => {
  expect(brokenBounds(bounds, quiet)).toEqual([]);
  expect(brokenBounds(null, { ...quiet, missing: 100, quarantined: 100, changedCodes: 9 })).toEqual([]);
  expect(brokenBounds(null, { ...quiet, missing: 100, staged: 0 })).toHaveLength(1);
});

test.each<[string, Partial<DeliveryFigures>, number]>([
  ['exactly the share that may go', { missing: 20 }, 0],
  ['one more', { missing: 21 }, 1],
  ['events are not "no longer there"', { mode: 'DELTA', missing: 90 }, 0],
  ['a list too short to have shares', { recordsBefore: 19, missing: 19 }, 0],
  ['an empty list over a few records', { recordsBefore: 1, missing: 1, staged: 0, read: 0 }, 1],
  ['half quarantined', { quarantined: 50 }, 0],
  ['more than half', { quarantined: 51 }, 1],
  ['a field suddenly empty', { profile: { rows: 100, filled: {} } }, 1],
  [
    'a field that was mostly empty before',
    { profile: { rows: 100, filled: {} }, profileBefore: { rows: 100, filled: { servedOn: 49 } } },
    0,
  ],
  [
    'the share that may lose it',
    { emptied: { servedOn: 6 }, profile: { rows: 100, filled: { servedOn: 54 } } },
    0,
  ],
  [
    'one row more than that',
    { emptied: { servedOn: 7 }, profile: { rows: 100, filled: { servedOn: 53 } } },
    1,
  ],
  ['two rows that lose it, be they all', { emptied: { servedOn: 2 }, profile: { rows: 2, filled: {} } }, 0],
  ['three of three', { emptied: { servedOn: 3 }, profile: { rows: 3, filled: {} } }, 1],
  [
    'all but three of forty-six, as events',
    { mode: 'DELTA', emptied: { servedOn: 43 }, profile: { rows: 46, filled: { servedOn: 3 } } },
    1,
  ],
  ['a few rows without the field', { profile: { rows: 19, filled: {} } }, 0],
  ['an id that names another code', { changedCodes: 1 }, 1],
  ['all at once', { missing: 50, quarantined: 90, changedCodes: 2, profile: { rows: 20, filled: {} } }, 4],
])('%s', (_, change, reasons) => {
  expect(brokenBounds(bounds, { ...quiet, ...change })).toHaveLength(reasons);
});

test('a whole list replaces the profile, events add to it', () => {
  const now = { rows: 5, filled: { a: 2 } };
  expect(nextProfile('FULL', quiet.profile, now)).toEqual(now);
  expect(nextProfile('DELTA', { rows: 10, filled: { a: 1, b: 4 } }, now)).toEqual({
    rows: 15,
    filled: { a: 3, b: 4 },
  });
  expect(nextProfile('DELTA', EMPTY_PROFILE, now)).toEqual(now);
});

test('limits: own values over the common ones, null for never, a missing feed stops the process', () => {
  const of = readLimits({
    validFrom: '2026-01-01',
    basis: '运行参数',
    bounds,
    feeds: { A: { lateAfterDays: 3, bounds: { maxShrink: 0.1 } }, B: { lateAfterDays: 3, bounds: null } },
  });
  expect(of('A')).toEqual({ lateAfterDays: 3, bounds: { ...bounds, maxShrink: 0.1 } });
  expect(of('B')).toEqual({ lateAfterDays: 3, bounds: null });
  expect(() => of('C')).toThrow('没有记录类型 C 的界限');
  expect(() => readLimits({ bounds })).toThrow();
});

const key = personKey(Buffer.alloc(32, 5));
const context = { agency: 'hrss', recordType: 'LISTING_DECISION', sourceKey: 'LP1' };
const person = { name: '张某演示', idType: '居民身份证', idNumber: '371002190001010018' };

test('the same fields give the same commitment and bytes again; nothing of them can be read without the key', () => {
  const sealed = sealPerson(key, context, person);
  expect(sealPerson(key, context, { ...person })).toEqual(sealed);
  expect(openPerson(key, context, sealed.ciphertext)).toEqual(person);
  for (const bytes of [sealed.ciphertext, sealed.commitment]) {
    expect(bytes.includes(person.idNumber)).toBe(false);
    expect(bytes.includes(Buffer.from(person.name))).toBe(false);
  }
});

test('another record, another person, another key: another commitment, so that nobody is linked', () => {
  const commitments = [
    sealPerson(key, context, person),
    sealPerson(key, { ...context, sourceKey: 'LP2' }, person),
    sealPerson(key, context, { ...person, name: '李某演示' }),
    sealPerson(personKey(Buffer.alloc(32, 6)), context, person),
  ].map(({ commitment }) => commitment.toString('hex'));
  expect(new Set(commitments).size).toBe(4);
});

test('a wrong key, a wrong record or one changed bit opens nothing', () => {
  const { ciphertext } = sealPerson(key, context, person);
  expect(() => openPerson(personKey(Buffer.alloc(32, 6)), context, ciphertext)).toThrow();
  expect(() => openPerson(key, { ...context, sourceKey: 'LP2' }, ciphertext)).toThrow();
  fc.assert(
    fc.property(fc.nat(ciphertext.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const forged = Buffer.from(ciphertext);
      forged[place] = (forged[place] ?? 0) ^ change;
      expect(() => openPerson(key, context, forged)).toThrow();
    }),
  );
});

test('a key of another length is refused', () => {
  expect(() => personKey(Buffer.alloc(16))).toThrow(RangeError);
});
