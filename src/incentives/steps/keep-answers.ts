/** Keeps answers as versions: what differs from the last one is written, the rest is left as it stands. */
import { canonicalJson } from '../../kernel/canonical-json';
import { sha256 } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';
import type { Assessment } from '../eligibility';
import type { Measure } from '../measure';

export interface Answered extends Assessment {
  readonly unitId: string;
  readonly measure: Measure;
}

interface Latest {
  unit_id: string;
  measure: string;
  id: string;
  version: number;
  digest: Buffer;
}

const LATEST = /* sql */ `
  select distinct on (unit_id, measure) unit_id, measure, id, version, digest from eligibility
  where unit_id = any($1::bigint[]) order by unit_id, measure, version desc
`;

const INSERT = /* sql */ `
  insert into eligibility (unit_id, measure, version, as_of, answer, parts, measure_version, digest, assessed_at)
  select "unitId", measure, version, $2, answer, parts, edition, decode(digest, 'hex'), $3
  from jsonb_to_recordset($1::jsonb) as g
    ("unitId" bigint, measure text, version int, answer text, parts jsonb, edition text, digest text)
  returning id, unit_id, measure
`;

export const answerKey = (unitId: string, measure: string): string => `${unitId} ${measure}`;

function digestOf({ answer, parts, until, measure: { edition } }: Answered): Buffer {
  return sha256(canonicalJson({ answer, parts: parts.map((part) => ({ ...part })), until, edition }));
}

/** Needs the streams of the units locked. Returns the id of the answer in force for each pair. */
export async function keepAnswers(
  tx: Tx,
  answered: readonly Answered[],
): Promise<{ ids: Map<string, string>; changed: number }> {
  const latest = await tx.query<Latest>(LATEST, [answered.map(({ unitId }) => unitId)]);
  const known = new Map(latest.map((row) => [answerKey(row.unit_id, row.measure), row]));
  const rows = answered
    .map((one) => ({ one, before: known.get(answerKey(one.unitId, one.measure.id)), digest: digestOf(one) }))
    .filter(({ before, digest }) => !before?.digest.equals(digest))
    .map(({ one: { unitId, measure, answer, parts }, before, digest }) => ({
      unitId,
      measure: measure.id,
      version: (before?.version ?? 0) + 1,
      answer,
      parts,
      edition: measure.edition,
      digest: digest.toString('hex'),
    }));
  const written = await tx.query<{ id: string; unit_id: string; measure: string }>(INSERT, [
    JSON.stringify(rows),
    tx.today,
    tx.now,
  ]);
  const ids = new Map(latest.map((row) => [answerKey(row.unit_id, row.measure), row.id]));
  for (const row of written) {
    ids.set(answerKey(row.unit_id, row.measure), row.id);
  }
  return { ids, changed: rows.length };
}
