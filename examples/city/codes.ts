/** Identifiers of the synthetic city: GB 32100 (18 characters), GB 11714 (9) and the citizen number of GB 11643, each with its check digit. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 32100: the 18th character. The alphabet leaves out I, O, S, V and Z. */
export function usccCheck(first17: string): string {
  let sum = 0;
  for (const [place, weight] of USCC_WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(first17.charAt(place));
    if (value < 0) {
      throw new Error(`not in the alphabet of GB 32100: ${first17}`);
    }
    sum += value * weight;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** GB 11714: the 9th character; digits count as themselves, letters from A = 10. */
export function organisationCheck(first8: string): string {
  let sum = 0;
  for (const [place, weight] of ORGANISATION_WEIGHTS.entries()) {
    sum += Number.parseInt(first8.charAt(place), 36) * weight;
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

export function isUscc(code: string): boolean {
  return /^[0-9A-HJ-NP-RTUW-Y]{18}$/.test(code) && usccCheck(code.slice(0, 17)) === code.charAt(17);
}

const BODY_SPACE = 31 ** 6;
const STEP = 516_889; // no multiple of 31, so that every index has a body of its own

/** Families of bodies: a second letter per kind of owner. */
export type Family = 'X' | 'W' | 'P';

/**
 * A whole code for the index-th owner of a family. All bodies begin with Y, a range that is not in use for
 * real organisations as far as is known, so that no record of the demo city points at a real one.
 */
export function usccOf(prefix: string, region: string, family: Family, index: number, seed: number): string {
  let rest = (index * STEP + (seed % 100_003) * 7_919) % BODY_SPACE;
  let body = '';
  for (let place = 0; place < 6; place += 1) {
    body = ALPHABET.charAt(rest % 31) + body;
    rest = Math.floor(rest / 31);
  }
  const organisation = `Y${family}${body}`;
  const first17 = `${prefix}${region}${organisation}${organisationCheck(organisation)}`;
  return first17 + usccCheck(first17);
}

/** The organisation code inside a code: characters 9 to 17. */
export function organisationPart(uscc: string): string {
  return uscc.slice(8, 17);
}

/** A citizen number that cannot be anyone's: born 1900-01-01, and its check character is wrong on purpose. */
export function impossibleCitizenNumber(region: string, serial: number): string {
  const first17 = `${region}19000101${String(serial % 1000).padStart(3, '0')}`;
  let sum = 0;
  for (const [place, weight] of CITIZEN_WEIGHTS.entries()) {
    sum += Number(first17.charAt(place)) * weight;
  }
  return first17 + '10X98765432'.charAt(((sum % 11) + 5) % 11);
}
