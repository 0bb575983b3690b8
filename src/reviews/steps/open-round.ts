/** Opens a review round: a case for each title that stands, pinned to the standard in force for its unit. */
import { FACTS } from '../../agencies/fact-registry';
import { appendAudit } from '../../audit/append';
import type { CompiledCatalogue } from '../../criteria/compile';
import { inForce } from '../../criteria/in-force';
import { CATALOGUE_FOLDER, loadCatalogues } from '../../criteria/load-catalogues';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { type DueTitle, readDueTitles } from '../reads';
import type { OpenRound } from '../round-request';
import { refuseRound } from '../round-request';
import { closeCases } from './close-cases';
import { recordCatalogue } from './record-catalogue';
import { withStandards } from './with-standards';

export interface RoundOpened {
  readonly roundId: string;
  readonly cases: number;
  /** False: the bucket had been opened before, or all that was chosen is under review already, in that round. */
  readonly created: boolean;
  /** Titles left out because they are under review in another case. */
  readonly alreadyOpen: number;
}

export const openRound = (tx: Tx, command: OpenRound): Promise<Result<RoundOpened>> =>
  withStandards(() => open(tx, command));

async function open(tx: Tx, command: OpenRound): Promise<Result<RoundOpened>> {
  const refused = refuseRound(command, tx.today);
  if (refused !== null) {
    return refused;
  }
  // One round is opened at a time: two at once would both find a title free.
  await tx.query(`select pg_advisory_xact_lock(hashtext('reviews: open a round'))`);
  const before = await openedBefore(tx, command.bucket ?? null);
  if (before !== null) {
    return ok(before);
  }
  const titles = await readDueTitles(tx, command.asOf, command.unitIds ?? null);
  const kept = titles.filter(({ under }) => under !== null && under.endedBy === null);
  const { cases, without } = pinned(
    titles.filter((title) => !kept.includes(title)),
    command,
  );
  const problem = await problemOf(tx, command, titles, cases.length + kept.length, without);
  if (problem !== null) {
    return problem;
  }
  return cases.length === 0 && command.origin === 'ADMIN'
    ? await underReviewAlready(tx, kept)
    : ok(await write(tx, command, { cases, kept, without }));
}

interface Sorted {
  readonly cases: readonly PinnedTitle[];
  readonly kept: readonly DueTitle[];
  readonly without: readonly DueTitle[];
}

async function write(tx: Tx, command: OpenRound, { cases, kept, without }: Sorted): Promise<RoundOpened> {
  const roundId = await insertRound(tx, command);
  await takeOver(tx, roundId, cases);
  await insertCases(tx, command, roundId, cases);
  await appendOutbox(tx, 'RoundOpened', { roundId });
  await appendAudit(tx, {
    unitId: null,
    actor: command.actor,
    action: 'review.round-opened',
    subjectType: 'review_round',
    subjectId: roundId,
    detail: {
      origin: command.origin,
      bucket: command.bucket,
      requestedByBody: command.requestedByBody,
      reason: command.reason,
      asOf: command.asOf,
      cases: cases.length,
      alreadyOpen: kept.length,
      titlesWithoutRule: without.length,
    },
  });
  return { roundId, cases: cases.length, created: true, alreadyOpen: kept.length };
}

/** What was asked for is being done: the answer is the round of the case that was opened last. */
async function underReviewAlready(tx: Tx, kept: readonly DueTitle[]): Promise<Result<RoundOpened>> {
  const [round] = await tx.query<{ id: string; cases: number }>(
    'select id, cases from review_round where id = any($1::uuid[]) order by opened_at desc, id desc limit 1',
    [kept.flatMap(({ under }) => under?.roundId ?? [])],
  );
  return round === undefined
    ? fail('NOT_FOUND', '没有需要复核的有效称号。 No title that stands is to be reviewed.')
    : ok({ roundId: round.id, cases: round.cases, created: false, alreadyOpen: kept.length });
}

/** Cases that the new round asks anew end, and say where they go on. */
async function takeOver(tx: Tx, roundId: string, cases: readonly PinnedTitle[]): Promise<void> {
  for (const reason of ['UNIT_CHANGED', 'NEW_ROUND'] as const) {
    const caseIds = cases.flatMap(({ title: { under } }) => (under?.endedBy === reason ? under.caseId : []));
    await tx.query('select from review_case where id = any($1::uuid[]) order by id for update', [caseIds]);
    await closeCases(tx, { caseIds, reason, by: { roundId } });
  }
}

async function insertRound(tx: Tx, command: OpenRound): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into review_round (origin, bucket, title, requested_by_body, reason, as_of, opened_by, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      command.origin,
      command.bucket ?? null,
      command.title,
      command.requestedByBody,
      command.reason,
      command.asOf,
      command.actor.id,
      tx.now,
    ],
  );
  if (row === undefined) {
    throw new Error('a round was inserted and has no id');
  }
  return row.id;
}

async function openedBefore(tx: Tx, bucket: string | null): Promise<RoundOpened | null> {
  const [row] = await tx.query<{ id: string; cases: number }>(
    'select id, cases from review_round where bucket = $1',
    [bucket],
  );
  return row === undefined ? null : { roundId: row.id, cases: row.cases, created: false, alreadyOpen: 0 };
}

interface PinnedTitle {
  readonly title: DueTitle;
  readonly catalogue: CompiledCatalogue;
}

function pinned(
  titles: readonly DueTitle[],
  { asOf, catalogues = CATALOGUE_FOLDER }: OpenRound,
): { readonly cases: PinnedTitle[]; readonly without: DueTitle[] } {
  const all = loadCatalogues(FACTS, catalogues);
  const found = new Map<string, CompiledCatalogue | null>();
  const cases: PinnedTitle[] = [];
  const without: DueTitle[] = [];
  for (const title of titles) {
    const key = `${title.kind} ${title.regionCode}`;
    const catalogue = found.get(key) ?? inForce(all, (one) => one.catalogue, title, asOf);
    found.set(key, catalogue);
    if (catalogue === null) {
      without.push(title);
    } else {
      cases.push({ title, catalogue });
    }
  }
  return { cases, without };
}

/** What an administrator chose must be reviewable to the last unit; a schedule takes what is. */
async function problemOf(
  tx: Tx,
  { unitIds, asOf }: OpenRound,
  titles: readonly DueTitle[],
  cases: number,
  without: readonly DueTitle[],
): Promise<Result<never> | null> {
  const untitled = unitIds?.filter((id) => !titles.some(({ unitId }) => unitId === id)) ?? [];
  if (untitled.length > 0) {
    const codes = await tx.query<{ code: string }>(
      'select coalesce(code, name) as code from unit where id = any($1::bigint[]) order by 1 limit 20',
      [untitled.filter((id) => /^\d{1,18}$/.test(id))],
    );
    return fail(
      'NOT_FOUND',
      `所选单位中有${untitled.length}家在${asOf}没有有效称号：${codes.map(({ code }) => code).join('、')}。 These units hold no title that stands on ${asOf}.`,
    );
  }
  if (without.length > 0 && (unitIds !== undefined || cases === 0)) {
    const kinds = [...new Set(without.map(({ kind, regionCode }) => `${kind} ${regionCode ?? ''}`))];
    return fail(
      'NO_RULE_IN_FORCE',
      `${asOf}没有适用的评价标准：${kinds.slice(0, 20).join('、')}。 No standard is in force on ${asOf}.`,
      '请为该地区、类型和日期添加标准。 Add a standard for that region, kind and day to src/criteria/catalogues.',
    );
  }
  return null;
}

async function insertCases(
  tx: Tx,
  { asOf }: OpenRound,
  roundId: string,
  cases: readonly PinnedTitle[],
): Promise<void> {
  for (const catalogue of new Set(cases.map((one) => one.catalogue))) {
    await recordCatalogue(tx, catalogue);
  }
  await tx.query(
    `insert into review_case (round_id, number, unit_id, designation_id, catalogue_id, as_of, opened_at)
     select $1, given.number, given.unit_id, given.designation_id, given.catalogue_id, $5::date, $6::timestamptz
       from unnest($2::bigint[], $3::uuid[], $4::text[]) with ordinality
            as given (unit_id, designation_id, catalogue_id, number)`,
    [
      roundId,
      cases.map(({ title }) => title.unitId),
      cases.map(({ title }) => title.designationId),
      cases.map(({ catalogue }) => catalogue.catalogue.id),
      asOf,
      tx.now,
    ],
  );
  await tx.query('update review_round set cases = $2 where id = $1', [roundId, cases.length]);
}
