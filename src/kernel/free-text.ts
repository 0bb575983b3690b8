/**
 * Free text that people type is read by more people than those who may know a person's number: so no text takes one.
 * One check for all of it, called by the steps. Pure.
 */
import { fail, type Result } from './result';

/** What a field is called before the officer who filled it in. */
const FIELDS: Readonly<Record<string, string>> = {
  title: '名称',
  name: '单位名称',
  province: '省份',
  reason: '缘由',
  cause: '缘由',
  why: '理由',
  grounds: '理由',
  statement: '陈述',
  note: '附言',
  documentNo: '文号',
  number: '文号',
  data: '材料内容',
  namingBody: '决定机关',
};

/** Eighteen places with a birthday in them, written together or in groups (GB 11643). */
const CITIZEN_NUMBER =
  /(?<![0-9A-Za-z])[1-9]\d{5}[\s-]?(?:19|20)\d{2}[\s-]?(?:0[1-9]|1[0-2])[\s-]?(?:0[1-9]|[12]\d|3[01])[\s-]?\d{3}[\s-]?[\dXx](?![0-9A-Za-z])/;

/** A mobile number, or a fixed line with its area code; no sum of money. */
const PHONE_NUMBER =
  /(?<![0-9A-Za-z])(?:(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|[(]?0\d{2,3}[)\s-]{1,2}\d{7,8})(?![0-9A-Za-z]|\.\d)/;

const KINDS = [
  ['公民身份号码', 'a citizen number', CITIZEN_NUMBER],
  ['电话号码', 'a phone number', PHONE_NUMBER],
] as const;

export interface PersonalNumber {
  readonly zh: string;
  readonly en: string;
}

/** Null: there is none. Full-width digits count as what they look like; what prints nothing parts no number. */
export function personalNumberIn(text: string): PersonalNumber | null {
  if (!mayHoldOne(text)) {
    return null;
  }
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[‐-―−]/g, '-');
  const found = KINDS.find(([, , pattern]) => pattern.test(plain));
  return found === undefined ? null : { zh: found[0], en: found[1] };
}

/**
 * One citizen number in thirty also passes the check of GB 32100. Birthday and own check digit (GB 11643) together tell
 * it from a code, where eighteen places alone would not.
 */
export function isCitizenNumber(code: string): boolean {
  let rest = 0;
  for (const place of code) {
    rest = (rest * 2 + (place === 'X' ? 10 : Number(place))) % 11;
  }
  return rest === 1 && code.length === 18 && CITIZEN_NUMBER.test(code);
}

const FEWEST_DIGITS = 11;

/** Asked of every text of a delivery: names and numbers of documents are nearly all told by counting. */
function mayHoldOne(text: string): boolean {
  let digits = 0;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    const isPlain = unit < 0x80 || (unit >= 0x4e00 && unit <= 0x9fff);
    if (!isPlain || (unit >= 0x30 && unit <= 0x39)) {
      digits += 1;
    }
  }
  return digits >= FEWEST_DIGITS;
}

/** Null: no field holds one. */
export function refusePersonalNumbers(
  texts: Readonly<Record<string, string | null | undefined>>,
): Result<never> | null {
  for (const [field, text] of Object.entries(texts)) {
    const found = personalNumberIn(text ?? '');
    if (found !== null) {
      return fail(
        'INVALID_INPUT',
        `“${FIELDS[field] ?? field}”中有${found.zh}，不予登记。 The field ${field} holds ${found.en}.`,
        '请删去号码后重新提交；个人信息不写入说明文字。 Leave the number out and send it again.',
      );
    }
  }
  return null;
}
