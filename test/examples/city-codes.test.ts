/** The generator's own check digits agree with published examples, and its persons and codes can be nobody's. */
import {
  impossibleCitizenNumber,
  isUscc,
  organisationCheck,
  organisationPart,
  usccOf,
} from '../../examples/city/codes';
import { addYears, compact, dayOf, iso } from '../../examples/city/days';

const VALID = ['91350100M000100Y43', '91110108551385082Q', '91330100799655058B', '91440300192317458F'];

/** Written anew from the standard's formula, so that a slip in the generator is no slip here too. */
function checks(code: string): boolean {
  const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    const value = alphabet.indexOf(character);
    if (value === -1) {
      return false;
    }
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17];
}

test('the four published codes are valid, the near miss is not', () => {
  expect(VALID.map(isUscc)).toEqual([true, true, true, true]);
  expect(VALID.map(checks)).toEqual([true, true, true, true]);
  expect(isUscc('91310115MA1G4L1WXK')).toBe(false);
});

test('the organisation codes inside the published codes carry the right check character', () => {
  for (const code of VALID) {
    const inner = organisationPart(code);
    expect(organisationCheck(inner.slice(0, 8))).toBe(inner.charAt(8));
  }
});

test('a hundred thousand generated codes are valid, all different, and of the unused range', () => {
  const seen = new Set<string>();
  for (let index = 0; index < 100_000; index += 1) {
    const code = usccOf('91', '371002', 'X', index, 371_000);
    if (!checks(code) || code.charAt(8) !== 'Y' || /[IOSVZ]/.test(code)) {
      throw new Error(code);
    }
    const inner = organisationPart(code);
    if (organisationCheck(inner.slice(0, 8)) !== inner.charAt(8)) {
      throw new Error(inner);
    }
    seen.add(inner);
  }
  expect(seen.size).toBe(100_000);
});

test('a citizen number of the city fails its check', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  for (let serial = 0; serial < 2000; serial += 1) {
    const number = impossibleCitizenNumber('371002', serial);
    const sum = weights.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
    expect(number).toHaveLength(18);
    expect(number[17]).not.toBe('10X98765432'[sum % 11]);
  }
});

test('days: leap years, month ends, and dates that do not exist', () => {
  expect(iso(addYears(dayOf('2024-02-29'), 3))).toBe('2027-02-28');
  expect(iso(addYears(dayOf('2023-04-07'), 3))).toBe('2026-04-07');
  expect(compact(dayOf('2026-01-09'))).toBe('20260109');
  expect(() => dayOf('2026-02-30')).toThrow();
  expect(() => dayOf('20260101')).toThrow();
});
