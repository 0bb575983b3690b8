/** One piece of evidence as it comes in: which slot or element it is for, and that it holds what may be there and no more. Pure. */
import { z } from 'zod';
import type { MaterialField } from '../criteria/catalogue';
import type { CompiledCatalogue } from '../criteria/compile';
import type { Json } from '../kernel/canonical-json';
import { refusePersonalNumbers } from '../kernel/free-text';
import { inputProblems } from '../kernel/input-problems';
import { fail, ok, type Result } from '../kernel/result';

const line = z.strictObject({
  key: z.string().trim().min(1).max(200),
  uscc: z.string().trim().min(1),
  kind: z.enum(['D', 'S', 'V', 'Q', 'MARK']),
  criterion: z.string().min(1),
  element: z.string().min(1),
  number: z.string().trim().min(1).max(200).nullish(),
  on: z.iso.date(),
  data: z.record(z.string(), z.union([z.string().max(500), z.number(), z.boolean(), z.null()])),
  by: z.string().trim().min(1).max(100),
  reason: z.string().trim().max(1_000).nullish(),
});

export type MaterialLine = z.output<typeof line>;

const FIELD = {
  BOOL: z.boolean(),
  INT: z.number().int().min(0),
  DECIMAL: z.string().regex(/^-?\d{1,15}\.\d{2}$/, '应为带两位小数的文本，如 "86.50"'),
  TEXT: z.string().min(1),
} as const satisfies Record<MaterialField['type'], z.ZodType>;

/** Beside the fields of its slot a document says what it is, and the digest of its file. */
const DOCUMENT = {
  documentKind: z.string().min(1).optional(),
  documentDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
} as const;

const MARK = z.strictObject({ result: z.enum(['MET', 'NOT_MET']) });

export const readMaterialLine = (given: unknown): Result<MaterialLine> => {
  const parsed = line.safeParse(given);
  if (!parsed.success) {
    return fail('INVALID_INPUT', problemsOf(parsed.error));
  }
  const { number, reason, data } = parsed.data;
  const texts = Object.values(data).filter((value) => typeof value === 'string');
  return refusePersonalNumbers({ number, reason, data: texts.join('\n') }) ?? ok(parsed.data);
};

const problemsOf = ({ issues }: z.ZodError): string => inputProblems(issues);

/**
 * Takes exactly the fields of the slot: so no answer of a single worker can come in with a survey. A document and a
 * department's reply carry their number; a mark carries its reason.
 */
export function checkMaterial(catalogue: CompiledCatalogue, material: MaterialLine): Result<MaterialLine> {
  const problem =
    material.criterion !== material.element.split('.')[0]
      ? `要素 ${material.element} 不属于条目 ${material.criterion}`
      : material.kind === 'MARK'
        ? markProblem(catalogue, material)
        : slotProblem(catalogue, material);
  return problem === null ? ok(material) : fail('INVALID_INPUT', problem);
}

function markProblem({ judged }: CompiledCatalogue, { element, data, reason }: MaterialLine): string | null {
  if (!judged.has(element)) {
    return `要素 ${element} 不由评审人员判断`;
  }
  if ((reason ?? '').length < 4) {
    return '判断须写明理由（reason，不少于四个字）';
  }
  const parsed = MARK.safeParse(data);
  return parsed.success ? null : problemsOf(parsed.error);
}

function slotProblem(
  { slots }: CompiledCatalogue,
  { kind, element, number, data }: MaterialLine,
): string | null {
  const slot = slots.get(element);
  if (slot === undefined || kind === 'MARK') {
    return `没有名为 ${element} 的材料项`;
  }
  if (!slot.kinds.includes(kind)) {
    return `${element} 收 ${slot.kinds.join('、')} 类材料，不收 ${kind}`;
  }
  if ((kind === 'D' || kind === 'Q') && !number) {
    return '书面材料和部门复函须有文号（number）';
  }
  const parsed = schemaOf(slot.fields, kind === 'D').safeParse(data);
  return parsed.success ? null : problemsOf(parsed.error);
}

function schemaOf(fields: Readonly<Record<string, MaterialField>>, document: boolean): z.ZodType {
  const shape = Object.entries(fields).map(([name, { type, optional }]) => [
    name,
    optional ? FIELD[type].nullish() : FIELD[type],
  ]);
  return z.strictObject({ ...Object.fromEntries(shape), ...(document ? DOCUMENT : {}) });
}

/** What its digest is taken over: the same line again is the same material. */
export const materialContent = ({ uscc: _code, ...content }: MaterialLine, unitId: string): Json => ({
  ...content,
  number: content.number ?? null,
  reason: content.reason ?? null,
  unitId,
});
