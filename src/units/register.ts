/** The rows of the tripartite office's register: parks and townships, and which employers lie in them. */
import { z } from 'zod';
import { CODE_FAULTS, isUnionCode, parseCode } from './code';
import { cleanName } from './name';

const code = z.string().transform((text, context) => {
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
  localCode: z.string().trim().min(1),
  uscc: code,
  name: z.string().transform(cleanName).pipe(z.string().min(1)),
  kind: z.enum(['INDUSTRIAL_PARK', 'TOWNSHIP']),
  regionCode: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
export type ParkRow = z.output<typeof PARK> & { readonly row: number };

export const MEMBERSHIP = z
  .object({
    parkCode: code,
    uscc: code,
    from: z.iso.date(),
    to: z
      .literal('')
      .transform(() => null)
      .or(z.iso.date()),
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
