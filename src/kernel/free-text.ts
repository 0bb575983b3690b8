/**
 * Free text that people type is read by more people than those who may know a person's number: so no text takes one.
 * One check for all of it, called by the steps. Pure.
 */
import { fail, type Result } from './result';

/** What a field is called before the officer who filled it in. */
const FIELDS: Readonly<Record<string, string>> = {
  title: '名称',
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

/** Null: no field holds one. Full-width digits count as what they look like. */
export function refusePersonalNumbers(
  texts: Readonly<Record<string, string | null | undefined>>,
): Result<never> | null {
  for (const [field, text] of Object.entries(texts)) {
    const plain = (text ?? '').normalize('NFKC').replace(/[‐-―−]/g, '-');
    const found = KINDS.find(([, , pattern]) => pattern.test(plain));
    if (found !== undefined) {
      const [zh, en] = found;
      return fail(
        'INVALID_INPUT',
        `“${FIELDS[field] ?? field}”中有${zh}，不予登记。 The field ${field} holds ${en}.`,
        '请删去号码后重新提交；个人信息不写入说明文字。 Leave the number out and send it again.',
      );
    }
  }
  return null;
}
