/** The rows of the tripartite office's register: parks and townships, and which employers lie in them. */
import { z } from 'zod';
import { CODE_FAULTS, isUnionCode, parseCode } from './code';
import { cleanName } from './name';

const filled = z.string('必填').trim().min(1, '必填');

const code = filled.transform((text, context) => {
  const parsed = parseCode(text);
  if (!parsed.ok || isUnionCode(parsed.code)) {
    context.addIssue({
      code: 'custom',
      message: parsed.ok ? '工会自身的代码不能作为单位代码' : CODE_FAULTS[parsed.reason],
    });
    return z.NEVER;
  }
  return parsed.code;
});

export const PARK = z.object({
  localCode: filled,
  uscc: code,
  name: filled.transform(cleanName).pipe(z.string().min(1, '必填').max(200, '名称过长')),
  kind: z.enum(['INDUSTRIAL_PARK', 'TOWNSHIP'], '应为 INDUSTRIAL_PARK 或 TOWNSHIP'),
  regionCode: filled.regex(/^\d{6}$/, '应为六位行政区划代码'),
});
export type ParkRow = z.output<typeof PARK> & { readonly row: number };

const day = z.iso.date('应为实际存在的日期，写作 YYYY-MM-DD');

export const MEMBERSHIP = z
  .object({
    parkCode: code,
    uscc: code,
    from: day,
    to: z.preprocess((given) => (given === '' ? null : given), day.nullable()),
  })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'], message: '早于起始日期' });
export type MembershipRow = z.output<typeof MEMBERSHIP> & { readonly row: number };

export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
}

export interface RegisterWritten {
  readonly written: number;
  readonly refused: readonly RefusedRow[];
}
