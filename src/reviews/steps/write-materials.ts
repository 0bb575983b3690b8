/** Writes evidence of reviews: each line checked against the standard in force for its unit; the same key twice is one. */
import { FACTS } from '../../agencies/fact-registry';
import { addMonths } from '../../calendar/months';
import type { CompiledCatalogue } from '../../criteria/compile';
import { inForce } from '../../criteria/in-force';
import { loadCatalogues } from '../../criteria/load-catalogues';
import { canonicalJson } from '../../kernel/canonical-json';
import { sha256 } from '../../kernel/digest';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { parseCode } from '../../units/code';
import { checkMaterial, type MaterialLine, materialContent } from '../material-line';
import { MATERIAL_KINDS } from '../material-reads';

export interface MaterialUnit {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly regionCode: string | null;
}

export type MaterialOutcome =
  | { readonly answer: 'WRITTEN' | 'UNCHANGED' }
  /** Evidence is never written over: a correction has a key of its own. */
  | { readonly answer: 'REFUSED'; readonly reason: string };

/** One outcome per line, in their order. */
export async function writeMaterials(
  tx: Tx,
  lines: readonly MaterialLine[],
  catalogues: readonly CompiledCatalogue[] = loadCatalogues(FACTS),
): Promise<MaterialOutcome[]> {
  const units = await unitsOf(tx, lines);
  const checked = lines.map((line) => check(line, units, catalogues, tx.today));
  const sound = checked.flatMap((one) => (one.ok ? [one.value] : []));
  const kept = await insert(tx, sound);
  return checked.map((one) => {
    if (!one.ok) {
      return { answer: 'REFUSED', reason: one.failure.message };
    }
    const outcome = kept.get(one.value.line.key);
    return outcome === 'OTHER'
      ? { answer: 'REFUSED', reason: `编号 ${one.value.line.key} 已有其他材料，材料不覆盖；更正请另用编号` }
      : { answer: outcome ?? 'UNCHANGED' };
  });
}

interface Sound {
  readonly line: MaterialLine;
  readonly unit: MaterialUnit;
  readonly digest: Buffer;
}

async function unitsOf(tx: Tx, lines: readonly MaterialLine[]): Promise<Map<string, MaterialUnit>> {
  const codes = lines.flatMap(({ uscc }) => codeOf(uscc) ?? []);
  const rows = await tx.query<MaterialUnit>(
    'select id, code, kind, region_code as "regionCode" from unit where code = any($1)',
    [[...new Set(codes)]],
  );
  return new Map(rows.map((unit) => [unit.code, unit]));
}

function codeOf(text: string): string | null {
  const parsed = parseCode(text);
  return parsed.ok ? parsed.code : null;
}

function check(
  line: MaterialLine,
  units: ReadonlyMap<string, MaterialUnit>,
  catalogues: readonly CompiledCatalogue[],
  today: string,
): Result<Sound> {
  const code = codeOf(line.uscc);
  const unit = code === null ? undefined : units.get(code);
  if (unit === undefined) {
    return fail('NOT_FOUND', code === null ? `${line.uscc} 不是有效的单位代码` : `没有代码为 ${code} 的单位`);
  }
  const catalogue = inForce(catalogues, (one) => one.catalogue, unit, today);
  if (catalogue === null) {
    return fail('NO_RULE_IN_FORCE', `${unit.regionCode ?? '未知区划'} 的 ${unit.kind} 没有有效的评价标准`);
  }
  if (line.on > today) {
    return fail('INVALID_INPUT', `材料日期（${line.on}）不得晚于今日（${today}）`);
  }
  const spent = line.kind === 'MARK' ? spentMark(catalogue, line.on, today) : null;
  if (spent !== null) {
    return spent;
  }
  const checked = checkMaterial(catalogue, line);
  return checked.ok
    ? ok({ line, unit, digest: sha256(canonicalJson(materialContent(line, unit.id))) })
    : checked;
}

/** A mark counts for as long as the standard says: one that is older when it is entered never counts at all. */
function spentMark({ catalogue }: CompiledCatalogue, on: string, today: string): Result<never> | null {
  const months = Number(catalogue.parameters.markMonths?.value);
  const first = addMonths(today, -months);
  return on >= first
    ? null
    : fail(
        'INVALID_INPUT',
        `判断日期（${on}）早于${first}：评价标准只采用${months}个月内的判断。 The standard takes no mark that is older than ${months} months.`,
        '请核对日期；仍需判断的，请按现在的情况重新作出。',
      );
}

async function insert(
  tx: Tx,
  sound: readonly Sound[],
): Promise<Map<string, 'WRITTEN' | 'UNCHANGED' | 'OTHER'>> {
  const first = new Map(sound.map((one) => [one.line.key, one] as const).reverse());
  const rows = await tx.query<{ source_key: string }>(
    `insert into case_material (unit_id, source_key, kind, criterion, element, number, on_date, data, digest,
                                entered_by, reason, recorded_at)
     select g.*, $12::timestamptz from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
                                 $8::jsonb[], $9::bytea[], $10::text[], $11::text[]) as g
     on conflict (source_key) do nothing returning source_key`,
    [...columnsOf([...first.values()]), tx.now],
  );
  const written = new Set(rows.map((row) => row.source_key));
  const known = await tx.query<{ source_key: string; digest: Buffer }>(
    'select source_key, digest from case_material where source_key = any($1)',
    [[...first.keys()]],
  );
  const digests = new Map(known.map((row) => [row.source_key, row.digest]));
  const outcomes = new Map<string, 'WRITTEN' | 'UNCHANGED' | 'OTHER'>();
  for (const { line, digest } of sound) {
    const same = digests.get(line.key)?.equals(digest) ?? false;
    const outcome = !same ? 'OTHER' : written.has(line.key) ? 'WRITTEN' : 'UNCHANGED';
    outcomes.set(line.key, outcomes.get(line.key) === 'OTHER' ? 'OTHER' : outcome);
  }
  return outcomes;
}

const columnsOf = (sound: readonly Sound[]): unknown[] => [
  sound.map(({ unit }) => unit.id),
  sound.map(({ line }) => line.key),
  sound.map(({ line }) => MATERIAL_KINDS[line.kind]),
  sound.map(({ line }) => line.criterion),
  sound.map(({ line }) => line.element),
  sound.map(({ line }) => line.number ?? null),
  sound.map(({ line }) => line.on),
  sound.map(({ line }) => JSON.stringify(line.data)),
  sound.map(({ digest }) => digest),
  sound.map(({ line }) => line.by),
  sound.map(({ line }) => line.reason ?? null),
];
