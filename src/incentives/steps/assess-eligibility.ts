/** Works out eligibility of many units, keeps each new answer as a version, and moves the flag: ELIGIBLE or its end only. */
import { lockStreams } from '../../delivery/steps/lock-streams';
import { changeFlags, type FlagCommand } from '../../flags/steps/change-flag';
import type { Actor } from '../../kernel/actor';
import { canonicalJson } from '../../kernel/canonical-json';
import { sha256 } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';
import { type Answer, type Assessment, assess } from '../eligibility';
import { loadMeasures } from '../load-measures';
import { appliesTo, type Measure } from '../measure';
import { gatherInputs } from './gather-inputs';

interface Command {
  readonly unitIds: readonly string[];
  readonly actor: Actor;
  /** What made it necessary, a word and an id. */
  readonly cause: string;
  /** Others than the ones in force, for tests. */
  readonly measures?: readonly Measure[];
}

export interface AssessReport {
  readonly assessed: number;
  /** New answers, or the same answer for other reasons. */
  readonly changed: number;
  readonly eligible: number;
  /** Events of flags that began or ended by it. */
  readonly eventIds: string[];
}

const MEASURES = loadMeasures();

interface UnitRow {
  id: string;
  kind: string;
  regionCode: string | null;
}

/** Of all units those that hold or held a title, or were assessed before; of the others there is nothing to say. */
const CONCERNED = /* sql */ `
  select u.id, u.kind, u.region_code as "regionCode" from unit u
  where u.id = any($1::bigint[]) and (
    exists (select from flag_head h where h.unit_id = u.id and h.kind = 'DESIGNATION')
    or exists (select from eligibility e where e.unit_id = u.id))
  order by u.id
`;

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

interface Answered extends Assessment {
  readonly unitId: string;
  readonly measure: Measure;
  readonly digest: Buffer;
}

const key = (unitId: string, measure: string): string => `${unitId} ${measure}`;

function answerAll(
  measures: readonly Measure[],
  units: readonly UnitRow[],
  inputOf: Awaited<ReturnType<typeof gatherInputs>>,
  today: string,
): Answered[] {
  return units.flatMap((unit) =>
    measures
      .filter((measure) => appliesTo(measure, unit, today))
      .map((measure) => {
        const assessment = assess(measure, inputOf(unit.id), today);
        const content = {
          ...assessment,
          parts: assessment.parts.map((part) => ({ ...part })),
          edition: measure.edition,
        };
        return { ...assessment, unitId: unit.id, measure, digest: sha256(canonicalJson(content)) };
      }),
  );
}

/** Writes what differs from the last answer; returns the id of the answer in force for each pair. */
async function keepAnswers(
  tx: Tx,
  answered: readonly Answered[],
): Promise<{ ids: Map<string, string>; changed: number }> {
  const latest = await tx.query<Latest>(LATEST, [answered.map(({ unitId }) => unitId)]);
  const known = new Map(latest.map((row) => [key(row.unit_id, row.measure), row]));
  const changed = answered.filter(
    ({ unitId, measure, digest }) => !known.get(key(unitId, measure.id))?.digest.equals(digest),
  );
  const rows = changed.map(({ unitId, measure, answer, parts, digest }) => ({
    unitId,
    measure: measure.id,
    version: (known.get(key(unitId, measure.id))?.version ?? 0) + 1,
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
  const ids = new Map(latest.map((row) => [key(row.unit_id, row.measure), row.id]));
  for (const row of written) {
    ids.set(key(row.unit_id, row.measure), row.id);
  }
  return { ids, changed: changed.length };
}

const STATES = { ELIGIBLE: 'ACTIVE', NOT_ELIGIBLE: 'WITHDRAWN', PENDING: null } as const satisfies Record<
  Answer,
  string | null
>;

/** PENDING moves nothing: a source that is late takes nothing from anybody, and gives nothing either. */
function flagCommand(
  one: Answered,
  decisionId: string,
  today: string,
  { actor, cause }: Command,
): FlagCommand | null {
  const state = STATES[one.answer];
  if (state === null) {
    return null;
  }
  const command = {
    unitId: one.unitId,
    kind: 'INCENTIVE_ELIGIBILITY',
    subject: one.measure.id,
    effectiveFrom: today,
    decisionType: 'ELIGIBILITY',
    decisionId,
    reason: cause,
    actor,
  } as const;
  return state === 'ACTIVE'
    ? {
        ...command,
        state,
        effectiveEnd: one.until,
        basis: {
          measure: one.measure.title.zh,
          legalBasis: one.measure.legalBasis,
          evidence: [`eligibility:${decisionId}`],
        },
      }
    : { ...command, state, effectiveEnd: today };
}

/** Idempotent: the same facts on the same day write nothing. */
export async function assessEligibility(tx: Tx, command: Command): Promise<AssessReport> {
  const measures = command.measures ?? MEASURES;
  const units = await tx.query<UnitRow>(CONCERNED, [command.unitIds]);
  const unitIds = units.map(({ id }) => id);
  await lockStreams(tx, unitIds);
  const answered = answerAll(measures, units, await gatherInputs(tx, unitIds), tx.today);
  const { ids, changed } = await keepAnswers(tx, answered);
  const flags = await changeFlags(
    tx,
    answered
      .map((one) => flagCommand(one, ids.get(key(one.unitId, one.measure.id)) ?? '', tx.today, command))
      .filter((one) => one !== null),
  );
  return {
    assessed: answered.length,
    changed,
    eligible: answered.filter(({ answer }) => answer === 'ELIGIBLE').length,
    eventIds: flags.map(({ eventId }) => eventId).filter((id) => id !== null),
  };
}
