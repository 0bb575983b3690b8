/** The table of what can be decided on a title, tried in every combination. */

import { AUTHORITIES, authorityFor } from '../../src/designations/authority';
import { decide, LIFECYCLE, OUTCOMES, type ProposedDecision } from '../../src/designations/lifecycle';
import { titleState } from '../../src/designations/title';
import { cancellation } from './cancellation';

test('says by whom and on which basis, and every outcome has one row', () => {
  expect(LIFECYCLE.map(({ action }) => action).sort()).toEqual(
    [...OUTCOMES, 'MARK_OVERDUE', 'MAKE_UP'].sort(),
  );
  expect(LIFECYCLE.every(({ legalBasis }) => legalBasis !== '')).toBe(true);
});
test('whatever the state, level, body and outcome: cancelled only by the body that named', () => {
  for (const state of ['VALID', 'OVERDUE', 'CANCELLED', 'LAPSED'] as const) {
    for (const level of ['COUNTY', 'CITY', 'PROVINCE', 'NATIONAL'] as const) {
      for (const decidingBody of ['COUNTY_TRIPARTITE', 'CITY_TRIPARTITE', 'NAMING_BODY'] as const) {
        const proposed: ProposedDecision = {
          ...cancellation('x'),
          namedOn: '2024-12-10',
          level,
          state,
          decidingBody,
        };
        const allowed =
          (state === 'VALID' || state === 'OVERDUE') &&
          ((level === 'CITY' && decidingBody === 'CITY_TRIPARTITE') ||
            (level === 'COUNTY' && decidingBody === 'COUNTY_TRIPARTITE') ||
            (level !== 'CITY' && level !== 'COUNTY' && decidingBody === 'NAMING_BODY'));
        expect(
          decide(proposed, authorityFor(level, { region: '371002', on: '2026-08-30' }), '2026-09-01').ok,
        ).toBe(allowed);
      }
    }
  }
});
test('who decides is a matter of place and day: nobody does where no rule holds', () => {
  const decides = (region: string | null, on: string, rules = AUTHORITIES) =>
    authorityFor('CITY', { region, on }, rules)?.basis ?? null;
  const [city] = AUTHORITIES.filter(({ level }) => level === 'CITY');
  const rules = [
    ...AUTHORITIES,
    ...(city ? [{ ...city, basis: '新规', from: '2026-01-01' }] : []),
    ...(city ? [{ ...city, basis: '荣成', region: '371082' }] : []),
  ];
  expect(decides('371082', '2026-08-30')).toBe(city?.basis);
  expect(decides('371071', '2022-12-31')).toBeNull();
  expect(decides('370602', '2026-08-30')).toBeNull();
  expect(decides('371002', '2025-12-31', rules)).toBe(city?.basis);
  expect(decides('371002', '2026-01-01', rules)).toBe('新规');
  expect(decides('371082', '2026-01-01', rules)).toBe('荣成');
  // Not known where: one region's rules are taken for it, one of several regions' is not.
  expect(decides(null, '2026-08-30')).toBe(city?.basis);
  expect(decides(null, '2026-08-30', rules)).toBeNull();
});
test('a cancelled title stays cancelled, whatever follows; the order of rows does not matter', () => {
  const at = (...kinds: Parameters<typeof titleState>[0][number]['kind'][]) =>
    titleState(kinds.map((kind, i) => ({ kind, version: i + 1 })).reverse());
  expect(at('NAMED')).toBe('VALID');
  expect(at('NAMED', 'OVERDUE')).toBe('OVERDUE');
  expect(at('NAMED', 'OVERDUE', 'KEPT')).toBe('VALID');
  expect(at('NAMED', 'OVERDUE', 'REPORTED_UPWARD')).toBe('OVERDUE');
  expect(at('NAMED', 'CANCELLED', 'KEPT')).toBe('CANCELLED');
  expect(at('NAMED', 'LAPSED', 'NAMED')).toBe('LAPSED');
});
