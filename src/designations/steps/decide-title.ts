/** Enters the tripartite's decision on a title, with all that follows from it: all or nothing. */
import { appendAudits } from '../../audit/append';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { changeFlags, type FlagCommand } from '../../flags/steps/change-flag';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { authorityFor, type DecidingBody, type TitleLevel } from '../authority';
import { type BodyOpinion, decide, type ProposedDecision, type TitleOutcome } from '../lifecycle';
import { titleState } from '../title';
import { endNamings, readOtherNamings } from './other-namings';
import { readTitles, type TitleRecord } from './raise-flags';

export interface DecideTitle {
  readonly designationId: string;
  /** The review case that led here; null: none did. */
  readonly caseId: string | null;
  readonly outcome: TitleOutcome;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly decidingBody: DecidingBody;
  readonly opinions: readonly BodyOpinion[];
  readonly heardOn: string | null;
  /** The days of that case before the hearing. */
  readonly procedure?: ProposedDecision['procedure'];
  /** NAMING_BODY: what the body that named is called. */
  readonly bodyName?: string;
  readonly grounds: string;
  readonly actor: Actor;
}

export interface TitleDecided {
  readonly decisionId: string;
  /** The flag's version after the decision; null: the title had none. */
  readonly flagId: string | null;
  readonly eventIds: string[];
}

interface UnitOfTitle {
  unit_id: string | null;
  region_code: string | null;
}

const NO_SEAT = {
  COUNTY_TRIPARTITE: fail(
    'NOT_ALLOWED',
    '县级三方的决定由本区市经办人员登记。 A county’s decision is entered by its own officer.',
  ),
  CITY_TRIPARTITE: fail(
    'NOT_ALLOWED',
    '市三方的决定由市级经办人员登记。 The city’s decision is entered by its officer.',
  ),
  NAMING_BODY: fail(
    'NOT_ALLOWED',
    '上级命名机关的决定由市级经办人员登记。 What a body above decided is entered by the city’s officer.',
  ),
} as const satisfies Record<DecidingBody, Result<never>>;

/** A person decides, one who sits in the deciding body: the city's officer, or the county's for the own county. */
function refuseActor(
  { actor, decidingBody }: DecideTitle,
  region: string | null,
): ReturnType<typeof fail> | null {
  const sits =
    decidingBody === 'COUNTY_TRIPARTITE'
      ? actor.role === 'COUNTY_OFFICER' && actor.region !== null && actor.region === region
      : actor.role === 'CITY_OFFICER';
  return sits ? null : NO_SEAT[decidingBody];
}

interface Earlier {
  id: string;
  outcome: TitleOutcome;
  decided_on: string;
}

/** The same document entered again is the same decision; another one under its number is refused. */
async function earlierDecision(
  tx: Tx,
  command: DecideTitle,
  unitId: string | null,
): Promise<Result<TitleDecided> | null> {
  const [earlier] = await tx.query<Earlier>(
    `select made.id, made.outcome, made.decided_on
     from designation_event e join title_decision made on made.id = e.decision_id
     where e.designation_id = $1 and made.document_no = $2`,
    [command.designationId, command.documentNo],
  );
  if (earlier === undefined) {
    return null;
  }
  if (earlier.outcome !== command.outcome || earlier.decided_on !== command.decidedOn) {
    return fail(
      'ALREADY_DONE',
      `文号 ${command.documentNo} 已登记为 ${earlier.outcome}（${earlier.decided_on}）。 The document is on record with another outcome or day.`,
    );
  }
  const [flag] = await tx.query<{ flag_id: string }>(
    `select flag_id from flag_head where unit_id = $2 and kind = 'DESIGNATION' and subject = $1`,
    [command.designationId, unitId],
  );
  return ok({ decisionId: earlier.id, flagId: flag?.flag_id ?? null, eventIds: [] });
}

const INSERT_DECISION = /* sql */ `
  insert into title_decision (designation_id, case_id, outcome, document_no, decided_on, deciding_body, opinions,
    heard_on, grounds, actor_id, actor_name, recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id
`;

const INSERT_EVENT = /* sql */ `
  insert into designation_event (designation_id, version, kind, on_date, document_no, decision_id, recorded_at)
  select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from designation_event where designation_id = $1
`;

async function writeDecision(tx: Tx, command: DecideTitle, event: string): Promise<string> {
  const { designationId, documentNo, decidedOn, actor } = command;
  const [decision] = await tx.query<{ id: string }>(INSERT_DECISION, [
    designationId,
    command.caseId,
    command.outcome,
    documentNo,
    decidedOn,
    command.bodyName ?? command.decidingBody,
    JSON.stringify(command.opinions),
    command.heardOn,
    command.grounds,
    actor.id,
    actor.name,
    tx.now,
  ]);
  const decisionId = decision?.id ?? '';
  await tx.query(INSERT_EVENT, [designationId, event, decidedOn, documentNo, decisionId, tx.now]);
  return decisionId;
}

const withdrawal = (
  { decidedOn, actor }: DecideTitle,
  unitId: string,
  subject: string,
  decisionId: string,
): FlagCommand => ({
  unitId,
  kind: 'DESIGNATION',
  subject,
  state: 'WITHDRAWN',
  effectiveFrom: decidedOn,
  effectiveEnd: decidedOn,
  decisionType: 'TITLE_DECISION',
  decisionId,
  reason: 'CANCELLED',
  actor,
});

/** The flags of what was cancelled are withdrawn; what rested on the title is worked out again, in the same transaction. */
async function applyToFlags(
  tx: Tx,
  command: DecideTitle,
  unitId: string,
  decided: { readonly decisionId: string; readonly cancelled: readonly string[] },
): Promise<Pick<TitleDecided, 'flagId' | 'eventIds'>> {
  const flags = await changeFlags(
    tx,
    decided.cancelled.map((id) => withdrawal(command, unitId, id, decided.decisionId)),
  );
  const { eventIds } = await assessEligibility(tx, {
    unitIds: [unitId],
    actor: command.actor,
    cause: `TITLE_${command.outcome}`,
  });
  return {
    flagId: flags[0]?.flagId ?? null,
    eventIds: [...flags.map(({ eventId }) => eventId), ...eventIds].filter((id) => id !== null),
  };
}

async function lockTitle(
  tx: Tx,
  designationId: string,
): Promise<{ title: TitleRecord; unit: UnitOfTitle } | null> {
  const read = () =>
    tx.query<UnitOfTitle>(
      'select d.unit_id, u.region_code from designation d left join unit u on u.id = d.unit_id where d.id = $1',
      [designationId],
    );
  const [before] = await read();
  await lockStreams(tx, before?.unit_id ? [before.unit_id] : []);
  await tx.query('select from designation where id = $1 for update', [designationId]);
  const [unit] = await read();
  const [title] = await readTitles(tx, [designationId]);
  return unit === undefined || title === undefined ? null : { title, unit };
}

/** What is cancelled is the title: every naming of it up to that day ends with the one that is decided on. */
export async function decideTitle(tx: Tx, command: DecideTitle): Promise<Result<TitleDecided>> {
  const { designationId, decidedOn, documentNo, actor } = command;
  const locked = await lockTitle(tx, designationId);
  if (locked === null) {
    return fail('NOT_FOUND', '没有这一称号。 There is no such title.');
  }
  const { title, unit } = locked;
  const refused =
    refuseActor(command, unit.region_code) ?? (await earlierDecision(tx, command, unit.unit_id));
  if (refused !== null) {
    return refused;
  }
  const level = title.level as TitleLevel;
  const proposed = { ...command, level, namedOn: title.namedOn, state: titleState(title.events) };
  const authority = authorityFor(level, { region: unit.region_code, on: decidedOn });
  const decided = decide(proposed, authority, tx.today);
  if (!decided.ok) {
    return decided;
  }
  const decisionId = await writeDecision(tx, command, decided.value);
  const others =
    command.outcome === 'CANCEL' ? await readOtherNamings(tx, { designationId, until: decidedOn }) : [];
  await endNamings(tx, others, { decisionId, documentNo, onDate: decidedOn });
  const cancelled = command.outcome === 'CANCEL' ? [designationId, ...others] : [];
  const applied =
    unit.unit_id === null
      ? { flagId: null, eventIds: [] }
      : await applyToFlags(tx, command, unit.unit_id, { decisionId, cancelled });
  await appendAudits(
    tx,
    [designationId, ...others].map((subjectId) => ({
      unitId: unit.unit_id,
      actor,
      action: `title.${command.outcome.toLowerCase()}`,
      subjectType: 'DESIGNATION',
      subjectId,
      detail: {
        decisionId,
        documentNo,
        decidedOn,
        decidingBody: command.bodyName ?? command.decidingBody,
        heardOn: command.heardOn,
        caseId: command.caseId,
        ...(subjectId === designationId ? applied : { decidedWith: designationId }),
      },
    })),
  );
  return ok({ decisionId, ...applied });
}
