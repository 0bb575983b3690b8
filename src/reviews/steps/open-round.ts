/** Opens a review round: a case for each title that stands, pinned to the standard in force for its unit. */
import { mayAct } from '../../access/rules';
import { FACTS } from '../../agencies/fact-registry';
import { appendAudit } from '../../audit/append';
import type { CompiledCatalogue } from '../../criteria/compile';
import { inForce } from '../../criteria/in-force';
import { CATALOGUE_FOLDER, loadCatalogues } from '../../criteria/load-catalogues';
import type { Actor, Body } from '../../kernel/actor';
import { HubError } from '../../kernel/errors';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { type DueTitle, readDueTitles } from '../reads';
import { recordCatalogue } from './record-catalogue';

export interface OpenRound {
  readonly origin: 'SCHEDULE' | 'ADMIN';
  /** What makes the round one: the same bucket again is the same round. */
  readonly bucket?: string;
  readonly title: string;
  /** For which body, and why. */
  readonly requestedByBody: Body | null;
  readonly reason: string;
  /** ADMIN: these units only; left out: all titles that stand. */
  readonly unitIds?: readonly string[];
  readonly asOf: string;
  readonly actor: Actor;
  /** The folder of standards; another one in tests. */
  readonly catalogues?: string;
}

export interface RoundOpened {
  readonly roundId: string;
  readonly cases: number;
  /** False: the bucket had been opened before. */
  readonly created: boolean;
}

export async function openRound(tx: Tx, command: OpenRound): Promise<Result<RoundOpened>> {
  try {
    return await open(tx, command);
  } catch (error) {
    // A broken standard is for whoever wrote the file, not a bug of the hub.
    if (error instanceof HubError && error.code === 'CATALOGUE_INVALID') {
      return fail(error.code, error.message, error.hint);
    }
    throw error;
  }
}

async function open(tx: Tx, command: OpenRound): Promise<Result<RoundOpened>> {
  const refused = refuse(tx, command);
  if (refused !== null) {
    return refused;
  }
  const roundId = await insertRound(tx, command);
  if (roundId === null) {
    return ok(await openedBefore(tx, command.bucket ?? ''));
  }
  const titles = await readDueTitles(tx, command.asOf, command.unitIds ?? null);
  const { cases, without } = pinned(titles, command);
  const problem = problemOf(command, titles, cases.length, without);
  if (problem !== null) {
    return problem;
  }
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
      titlesWithoutRule: without.length,
    },
  });
  return ok({ roundId, cases: cases.length, created: true });
}

type Refusal = ReturnType<typeof fail>;

function refuse(
  tx: Tx,
  { origin, actor, reason, title, unitIds, asOf, requestedByBody }: OpenRound,
): Refusal | null {
  if (origin === 'SCHEDULE' ? actor.role !== 'SYSTEM' : !mayAct(actor, 'review.trigger')) {
    return fail(
      'NOT_ALLOWED',
      'A review round is opened by the schedule, a city officer or an administrator.',
    );
  }
  if (title.trim() === '' || reason.trim() === '') {
    return fail('INVALID_INPUT', 'A round needs a title and a reason.');
  }
  if (origin === 'ADMIN' && requestedByBody === null) {
    return fail('INVALID_INPUT', 'Say for which body the round is opened.');
  }
  if (unitIds !== undefined && unitIds.length === 0) {
    return fail('INVALID_INPUT', 'No unit was chosen.');
  }
  return asOf > tx.today
    ? fail('INVALID_INPUT', 'A round cannot look at a day that is still to come.')
    : null;
}

/** Null: the bucket is taken. A caller at the same moment waits here until the first has committed. */
async function insertRound(tx: Tx, command: OpenRound): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `insert into review_round (origin, bucket, title, requested_by_body, reason, as_of, opened_by, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (bucket) do nothing returning id`,
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
  return row?.id ?? null;
}

async function openedBefore(tx: Tx, bucket: string): Promise<RoundOpened> {
  const [row] = await tx.query<{ id: string; cases: number }>(
    'select id, cases from review_round where bucket = $1',
    [bucket],
  );
  if (row === undefined) {
    throw new Error(`the round of bucket ${bucket} conflicts and cannot be read`);
  }
  return { roundId: row.id, cases: row.cases, created: false };
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
function problemOf(
  { unitIds, asOf }: OpenRound,
  titles: readonly DueTitle[],
  cases: number,
  without: readonly DueTitle[],
): Refusal | null {
  const untitled = unitIds?.filter((id) => !titles.some(({ unitId }) => unitId === id)) ?? [];
  if (untitled.length > 0) {
    return fail(
      'NOT_FOUND',
      `These units hold no title that stands on ${asOf}: ${untitled.slice(0, 20).join(', ')}.`,
    );
  }
  if (without.length > 0 && (unitIds !== undefined || cases === 0)) {
    const kinds = [
      ...new Set(without.map(({ kind, regionCode }) => `${kind} in ${regionCode ?? 'no region'}`)),
    ];
    return fail(
      'NO_RULE_IN_FORCE',
      `No standard is in force on ${asOf} for: ${kinds.slice(0, 20).join(', ')}.`,
      'Add a standard for that region, kind and day to src/criteria/catalogues.',
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
