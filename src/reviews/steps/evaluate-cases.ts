/** Evaluates many cases in one transaction: one set-based read, pure work, one set-based write. */

import { readFacts } from '../../agencies/fact-reads';
import { FACTS } from '../../agencies/fact-registry';
import type { FactDefinition, Facts } from '../../agencies/facts';
import { addWorkingDays } from '../../calendar/working-days';
import { type CompiledCatalogue } from '../../criteria/compile';
import { ENGINE, type Orders } from '../../criteria/evaluate';
import type { Material } from '../../criteria/material';
import { endOverdue } from '../../designations/steps/mark-titles';
import type { Actor } from '../../kernel/actor';
import { type CopyValue, copyRows } from '../../store/copy';
import type { Tx } from '../../store/transaction';
import { readMaterials } from '../material-reads';
import { readPinnedCatalogue, readReviewResults } from '../reads';
import { verdictOf, type WorkedOut } from '../verdict-of';

export interface CaseToEvaluate {
  readonly id: string;
  readonly unitId: string;
  readonly catalogueId: string;
  readonly asOf: string;
  /** What the case's last evaluation ordered. */
  readonly orders: Orders;
  readonly version: number;
  /** Reviews that ended before this instant count for a park's members. */
  readonly openedAt: Date;
}

export interface EvaluatedCase extends WorkedOut {
  readonly case: CaseToEvaluate;
  readonly provisional: boolean;
}

/** The cases must be locked by the caller. */
export const workOutCases = async (tx: Tx, cases: readonly CaseToEvaluate[]): Promise<EvaluatedCase[]> => [
  ...(await casesOnFile(tx, cases)),
];

/**
 * All that the cases rest on is read; each is evaluated when it is asked for, so that of many the texts of a few are in
 * memory, and PostgreSQL takes in one while the next is worked out. The cases must be locked by the caller.
 */
export async function casesOnFile(
  tx: Tx,
  cases: readonly CaseToEvaluate[],
): Promise<Iterable<EvaluatedCase>> {
  const materials = await readMaterials(tx, [...new Set(cases.map(({ unitId }) => unitId))]);
  const groups: Generator<EvaluatedCase>[] = [];
  for (const group of groupsOf(cases)) {
    const [first] = group;
    if (first === undefined) continue;
    const catalogue = await readPinnedCatalogue(tx, first.catalogueId);
    const facts = await factsOfGroup(tx, catalogue, group);
    groups.push(evaluateGroup(group, { catalogue, facts, materials, today: tx.today }));
  }
  return inTurn(groups);
}

function* inTurn(groups: readonly Generator<EvaluatedCase>[]): Generator<EvaluatedCase> {
  for (const group of groups) {
    yield* group;
  }
}

interface OnFile {
  readonly catalogue: CompiledCatalogue;
  readonly facts: ReadonlyMap<string, Facts>;
  readonly materials: ReadonlyMap<string, readonly Material[]>;
  readonly today: string;
}

function* evaluateGroup(
  group: readonly CaseToEvaluate[],
  { catalogue, facts, materials, today }: OnFile,
): Generator<EvaluatedCase> {
  const { date: due, provisional } = addWorkingDays(today, rectificationDays(catalogue));
  for (const one of group) {
    const worked = verdictOf({
      catalogue,
      unitId: one.unitId,
      asOf: one.asOf,
      facts: facts.get(one.unitId) ?? {},
      materials: materials.get(one.unitId) ?? [],
      orders: one.orders,
      due,
    });
    yield { ...worked, case: one, provisional };
  }
}

/** Cases that share a standard, a day and a round are read together. */
function groupsOf(cases: readonly CaseToEvaluate[]): CaseToEvaluate[][] {
  const groups = new Map<string, CaseToEvaluate[]>();
  for (const one of cases) {
    const key = `${one.catalogueId} ${one.asOf} ${one.openedAt.toISOString()}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [one]);
    } else {
      group.push(one);
    }
  }
  return [...groups.values()];
}

const rectificationDays = ({ catalogue }: CompiledCatalogue): number =>
  Number(catalogue.parameters[catalogue.verdict.rectification]?.value);

async function factsOfGroup(
  tx: Tx,
  catalogue: CompiledCatalogue,
  group: readonly CaseToEvaluate[],
): Promise<Map<string, Facts>> {
  const facts = catalogue.facts
    .map((name) => FACTS.get(name))
    .filter((fact): fact is FactDefinition => fact !== undefined);
  const [first] = group;
  const overMembers = facts.some(({ scope }) => scope === 'MEMBERS');
  const unitIds = [...new Set(group.map(({ unitId }) => unitId))];
  return await readFacts(tx, {
    unitIds,
    facts,
    asOf: first?.asOf ?? tx.today,
    results:
      overMembers && first !== undefined ? await readReviewResults(tx, first.openedAt, unitIds) : new Map(),
  });
}

const COLUMNS = [
  'case_id',
  'version',
  'verdict',
  'findings',
  'catalogue_id',
  'engine',
  'facts',
  'facts_digest',
  'as_of',
  'evaluated_at',
] as const;

/** Of a case that was written: what its row and its step say, without the texts. */
type Written = Pick<EvaluatedCase, 'case' | 'verdict' | 'orders' | 'rectifyBy' | 'provisional'>;

/** Verdict, case and step of each, in three statements however many there are. */
export async function writeVerdicts(tx: Tx, cases: Iterable<EvaluatedCase>, actor: Actor): Promise<void> {
  const evaluated: Written[] = [];
  await copyRows(tx.client, 'verdict', COLUMNS, rowsOf(cases, tx.now, evaluated));
  const parameters = [
    evaluated.map(({ case: one }) => one.id),
    evaluated.map(({ case: one }) => one.version),
    evaluated.map(({ rectifyBy }) => rectifyBy),
    tx.now,
  ];
  await tx.query(
    `update review_case c
        set verdict_id = v.id, verdict = v.verdict, rectify_by = given.rectify_by, evaluated_at = $4::timestamptz,
            closed_at = case when v.verdict = 'PASS' then $4::timestamptz end
       from unnest($1::uuid[], $2::int[], $3::date[]) as given (case_id, version, rectify_by)
       join verdict v on v.case_id = given.case_id and v.version = given.version
      where c.id = given.case_id`,
    parameters,
  );
  await writeSteps(tx, evaluated, actor);
  await makeUp(tx, evaluated, actor);
}

/** The rows of the verdicts, one after the other as they are copied; what else is to be written of each is noted. */
function* rowsOf(cases: Iterable<EvaluatedCase>, now: Date, written: Written[]): Generator<CopyValue[]> {
  for (const { case: one, verdict, findings, facts, factsDigest, ...rest } of cases) {
    const { orders, rectifyBy, provisional } = rest;
    written.push({ case: one, verdict, orders, rectifyBy, provisional });
    const { id, version, catalogueId, asOf } = one;
    yield [id, version, verdict, findings, catalogueId, ENGINE, facts, factsDigest, asOf, now];
  }
}

/** A title whose re-review was overdue, and is done now with nothing wanting. */
async function makeUp(tx: Tx, evaluated: readonly Written[], actor: Actor): Promise<void> {
  const passed = evaluated.filter(({ verdict }) => verdict === 'PASS').map(({ case: one }) => one.id);
  const overdue = await tx.query<{ id: string }>(
    `select d.id from review_case c join designation d on d.id = c.designation_id and d.unit_id = c.unit_id
      where c.id = any($1::uuid[])
        and exists (select from designation_event e where e.designation_id = d.id and e.kind = 'OVERDUE')`,
    [passed],
  );
  await endOverdue(tx, { designationIds: overdue.map(({ id }) => id), reason: '复核达标', actor });
}

async function writeSteps(tx: Tx, evaluated: readonly Written[], actor: Actor): Promise<void> {
  await tx.query(
    `insert into case_step (case_id, version, action, state, on_date, detail, actor_id, actor_name, actor_body, recorded_at)
     select given.case_id, coalesce(last.version, 0) + 1, 'EVALUATE', given.verdict, $4::date, given.detail::jsonb, $5, $6, $7, $8::timestamptz
       from unnest($1::uuid[], $2::text[], $3::text[]) as given (case_id, verdict, detail)
       left join lateral (
         select version from case_step s where s.case_id = given.case_id order by version desc limit 1
       ) last on true`,
    [
      evaluated.map(({ case: one }) => one.id),
      evaluated.map(({ verdict }) => verdict),
      evaluated.map(({ case: one, orders, rectifyBy, provisional }) =>
        JSON.stringify({
          verdictVersion: one.version,
          orders,
          rectifyBy,
          ...(provisional && rectifyBy !== null ? { provisional: true } : {}),
        }),
      ),
      tx.today,
      actor.id,
      actor.name,
      actor.body,
      tx.now,
    ],
  );
}
