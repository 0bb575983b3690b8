/** Reads the versions in force and writes the next ones, many at once. */
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import type { Basis, Change, FlagKind, FlagState } from '../flag';

export interface FlagKey {
  readonly unitId: string;
  readonly kind: string;
  readonly subject: string;
}

export const flagKey = ({ unitId, kind, subject }: FlagKey): string => `${unitId} ${kind} ${subject}`;

export interface Head extends FlagKey {
  readonly flagId: string;
  readonly version: number;
  readonly state: FlagState;
  readonly effectiveFrom: string;
  readonly effectiveEnd: string | null;
  readonly basis: Basis;
}

const HEADS = /* sql */ `
  select h.unit_id as "unitId", h.kind, h.subject, h.flag_id as "flagId", h.version, h.state,
    f.effective_from as "effectiveFrom", f.effective_end as "effectiveEnd", f.basis
  from unnest($1::bigint[], $2::text[], $3::text[]) as g (unit_id, kind, subject)
    join flag_head h using (unit_id, kind, subject) join flag f on f.id = h.flag_id
`;

export async function readHeads(tx: Tx, keys: readonly FlagKey[]): Promise<Map<string, Head>> {
  const heads = await tx.query<Head>(HEADS, [
    keys.map(({ unitId }) => unitId),
    keys.map(({ kind }) => kind),
    keys.map(({ subject }) => subject),
  ]);
  return new Map(heads.map((head) => [flagKey(head), head]));
}

export interface NewVersion extends FlagKey {
  readonly kind: FlagKind;
  readonly change: Change;
  readonly version: number;
  readonly state: FlagState;
  readonly effectiveFrom: string;
  readonly effectiveEnd: string | null;
  readonly basis: Basis;
  readonly decisionType: string;
  readonly decisionId: string;
  readonly eventId: string | null;
  readonly reason: string;
  readonly cause?: string;
  readonly actor: Actor;
}

export interface Version extends NewVersion {
  readonly flagId: string;
}

/** The head points at the last version; versions themselves are never changed. */
const INSERT = /* sql */ `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g ("unitId" bigint, kind text, subject text, version int, state text,
      "effectiveFrom" date, "effectiveEnd" date, basis jsonb, "decisionType" text, "decisionId" text, "eventId" uuid, reason text)
  ), written as (
    insert into flag (unit_id, kind, subject, version, state, effective_from, effective_end, basis, decision_type,
      decision_id, event_id, reason, recorded_at)
    select "unitId", kind, subject, version, state, "effectiveFrom", "effectiveEnd", basis, "decisionType",
      "decisionId", "eventId", reason, $2 from given
    returning id, unit_id, kind, subject, version, state, effective_end
  ), head as (
    insert into flag_head (unit_id, kind, subject, flag_id, version, state, effective_end)
    select unit_id, kind, subject, id, version, state, effective_end from written
    on conflict (unit_id, kind, subject) do update set flag_id = excluded.flag_id, version = excluded.version,
      state = excluded.state, effective_end = excluded.effective_end
  )
  select id as "flagId", unit_id as "unitId", kind, subject from written
`;

export async function writeVersions(tx: Tx, versions: readonly NewVersion[]): Promise<Version[]> {
  if (versions.length === 0) {
    return [];
  }
  const rows = versions.map(({ actor: _actor, change: _change, cause: _cause, ...row }) => row);
  const written = await tx.query<FlagKey & { flagId: string }>(INSERT, [JSON.stringify(rows), tx.now]);
  const ids = new Map(written.map((row) => [flagKey(row), row.flagId]));
  return versions.map((version) => ({ ...version, flagId: ids.get(flagKey(version)) ?? '' }));
}
