/**
 * Flags the titles that stand and have a unit, and works out what their units are eligible for.
 * The title of a 个体工商户 is public and stays on record, but raises no flag: in law it is a natural person's
 * (民法典第五十四条), and nothing about a natural person leaves the hub.
 */
import { changeFlags, type FlagCommand } from '../../flags/steps/change-flag';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { eventCounts } from '../shape';
import { stands, type TitleEventKind, titleState } from '../title';

interface Command {
  readonly designationIds: readonly string[];
  readonly decisionType: 'NAMING' | 'MATCH';
  readonly reason: string;
  readonly actor: Actor;
}

export interface TitleRecord {
  readonly id: string;
  readonly unitId: string | null;
  /** Of a 个体工商户: positions 1–2 of its code are 92 (GB 32100-2015). */
  readonly naturalPerson: boolean;
  readonly title: string;
  readonly level: string;
  readonly honourType: string;
  readonly namingBody: string | null;
  readonly documentNo: string | null;
  readonly namedOn: string;
  readonly events: readonly { readonly version: number; readonly kind: TitleEventKind }[];
}

const TITLES = /* sql */ `
  select d.id, d.unit_id as "unitId", coalesce(u.code like '92%', false) as "naturalPerson", d.title, d.level, d.honour_type as "honourType", d.naming_body as "namingBody",
    d.document_no as "documentNo", d.named_on as "namedOn",
    (select coalesce(jsonb_agg(jsonb_build_object('version', e.version, 'kind', e.kind)), '[]')
     from designation_event e where e.designation_id = d.id and ${eventCounts('e')}) as events
  from designation d left join unit u on u.id = d.unit_id where d.id = any($1::uuid[]) order by d.id
`;

export const readTitles = (tx: Tx, ids: readonly string[]): Promise<TitleRecord[]> =>
  tx.query<TitleRecord>(TITLES, [ids]);

const flagOf = (title: TitleRecord, unitId: string, command: Command): FlagCommand => ({
  unitId,
  kind: 'DESIGNATION',
  subject: title.id,
  state: 'ACTIVE',
  effectiveFrom: title.namedOn,
  effectiveEnd: null,
  basis: {
    title: title.title,
    level: title.level,
    honourType: title.honourType,
    namedOn: title.namedOn,
    documentNo: title.documentNo,
    namingBody: title.namingBody,
    evidence: [`designation:${title.id}`],
  },
  decisionType: command.decisionType,
  decisionId: title.id,
  reason: command.reason,
  actor: command.actor,
});

export async function raiseFlags(
  tx: Tx,
  command: Command,
): Promise<{ flagIds: string[]; eventIds: string[] }> {
  const titles = await readTitles(tx, command.designationIds);
  const commands = titles.flatMap((title) =>
    title.unitId !== null && !title.naturalPerson && stands(titleState(title.events))
      ? [flagOf(title, title.unitId, command)]
      : [],
  );
  const flags = await changeFlags(tx, commands);
  const { eventIds } = await assessEligibility(tx, {
    unitIds: [...new Set(commands.map(({ unitId }) => unitId))],
    actor: command.actor,
    cause: command.reason,
  });
  return {
    flagIds: flags.map(({ flagId }) => flagId).filter((id) => id !== null),
    eventIds: [...flags.map(({ eventId }) => eventId).filter((id) => id !== null), ...eventIds],
  };
}
