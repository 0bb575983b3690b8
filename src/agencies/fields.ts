/** How one cell of an agency becomes one field: zod readers with the words an officer reads when a cell is refused. */
import { z } from 'zod';
import { isCitizenNumber, personalNumberIn } from '../kernel/free-text';
import { CODE_FAULTS, isUnionCode, parseCode, parseOrganisationCode } from '../units/code';
import { cleanName } from '../units/name';

export const UNDECODABLE = '字节不是约定编码的文字';

/** A blank cell never arrives here: it was left out, so that "not given" is one thing in every format. */
const error = (wanted: string) => (issue: { input?: unknown }) => {
  if (issue.input === undefined || issue.input === null) {
    return '必填';
  }
  const undecodable = typeof issue.input === 'object' && 'undecodable' in issue.input;
  return undecodable ? UNDECODABLE : wanted;
};

/** Document numbers and names are looked up by index, and an index takes no entry of more than some 2,700 bytes. */
const MOST_CHARACTERS = 500;
const LONGEST_NAME = 200;
const anyText = z.string({ error: error('应为文字') }).max(MOST_CHARACTERS, '文字过长');

/**
 * Words of an agency's own choice: kept, shown and pushed as they are, so that none may hold a person's number. The old
 * number of fifteen digits is not asked for: region, day and serial number make the numbers of many a contract.
 */
const freeText = anyText.superRefine((given, context) => {
  const found = personalNumberIn(given);
  if (found !== null) {
    context.addIssue({ code: 'custom', message: `含有${found.zh}` });
  }
});

/** Text, outer blanks removed, runs of blanks made one. */
export const text = freeText.transform((given) => given.trim().replace(/\s+/g, ' '));

export const key = freeText.max(200, '编号过长').transform((given) => given.trim());

export const unitName = freeText
  .transform(cleanName)
  .pipe(z.string().min(1, '必填').max(LONGEST_NAME, '名称过长'));

const IMPOSSIBLE_DAY = '日期不存在或格式不符';
const realDay = z.iso.date(IMPOSSIBLE_DAY).refine((given) => given >= '1900-01-01', IMPOSSIBLE_DAY);

/** YYYY-MM-DD */
export const day = anyText.transform((given) => given.trim()).pipe(realDay);

/** YYYYMMDD */
export const compactDay = anyText
  .transform((given) => given.trim().replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'))
  .pipe(realDay);

const BIGGEST = 2_147_483_647;

/** A whole number from 0, written as a number or as digits. */
export const wholeNumber = z
  .union(
    [
      z.number(),
      z.string().transform((given) => (/^\d{1,10}$/.test(given.trim()) ? Number(given) : Number.NaN)),
    ],
    {
      error: error('应为整数'),
    },
  )
  .pipe(z.int('应为整数').min(0, '应为非负整数').max(BIGGEST, '数字过大'));

export const between = (least: number, most: number) =>
  wholeNumber.pipe(
    z.number().min(least, `应在 ${least} 至 ${most} 之间`).max(most, `应在 ${least} 至 ${most} 之间`),
  );

/** Yuan with two decimal places, kept as text: no float ever touches money. */
export const yuan = z
  .union([z.string(), z.number().transform(String)], { error: error('应为金额') })
  .transform((given) => given.trim())
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, '应为金额'))
  .transform((given) => {
    const [whole = '0', cents = ''] = given.split('.');
    return `${BigInt(whole)}.${cents.padEnd(2, '0')}`;
  });

/** The agency's words and ours; any other word is refused, not guessed. */
export const words = <const Value extends string | boolean>(table: Readonly<Record<string, Value>>) => {
  const known = new Map(Object.entries(table));
  return anyText.transform((given, context): Value => {
    const value = known.get(given.trim());
    if (value === undefined) {
      context.addIssue({ code: 'custom', message: '不在约定的取值之内' });
      return z.NEVER;
    }
    return value;
  });
};

export const yesNo = words({ 是: true, 否: false });

/** Six digits of an administrative division; whether the year's table knows it is asked when the unit is written. */
export const regionCode = anyText
  .transform((given) => given.trim())
  .pipe(z.string().regex(/^\d{6}$/, '应为六位行政区划代码'));

/** The letter of a branch, GB/T 4754. */
export const industry = anyText
  .transform((given) => given.trim().toUpperCase())
  .pipe(z.string().regex(/^[A-T]$/, '应为行业门类字母 A 至 T'));

export const flag = z.boolean({ error: error('应为 true 或 false') });

/** The employer's own unified social credit code; a union's code names the union, never its employer. */
export const employerCode = anyText.transform((given, context) => {
  const parsed = parseCode(given);
  if (!parsed.ok || isUnionCode(parsed.code)) {
    context.addIssue({
      code: 'custom',
      message: parsed.ok ? '工会自身的代码不能作为用人单位代码' : CODE_FAULTS[parsed.reason],
    });
    return z.NEVER;
  }
  if (isCitizenNumber(parsed.code)) {
    context.addIssue({ code: 'custom', message: '含有公民身份号码' });
  }
  return parsed.code;
});

/** The union's own code, kept as data only. */
export const unionCode = anyText.transform((given, context) => {
  const parsed = parseCode(given);
  if (!parsed.ok) {
    context.addIssue({ code: 'custom', message: CODE_FAULTS[parsed.reason] });
    return z.NEVER;
  }
  return parsed.code;
});

export const organisationCode = anyText.transform((given, context) => {
  const parsed = parseOrganisationCode(given);
  if (!parsed.ok) {
    context.addIssue({ code: 'custom', message: CODE_FAULTS[parsed.reason] });
    return z.NEVER;
  }
  return parsed.organisationCode;
});

/** The codes of those whom a regional contract or congress covers; none is an empty list. */
export const employerCodes = z
  .array(employerCode, { error: error('应为代码列表') })
  .max(100_000, '代码列表过长')
  .nullish()
  .transform((given) => [...new Set(given ?? [])]);

export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((given) => given ?? null);
