/** Codes: what the standards allow passes, everything else is refused with its reason, and nothing is repaired. */
import fc from 'fast-check';
import { isUnionCode, parseCode, parseOrganisationCode } from '../../src/units/code';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Told apart from the code under test: Horner's rule over big integers, so that Σ vᵢ·3ⁱ ≡ 0 (mod 31). */
function checkCharacter(first17: string): string {
  let sum = 0n;
  for (const character of [...first17].reverse()) {
    sum = sum * 3n + BigInt(ALPHABET.indexOf(character));
  }
  return ALPHABET.charAt(Number((31n - (sum % 31n)) % 31n));
}

/** GB 11714 by a table of values instead of base-36 parsing. */
function organisationCheck(first8: string): string {
  const values = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let rest = 0;
  weights.forEach((weight, place) => {
    rest = (rest + weight * values.indexOf(first8.charAt(place))) % 11;
  });
  return ['0', 'X', '9', '8', '7', '6', '5', '4', '3', '2', '1'][rest] ?? '';
}

const character = fc.constantFrom(...ALPHABET);
const digit = fc.constantFrom(...'0123456789');
const first17 = fc
  .tuple(
    fc.array(character, { minLength: 2, maxLength: 2 }),
    fc.array(digit, { minLength: 6, maxLength: 6 }),
    fc.array(character, { minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.flat().join(''));

test.each([
  '91350100M000100Y43',
  '91110108551385082Q',
  '91330100799655058B',
  '91440300192317458F',
])('%s is a code (GB 32100)', (code) => {
  expect(parseCode(code)).toMatchObject({ ok: true, code, organisationCode: code.slice(8, 17) });
});

test.each([
  ['91310115MA1G4L1WXK', 'CHECK_DIGIT'],
  ['91350100M000100Y44', 'CHECK_DIGIT'],
  ['9135O100M000100Y43', 'LETTER_I_OR_O'],
  ['9I350100M000100Y43', 'LETTER_I_OR_O'],
  ['91350100S000100Y43', 'ALPHABET'],
  ['91350100Z000100Y43', 'ALPHABET'],
  ['91350100V000100Y43', 'ALPHABET'],
  ['913501A0M000100Y43', 'REGION_DIGITS'],
  ['91350100M000100Y4', 'LENGTH'],
  ['91350100M000100Y433', 'LENGTH'],
  ['', 'EMPTY'],
  ['  　', 'EMPTY'],
  ['91350100Ｍ000100Y4我', 'ALPHABET'],
])('%j is refused: %s', (text, reason) => {
  expect(parseCode(text)).toEqual({ ok: false, reason });
});

test.each([
  ['  91350100m000100y43\n'],
  ['９１３５０１００Ｍ０００１００Ｙ４３'],
  ['91350100 M000100Y43'],
  ['\u200b91350100M000100Y43　'],
])('%j is cleaned and found', (text) => {
  expect(parseCode(text)).toMatchObject({ ok: true, code: '91350100M000100Y43' });
});

test('every body has exactly one check character, the one an independent reckoning gives', () => {
  fc.assert(
    fc.property(first17, (body) => {
      const passing = [...ALPHABET].filter((check) => parseCode(body + check).ok);
      // The region digits may not pass the alphabet of the standard's other places; they are digits here.
      expect(passing).toEqual([checkCharacter(body)]);
    }),
    { numRuns: 300 },
  );
});

test('one wrong character, or two neighbours exchanged, never passes', () => {
  fc.assert(
    fc.property(first17, fc.nat(17), character, (body, place, other) => {
      const code = body + checkCharacter(body);
      const wrong = code.slice(0, place) + other + code.slice(place + 1);
      expect(parseCode(wrong).ok).toBe(wrong === code);
      const exchanged =
        code.slice(0, place) + code.charAt(place + 1) + code.charAt(place) + code.slice(place + 2);
      expect(exchanged !== code && place < 17 && parseCode(exchanged).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('no text makes the parser throw, and what passes is clean', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 24 }), (text) => {
      const parsed = parseCode(text);
      expect(parsed.ok ? /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(parsed.code) : parsed.reason).toBeTruthy();
    }),
  );
});

test.each([
  '000100Y4',
  '55138508',
])('organisation codes agree with an independent reckoning: %s', (first8) => {
  const code = first8 + organisationCheck(first8);
  expect(parseOrganisationCode(code)).toEqual({ ok: true, organisationCode: code });
  expect(parseOrganisationCode(`${code.slice(0, 8)}-${code.slice(8)}`)).toEqual({
    ok: true,
    organisationCode: code,
  });
  expect(parseOrganisationCode(`${code.toLowerCase()} `)).toEqual({ ok: true, organisationCode: code });
});

test('organisation codes: any body, exactly one check character', () => {
  const body = fc.array(fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(body, (characters) => {
      const first8 = characters.join('');
      const passing = [...'0123456789X'].filter((check) => parseOrganisationCode(first8 + check).ok);
      expect(passing).toEqual([organisationCheck(first8)]);
    }),
  );
});

test.each([
  '',
  '1234567',
  '123456789',
  '12345-6789',
  '1234567-8X',
  '１２３',
])('no organisation code: %j', (text) => {
  expect(parseOrganisationCode(text).ok).toBe(false);
});

test('a legacy code whose organisation part breaks GB 11714 is a code all the same', () => {
  const body = `9137100200010000${organisationCheck('00010000') === '1' ? '2' : '1'}`;
  expect(parseCode(body + checkCharacter(body))).toMatchObject({ ok: true, organisationCodeValid: false });
});

test('codes of unions are known as such', () => {
  const body = '81371002MC1234567';
  const code = body + checkCharacter(body);
  expect(parseCode(code).ok && isUnionCode(code)).toBe(true);
  expect(isUnionCode('91350100M000100Y43')).toBe(false);
});
