/** Takes a file of evidence (one JSON a line), checks each line, writes the sound ones, and says what was refused and why. */
import { FACTS } from '../../agencies/fact-registry';
import { appendAudit } from '../../audit/append';
import { loadCatalogues } from '../../criteria/load-catalogues';
import type { Actor } from '../../kernel/actor';
import { readLineRegister } from '../../store/register-file';
import { type Store, transaction } from '../../store/transaction';
import { type MaterialLine, readMaterialLine } from '../material-line';
import { writeMaterials } from '../steps/write-materials';

const CHUNK = 1_000;
/** So many refusals are told in full; the number of all of them is told in any case. */
const TOLD = 100;

export interface MaterialsReport {
  readonly read: number;
  readonly written: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly refusals: readonly {
    readonly line: number;
    readonly key: string | null;
    readonly reason: string;
  }[];
}

interface Numbered {
  readonly number: number;
  readonly line: MaterialLine;
}

/** Memory stays flat: the file is streamed, a thousand lines to a transaction. */
export async function importMaterials(
  store: Store,
  { path, actor }: { path: string; actor: Actor },
  onProgress?: (report: MaterialsReport) => void,
): Promise<MaterialsReport> {
  const report = {
    read: 0,
    written: 0,
    unchanged: 0,
    refused: 0,
    refusals: [] as MaterialsReport['refusals'][number][],
  };
  const refuse = (line: number, key: string | null, reason: string): void => {
    report.refused += 1;
    if (report.refusals.length < TOLD) report.refusals.push({ line, key, reason });
  };
  const catalogues = loadCatalogues(FACTS);
  const flush = async (chunk: readonly Numbered[]): Promise<void> => {
    const lines = chunk.map(({ line }) => line);
    const outcomes = await transaction(store, (tx) => writeMaterials(tx, lines, catalogues));
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.answer === 'REFUSED') {
        refuse(chunk[place]?.number ?? 0, chunk[place]?.line.key ?? null, outcome.reason);
      } else {
        report[outcome.answer === 'WRITTEN' ? 'written' : 'unchanged'] += 1;
      }
    }
    onProgress?.(report);
  };
  let chunk: Numbered[] = [];
  for await (const { row, content } of readLineRegister(path)) {
    report.read += 1;
    const line = readLine(content);
    if (typeof line === 'string') {
      refuse(row, null, line);
    } else {
      chunk.push({ number: row, line });
    }
    if (chunk.length === CHUNK) {
      await flush(chunk);
      chunk = [];
    }
  }
  if (chunk.length > 0) await flush(chunk);
  await audit(store, actor, report);
  return report;
}

/** The line, or why it is none. */
function readLine(text: string): MaterialLine | string {
  try {
    const line = readMaterialLine(JSON.parse(text));
    return line.ok ? line.value : line.failure.message;
  } catch {
    return '不是 JSON';
  }
}

async function audit(
  store: Store,
  actor: Actor,
  { read, written, unchanged, refused }: MaterialsReport,
): Promise<void> {
  await transaction(store, (tx) =>
    appendAudit(tx, {
      unitId: null,
      actor,
      action: 'review.materials-imported',
      subjectType: 'case_material',
      subjectId: `${tx.now.toISOString()}`,
      detail: { read, written, unchanged, refused },
    }),
  );
}
