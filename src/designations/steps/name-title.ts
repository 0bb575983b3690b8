/** Records that a unit was named: title, flag, eligibility and audit entry in one. */
import { appendAudit } from '../../audit/append';
import { isCalendarDate } from '../../calendar/gregorian';
import { lockStreams } from '../../delivery/steps/lock-streams';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import type { TitleLevel } from '../authority';
import { namingKey } from '../title';
import type { HonourType } from '../title-row';
import { raiseFlags } from './raise-flags';
import { namingRules } from './refuse-naming';

interface Command {
  readonly unitId: string;
  readonly title: string;
  readonly level: TitleLevel;
  readonly honourType: HonourType;
  readonly namedOn: string;
  readonly documentNo: string;
  readonly namingBody: string;
  readonly province: string | null;
  readonly actor: Actor;
}

export interface Named {
  readonly designationId: string;
  readonly flagId: string | null;
  readonly eventIds: string[];
  /** False: this naming was on record already. */
  readonly changed: boolean;
}

const UNIT = 'select code, local_code, kind, name from unit where id = $1';

const INSERT = /* sql */ `
  insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, naming_body, document_no,
    province, named_on, source, recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'DECISION', $12)
  on conflict (source_key) do nothing returning id
`;

const INSERT_NAMED = /* sql */ `
  insert into designation_event (designation_id, version, kind, on_date, document_no, recorded_at)
  values ($1, 1, 'NAMED', $2, $3, $4)
`;

interface UnitRow {
  code: string | null;
  local_code: string;
  kind: string;
  name: string;
}

/** Null: this naming is on record. */
async function writeTitle(
  tx: Tx,
  command: Command,
  unit: UnitRow,
  sourceKey: string,
): Promise<string | null> {
  const { title, level, namedOn, documentNo } = command;
  const [row] = await tx.query<{ id: string }>(INSERT, [
    sourceKey,
    command.unitId,
    unit.kind,
    unit.name,
    title,
    level,
    command.honourType,
    command.namingBody,
    documentNo,
    command.province,
    namedOn,
    tx.now,
  ]);
  if (row !== undefined) {
    await tx.query(INSERT_NAMED, [row.id, namedOn, documentNo, tx.now]);
  }
  return row?.id ?? null;
}

export async function nameTitle(tx: Tx, command: Command): Promise<Result<Named>> {
  const { unitId, title, level, namedOn, documentNo, actor } = command;
  if (title.trim() === '' || documentNo.trim() === '' || !isCalendarDate(namedOn) || namedOn > tx.today) {
    return fail(
      'INVALID_INPUT',
      '命名须有称号、文号和不晚于今日的日期。 A naming needs a title, a document number and a date that is not to come.',
    );
  }
  const personal = refusePersonalNumbers({ title, documentNo, namingBody: command.namingBody });
  if (personal !== null) {
    return personal;
  }
  await lockStreams(tx, [unitId]);
  const [unit] = await tx.query<UnitRow>(UNIT, [unitId]);
  if (unit === undefined) {
    return fail('NOT_FOUND', '没有这一单位。 There is no such unit.');
  }
  // The key that lists use too, so that a list which repeats this naming finds it.
  const sourceKey = namingKey('office', command, unit.code ?? unit.local_code);
  const refused = (await namingRules(tx, [unitId]))(command);
  if (refused !== null) {
    return refused;
  }
  const designationId = await writeTitle(tx, command, unit, sourceKey);
  if (designationId === null) {
    return alreadyNamed(tx, sourceKey);
  }
  const raised = await raiseFlags(tx, {
    designationIds: [designationId],
    decisionType: 'NAMING',
    reason: 'NAMED',
    actor,
  });
  await appendAudit(tx, {
    unitId,
    actor,
    action: 'title.named',
    subjectType: 'DESIGNATION',
    subjectId: designationId,
    detail: { title, level, namedOn, documentNo },
  });
  return ok({ designationId, flagId: raised.flagIds[0] ?? null, eventIds: raised.eventIds, changed: true });
}

async function alreadyNamed(tx: Tx, sourceKey: string): Promise<Result<Named>> {
  const [known] = await tx.query<{ id: string; flag_id: string | null }>(
    `select d.id, (select h.flag_id from flag_head h
       where h.unit_id = d.unit_id and h.kind = 'DESIGNATION' and h.subject = d.id::text) as flag_id
     from designation d where d.source_key = $1`,
    [sourceKey],
  );
  return ok({ designationId: known?.id ?? '', flagId: known?.flag_id ?? null, eventIds: [], changed: false });
}
