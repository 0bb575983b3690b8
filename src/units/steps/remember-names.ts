/** Keeps every name a unit was seen under, once each; the current one has no last day. */
import type { Tx } from '../../store/transaction';

export interface SeenName {
  readonly unitId: string;
  readonly name: string;
  readonly normalised: string;
  readonly seenOn: string;
  /** Whether this is what the unit is called now, or only what some paper calls it. */
  readonly current: boolean;
  readonly source: string;
}

export async function rememberNames(tx: Tx, names: readonly SeenName[]): Promise<void> {
  if (names.length === 0) {
    return;
  }
  await tx.query(
    `with given as (
       select distinct on (unit_id, normalised) *
       from jsonb_to_recordset($1::jsonb) as given
         (unit_id bigint, name text, normalised text, seen_on date, current boolean, source text)
       order by unit_id, normalised, current desc, seen_on
     ), ended as (
       update unit_name n set last_seen_on = greatest(g.seen_on, n.first_seen_on)
       from given g
       where g.current and n.unit_id = g.unit_id and n.normalised <> g.normalised and n.last_seen_on is null
     ), back as (
       update unit_name n set last_seen_on = null, name = g.name
       from given g
       where g.current and n.unit_id = g.unit_id and n.normalised = g.normalised and n.last_seen_on is not null
     )
     insert into unit_name (unit_id, name, normalised, first_seen_on, last_seen_on, source)
     select unit_id, name, normalised, seen_on, case when current then null else seen_on end, source
     from given g
     where not exists (select from unit_name n where n.unit_id = g.unit_id and n.normalised = g.normalised)
     on conflict do nothing`,
    [
      JSON.stringify(
        names.map((name) => ({
          unit_id: name.unitId,
          name: name.name,
          normalised: name.normalised,
          seen_on: name.seenOn,
          current: name.current,
          source: name.source,
        })),
      ),
    ],
  );
}
