/** Rows of lists of titles: the office's own (with codes) and published ones (names only), brought to one form. */
import { z } from 'zod';
import { isCitizenNumber, refusePersonalNumbers } from '../kernel/free-text';
import { inputProblems } from '../kernel/input-problems';
import { isUnionCode, parseCode } from '../units/code';
import { cleanName, normaliseName } from '../units/name';
import { TITLE_LEVELS } from './authority';
import { namingKey } from './title';

export const UNIT_KINDS = ['ENTERPRISE', 'INDUSTRIAL_PARK', 'TOWNSHIP', 'INDUSTRY'] as const;

/** 创建示范命名, 模范称号, 先进表彰, 达标认定: different honours, never counted as one another. */
export const HONOUR_TYPES = ['DEMONSTRATION', 'MODEL_TITLE', 'COMMENDATION', 'STANDARD_MET'] as const;
export type HonourType = (typeof HONOUR_TYPES)[number];

const filled = z.string().trim().min(1);
const given = z
  .string()
  .trim()
  .transform((text) => (text === '' ? null : text));

const Row = z.object({
  uscc: z.string().optional(),
  name: filled,
  kind: z.enum(UNIT_KINDS),
  title: filled,
  level: z.enum(TITLE_LEVELS),
  honour_type: z.enum(HONOUR_TYPES).optional(),
  named_on: z.iso.date(),
  document_no: given.optional(),
  naming_body: given.optional(),
  province: given.optional(),
});

export interface TitleRow {
  /** The same naming has the same key in whatever file it comes. */
  readonly sourceKey: string;
  readonly code: string | null;
  readonly unitKind: (typeof UNIT_KINDS)[number];
  readonly name: string;
  readonly title: string;
  readonly level: (typeof TITLE_LEVELS)[number];
  readonly honourType: HonourType;
  readonly namingBody: string | null;
  readonly documentNo: string | null;
  readonly province: string | null;
  readonly namedOn: string;
}

export type ReadTitle =
  | { readonly ok: true; readonly row: TitleRow }
  | { readonly ok: false; readonly reason: string };

/** 模范 says what kind of honour it is; other published lists are demonstration namings. */
const honourOf = (title: string): HonourType => (title.includes('模范') ? 'MODEL_TITLE' : 'DEMONSTRATION');

export function readTitleRow(raw: unknown): ReadTitle {
  const parsed = Row.safeParse(raw);
  if (!parsed.success) {
    return { ok: false, reason: inputProblems(parsed.error.issues) };
  }
  const { uscc, name, kind, title, level, named_on: namedOn, ...rest } = parsed.data;
  const personal = refusePersonalNumbers({
    name,
    title,
    documentNo: rest.document_no,
    namingBody: rest.naming_body,
    province: rest.province,
  });
  if (personal !== null && !personal.ok) {
    return { ok: false, reason: personal.failure.message };
  }
  const code = uscc === undefined || uscc.trim() === '' ? null : parseCode(uscc);
  if (code !== null && (!code.ok || isUnionCode(code.code))) {
    return {
      ok: false,
      reason: `uscc：${code.ok ? '是工会的代码，不是用人单位的' : code.reason}`,
    };
  }
  if (code !== null && isCitizenNumber(code.code)) {
    return { ok: false, reason: 'uscc：是公民身份号码，不是用人单位的代码' };
  }
  const holder = code === null ? `${rest.province ?? ''}/${normaliseName(name)}` : code.code;
  return {
    ok: true,
    row: {
      sourceKey: namingKey(code === null ? 'list' : 'office', { title, level, namedOn }, holder),
      code: code?.code ?? null,
      unitKind: kind,
      name: cleanName(name),
      title,
      level,
      honourType: rest.honour_type ?? honourOf(title),
      namingBody: rest.naming_body ?? null,
      documentNo: rest.document_no ?? null,
      province: rest.province ?? null,
      namedOn,
    },
  };
}
