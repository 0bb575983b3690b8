/** The lifecycle of a case as a table: each row is possible, and nothing else is. */
import type { Role } from '../../src/kernel/actor';
import {
  actsInRegion,
  allowedActions,
  CASE_ACTIONS,
  CASE_STATES,
  LIFECYCLE,
  transitionFor,
} from '../../src/reviews/lifecycle';

const ROLES: readonly Role[] = ['AGENCY_READER', 'COUNTY_OFFICER', 'CITY_OFFICER', 'ADMIN', 'SYSTEM'];

test('each row of the table is possible for those it names, and for nobody else', () => {
  for (const row of LIFECYCLE) {
    for (const role of ROLES) {
      const result = transitionFor(row.from, row.action, { role }, row.to);
      if (row.by.includes(role)) {
        expect(result).toEqual({ ok: true, value: row });
      } else {
        expect(result).toMatchObject({ ok: false, failure: { code: 'NOT_ALLOWED' } });
      }
    }
  }
});

test('what is not in the table is refused, and the refusal names what is possible', () => {
  let refused = 0;
  for (const state of CASE_STATES) {
    for (const action of CASE_ACTIONS) {
      for (const to of CASE_STATES) {
        if (!LIFECYCLE.some((row) => row.from === state && row.action === action && row.to === to)) {
          const result = transitionFor(state, action, { role: 'CITY_OFFICER' }, to);
          const takes = LIFECYCLE.some((row) => row.action === action && row.by.includes('CITY_OFFICER'));
          expect(result).toMatchObject({
            ok: false,
            failure: { code: takes ? 'WRONG_STATE' : 'NOT_ALLOWED' },
          });
          if (takes) {
            const possible = allowedActions(state, { role: 'CITY_OFFICER' });
            expect(result).toMatchObject({
              failure: {
                hint: expect.stringContaining(`Possible now: ${possible.join(', ') || 'nothing'}.`),
              },
            });
          }
          refused += 1;
        }
      }
    }
  }
  expect(refused).toBe(CASE_STATES.length * CASE_ACTIONS.length * CASE_STATES.length - LIFECYCLE.length);
});

test('the way to a cancellation leads through a fail, the county’s proposal and the hearing of the unit', () => {
  const into = (state: string) => [
    ...new Set(LIFECYCLE.filter((row) => row.to === state).map((row) => `${row.from} ${row.action}`)),
  ];
  expect(into('HEARD')).toEqual(['NOTIFIED HEAR']);
  expect(into('NOTIFIED')).toEqual(['PROPOSED NOTIFY']);
  expect(into('PROPOSED')).toEqual(['FAIL PROPOSE']);
  expect(LIFECYCLE.filter((row) => row.action === 'DECIDE_CANCEL').map((row) => row.from)).toEqual(['HEARD']);
  expect(LIFECYCLE.filter((row) => row.action === 'PROPOSE').flatMap((row) => row.by)).toEqual([
    'COUNTY_OFFICER',
  ]);
});

test('no case fails at its first evaluation, and what passed or was decided is not touched again', () => {
  expect(LIFECYCLE.some((row) => row.from === 'OPEN' && row.to === 'FAIL')).toBe(false);
  expect(LIFECYCLE.some((row) => row.from === 'PASS' || row.from === 'DECIDED')).toBe(false);
});

test('each row has its legal basis, and each period its parameter', () => {
  for (const { legalBasis } of LIFECYCLE) {
    expect(legalBasis).toMatch(/〔2023〕19号|\[P\]|管理办法/);
  }
  expect(new Set(LIFECYCLE.map((row) => row.deadline))).toEqual(
    new Set([null, 'rectificationWorkingDays', 'hearingWorkingDays']),
  );
});

test('a county officer acts in the own county only', () => {
  const county = { role: 'COUNTY_OFFICER', region: '371002' } as const;
  expect([
    actsInRegion(county, '371002'),
    actsInRegion(county, '371082'),
    actsInRegion(county, null),
  ]).toEqual([true, false, false]);
  expect(actsInRegion({ role: 'CITY_OFFICER', region: null }, '371082')).toBe(true);
});
