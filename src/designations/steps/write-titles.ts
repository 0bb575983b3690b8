/**
 * Writes new titles of a list: a row with a code goes to its unit by the same rules as a naming that is entered, a name
 * alone becomes candidates for an officer.
 */
import { lockStreams } from '../../delivery/steps/lock-streams';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { proposeMatches } from '../../units/steps/propose-matches';
import type { TitleRow } from '../title-row';
import { raiseFlags } from './raise-flags';
import { namingRules } from './refuse-naming';

/** What match candidates of titles are filed under. */
export const MATCH_SUBJECT = 'DESIGNATION';

interface Command {
  readonly rows: readonly TitleRow[];
  /** The list they come from. */
  readonly source: string;
  readonly actor: Actor;
}

export interface TitlesWritten {
  readonly written: number;
  /** Titles that came to a unit by its code. */
  readonly attached: number;
  /** Candidates put before an officer. */
  readonly proposed: number;
  /** By source key: why a title was not taken. */
  readonly refused: ReadonlyMap<string, string>;
}

const INSERT = /* sql */ `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g ("sourceKey" text, code text, "unitKind" text, name text, title text,
      level text, "honourType" text, "namingBody" text, "documentNo" text, province text, "namedOn" date)
  ), written as (
    insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, naming_body, document_no,
      province, named_on, source, recorded_at)
    select g."sourceKey", u.id, g."unitKind", g.name, g.title, g.level, g."honourType", g."namingBody", g."documentNo",
      g.province, g."namedOn", $2, $3
    from given g left join unit u on u.code = g.code
    where not exists (select from designation d where d.source_key = g."sourceKey")
    on conflict (source_key) do nothing
    returning id, source_key, unit_id, name, unit_kind, province, named_on, document_no
  ), named as (
    insert into designation_event (designation_id, version, kind, on_date, document_no, recorded_at)
    select id, 1, 'NAMED', named_on, document_no, $3 from written
  )
  select w.id, w.unit_id, w.name, w.unit_kind as kind, w.province, g.code from written w join given g on g."sourceKey" = w.source_key
`;

/** A title whose code named no unit when it came: the unit may be known by now. */
const ATTACH_LATE = /* sql */ `
  update designation d set unit_id = u.id
  from jsonb_to_recordset($1::jsonb) as g ("sourceKey" text, code text), unit u
  where d.source_key = g."sourceKey" and d.unit_id is null and u.code = g.code
  returning d.id
`;

/** Namings that this list brings to a unit. One that is on record with its unit stands as it is. */
const BROUGHT = /* sql */ `
  select g."sourceKey", u.id as "unitId"
  from jsonb_to_recordset($1::jsonb) as g ("sourceKey" text, code text) join unit u on u.code = g.code
  where not exists (select from designation d where d.source_key = g."sourceKey" and d.unit_id is not null)
`;

async function refusedRows(tx: Tx, rows: readonly TitleRow[]): Promise<Map<string, string>> {
  const brought = await tx.query<{ sourceKey: string; unitId: string }>(BROUGHT, [JSON.stringify(rows)]);
  const unitOf = new Map(brought.map(({ sourceKey, unitId }) => [sourceKey, unitId]));
  const unitIds = [...new Set(unitOf.values())];
  await lockStreams(tx, unitIds);
  const refusalOf = await namingRules(tx, unitIds);
  return new Map(
    rows.flatMap((row) => {
      const unitId = unitOf.get(row.sourceKey);
      const refused = unitId === undefined ? null : refusalOf({ ...row, unitId });
      return refused === null || refused.ok ? [] : [[row.sourceKey, refused.failure.message] as const];
    }),
  );
}

interface Written {
  id: string;
  unit_id: string | null;
  name: string;
  kind: string;
  province: string | null;
  code: string | null;
}

/** Reading a list again writes nothing. */
export async function writeTitles(tx: Tx, { rows, source, actor }: Command): Promise<TitlesWritten> {
  const refused = await refusedRows(tx, rows);
  const given = JSON.stringify(rows.filter(({ sourceKey }) => !refused.has(sourceKey)));
  const late = await tx.query<{ id: string }>(ATTACH_LATE, [given]);
  const written = await tx.query<Written>(INSERT, [given, source, tx.now]);
  const attached = [
    ...late.map(({ id }) => id),
    ...written.filter((row) => row.unit_id !== null).map(({ id }) => id),
  ];
  const { proposed } = await proposeMatches(tx, {
    subjectType: MATCH_SUBJECT,
    subjects: written
      .filter(({ unit_id, code }) => unit_id === null && code === null)
      .map(({ id, name, kind, province }) => ({ id, name, kind, regionHint: province?.slice(0, 2) ?? null })),
  });
  if (attached.length > 0) {
    await raiseFlags(tx, { designationIds: attached, decisionType: 'NAMING', reason: 'NAMED', actor });
  }
  return { written: written.length, attached: attached.length, proposed, refused };
}
