/** The identifiers of an organisation: unified social credit code (GB 32100-2015) and organisation code (GB 11714-1997). */

/** GB 32100-2015, 5.1: 31 characters; I, O, S, V and Z are left out. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));
/** GB 32100-2015, 5.2: 3^(i−1) mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714-1997, 2.3. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

export type CodeFault = 'EMPTY' | 'LENGTH' | 'LETTER_I_OR_O' | 'ALPHABET' | 'REGION_DIGITS' | 'CHECK_DIGIT';

/** What an officer reads when a code is refused. */
export const CODE_FAULTS: Readonly<Record<CodeFault, string>> = {
  EMPTY: '未提供代码',
  LENGTH: '代码长度不符',
  LETTER_I_OR_O: '代码含字母 I 或 O，不代为改正',
  ALPHABET: '代码含不允许的字符',
  REGION_DIGITS: '代码第 3 至 8 位应为数字',
  CHECK_DIGIT: '代码校验位不符',
};

export type ParsedCode =
  | {
      readonly ok: true;
      readonly code: string;
      /** Characters 9 to 17, under which older papers know the organisation. */
      readonly organisationCode: string;
      /** Legacy codes may break GB 11714 inside a valid code: a warning, no refusal. */
      readonly organisationCodeValid: boolean;
    }
  | { readonly ok: false; readonly reason: CodeFault };

export type ParsedOrganisationCode =
  | { readonly ok: true; readonly organisationCode: string }
  | { readonly ok: false; readonly reason: CodeFault };

/** Full-width to half-width, capitals, no blanks; nothing is guessed: I stays I, O stays O. */
export function normaliseCode(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200b]+/g, '')
    .toUpperCase();
}

/** Permissive on the first two characters, whose tables were amended; strict on all the rest. */
export function parseCode(text: string): ParsedCode {
  const code = normaliseCode(text);
  if (code.length === 0) {
    return { ok: false, reason: 'EMPTY' };
  }
  if (code.length !== 18) {
    return { ok: false, reason: 'LENGTH' };
  }
  if (/[IO]/.test(code)) {
    return { ok: false, reason: 'LETTER_I_OR_O' };
  }
  let sum = 0;
  for (let place = 0; place < 18; place++) {
    const value = VALUES.get(code.charAt(place));
    if (value === undefined) {
      return { ok: false, reason: 'ALPHABET' };
    }
    sum += value * (WEIGHTS[place] ?? 0);
  }
  if (!/^\d{6}$/.test(code.slice(2, 8))) {
    return { ok: false, reason: 'REGION_DIGITS' };
  }
  if (ALPHABET.charAt((31 - (sum % 31)) % 31) !== code.charAt(17)) {
    return { ok: false, reason: 'CHECK_DIGIT' };
  }
  const organisationCode = code.slice(8, 17);
  return { ok: true, code, organisationCode, organisationCodeValid: hasOrganisationCheck(organisationCode) };
}

/** Nine characters, the hyphen before the last one printed or not. */
export function parseOrganisationCode(text: string): ParsedOrganisationCode {
  const code = normaliseCode(text).replace(/^([^-]{8})-(.)$/, '$1$2');
  if (code.length === 0) {
    return { ok: false, reason: 'EMPTY' };
  }
  if (code.length !== 9) {
    return { ok: false, reason: 'LENGTH' };
  }
  if (!/^[0-9A-Z]{9}$/.test(code)) {
    return { ok: false, reason: 'ALPHABET' };
  }
  return hasOrganisationCheck(code)
    ? { ok: true, organisationCode: code }
    : { ok: false, reason: 'CHECK_DIGIT' };
}

/** GB 11714-1997, 2.3: C9 = 11 − Σ mod 11; 10 is written X, 11 is written 0. */
function hasOrganisationCheck(code: string): boolean {
  let sum = 0;
  for (let place = 0; place < 8; place++) {
    sum += Number.parseInt(code.charAt(place), 36) * (ORGANISATION_WEIGHTS[place] ?? 0);
  }
  const check = 11 - (sum % 11);
  return code.charAt(8) === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/**
 * A union is an entity with a code of its own (工会法人资格证书, 总工办发〔2020〕20号; registering body 8, kind 1):
 * such a code names the union and never its employer.
 */
export const isUnionCode = (code: string): boolean => code.startsWith('81');
