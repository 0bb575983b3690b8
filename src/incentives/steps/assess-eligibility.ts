/** Works out eligibility of many units, keeps each new answer as a version, and moves the flag: ELIGIBLE or its end only. */
import { lockStreams } from '../../delivery/steps/lock-streams';
import { changeFlags, type FlagCommand } from '../../flags/steps/change-flag';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { type Assurance, assuranceEnds } from '../assurance';
import { assess } from '../eligibility';
import { loadMeasures } from '../load-measures';
import { appliesTo, type Measure } from '../measure';
import { gatherInputs } from './gather-inputs';
import { type Answered, answerKey, keepAnswers } from './keep-answers';
import { readAssurances } from './read-assurances';

interface Command {
  readonly unitIds: readonly string[];
  readonly actor: Actor;
  /** What made it necessary, a word and an id: for the audit. */
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
  /** Measures under which it was assessed before. */
  assessed: string[];
}

/** Of all units those that hold or held a title, or were assessed before; of the others there is nothing to say. */
const CONCERNED = /* sql */ `
  select u.id, u.kind, u.region_code as "regionCode", assessed.measures as assessed
  from unit u cross join lateral (
    select coalesce(array_agg(distinct e.measure), '{}') as measures from eligibility e where e.unit_id = u.id) assessed
  where u.id = any($1::bigint[]) and (
    exists (select from flag_head h where h.unit_id = u.id and h.kind = 'DESIGNATION') or assessed.measures <> '{}')
  order by u.id
`;

/** A measure that does not speak of a unit says nothing of it; but whom it once spoke of is told that it does no more. */
function answerAll(
  measures: readonly Measure[],
  units: readonly UnitRow[],
  inputOf: Awaited<ReturnType<typeof gatherInputs>>,
  today: string,
): Answered[] {
  return units.flatMap((unit) =>
    measures
      .filter((measure) => appliesTo(measure, unit, today) || unit.assessed.includes(measure.id))
      .map((measure) => ({
        ...assess(measure, unit, inputOf(unit.id), today),
        unitId: unit.id,
        measure,
      })),
  );
}

interface FlagChange {
  readonly state: 'ACTIVE' | 'WITHDRAWN';
  /** For people; never of a unit more than that it is, or is no longer, eligible. */
  readonly reason: string;
}

/** PENDING moves nothing until the assurance once given has outlived its grace. */
function flagChange(
  { answer, measure, parts }: Answered,
  assurance: Assurance | undefined,
  today: string,
): FlagChange | null {
  switch (answer) {
    case 'ELIGIBLE':
      return { state: 'ACTIVE', reason: '各项条件均已满足' };
    case 'NOT_ELIGIBLE':
      return {
        state: 'WITHDRAWN',
        reason: parts.some(({ name }) => name === 'SCOPE') ? '措施不再适用于该单位' : '不再满足条件',
      };
    case 'PENDING':
      return assurance !== undefined && assuranceEnds(assurance, measure.pendingGrace) < today
        ? { state: 'WITHDRAWN', reason: '来源未答复' }
        : null;
    default:
      return answer satisfies never;
  }
}

function flagCommand(
  { unitId, measure, until }: Answered,
  { state, reason }: FlagChange,
  decisionId: string,
  today: string,
  { actor, cause }: Command,
): FlagCommand {
  const command = {
    unitId,
    kind: 'INCENTIVE_ELIGIBILITY',
    subject: measure.id,
    effectiveFrom: today,
    decisionType: 'ELIGIBILITY',
    decisionId,
    reason,
    cause,
    actor,
  } as const;
  return state === 'ACTIVE'
    ? {
        ...command,
        state,
        effectiveEnd: until,
        basis: {
          measure: measure.title.zh,
          legalBasis: measure.legalBasis,
          evidence: [`eligibility:${decisionId}`],
        },
      }
    : { ...command, state, effectiveEnd: today };
}

/** Flags of measures that are in no catalogue any more: nothing stands behind them. */
const ABANDONED = /* sql */ `
  select unit_id as "unitId", subject, flag_id as "flagId" from flag_head
  where unit_id = any($1::bigint[]) and kind = 'INCENTIVE_ELIGIBILITY' and state = 'ACTIVE' and subject <> all($2::text[])
`;

async function withdrawAbandoned(
  tx: Tx,
  unitIds: readonly string[],
  measures: readonly Measure[],
  { actor, cause }: Command,
): Promise<FlagCommand[]> {
  const rows = await tx.query<{ unitId: string; subject: string; flagId: string }>(ABANDONED, [
    unitIds,
    measures.map(({ id }) => id),
  ]);
  return rows.map(({ unitId, subject, flagId }) => ({
    unitId,
    kind: 'INCENTIVE_ELIGIBILITY',
    subject,
    state: 'WITHDRAWN',
    effectiveFrom: tx.today,
    effectiveEnd: tx.today,
    decisionType: 'EXPIRY',
    decisionId: flagId,
    reason: '措施已不在目录中',
    cause,
    actor,
  }));
}

/** Idempotent: the same facts on the same day write nothing. */
export async function assessEligibility(tx: Tx, command: Command): Promise<AssessReport> {
  const units = await tx.query<UnitRow>(CONCERNED, [command.unitIds]);
  const unitIds = units.map(({ id }) => id);
  await lockStreams(tx, unitIds);
  const { measures = MEASURES } = command;
  const answered = answerAll(measures, units, await gatherInputs(tx, unitIds), tx.today);
  const { ids, changed } = await keepAnswers(tx, answered);
  const pending = answered.filter(({ answer }) => answer === 'PENDING');
  const assurances = await readAssurances(
    tx,
    pending.map(({ unitId }) => unitId),
  );
  const commands = answered.flatMap((one) => {
    const key = answerKey(one.unitId, one.measure.id);
    const change = flagChange(one, assurances.get(key), tx.today);
    return change === null ? [] : [flagCommand(one, change, ids.get(key) ?? '', tx.today, command)];
  });
  const flags = await changeFlags(tx, [
    ...commands,
    ...(await withdrawAbandoned(tx, unitIds, measures, command)),
  ]);
  return {
    assessed: answered.length,
    changed,
    eligible: answered.filter(({ answer }) => answer === 'ELIGIBLE').length,
    eventIds: flags.map(({ eventId }) => eventId).filter((id) => id !== null),
  };
}
