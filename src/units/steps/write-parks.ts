/** Parks and townships as units of their own, known by the register's own number and the managing body's code. */
import type { Tx } from '../../store/transaction';
import { normaliseName } from '../name';
import type { ParkRow, RefusedRow, RegisterWritten } from '../register';
import { rememberNames } from './remember-names';

interface Known {
  readonly id: string;
  readonly code: string | null;
  readonly local_code: string | null;
  readonly kind: string;
  readonly name: string;
}

/**
 * Two parks cannot share one code: the second is refused, for a code must name one unit. Nor does the register make a
 * park of a firm that is on record, with its titles, reviews and listings; a managing body of another kind is the park.
 */
export async function writeParks(tx: Tx, rows: readonly ParkRow[]): Promise<RegisterWritten> {
  const known = await tx.query<Known>(
    `select id, code, local_code, kind, name from unit where code = any ($1) or local_code = any ($2) order by id for update`,
    [rows.map(({ uscc }) => uscc), rows.map(({ localCode }) => localCode)],
  );
  const { accepted, refused } = sortOut(rows, known);
  const written = await tx.query<{ id: string; local_code: string }>(
    `with given as (
       select g.*, (select max(year) from region r where r.code = g.region_code) as region_year
       from jsonb_to_recordset($1::jsonb) as g
         (code text, kind text, name text, organisation_code text, local_code text, region_code text)
     ), changed as (
       update unit u set kind = g.kind, name = g.name, local_code = g.local_code, code = g.code,
         organisation_code = g.organisation_code, region_code = g.region_code, region_year = g.region_year,
         updated_at = $2
       from given g
       where (u.local_code = g.local_code or u.code = g.code) and
         (u.kind, u.name, u.local_code, u.code, u.region_code, u.region_year) is distinct from
         (g.kind, g.name, g.local_code, g.code, g.region_code, g.region_year)
       returning u.id, u.local_code
     ), added as (
       insert into unit (code, kind, name, organisation_code, local_code, region_code, region_year, created_at, updated_at)
       select code, kind, name, organisation_code, local_code, region_code, region_year, $2, $2 from given g
       where not exists (select from unit u where u.local_code = g.local_code or u.code = g.code)
       returning id, local_code
     )
     select id, local_code from changed union all select id, local_code from added`,
    [
      JSON.stringify(
        accepted.map((park) => ({
          code: park.uscc,
          kind: park.kind,
          name: park.name,
          organisation_code: park.uscc.slice(8, 17),
          local_code: park.localCode,
          region_code: park.regionCode,
        })),
      ),
      tx.now,
    ],
  );
  await nameParks(tx, accepted, written);
  return { written: written.length, refused };
}

async function nameParks(
  tx: Tx,
  parks: readonly ParkRow[],
  written: readonly { id: string; local_code: string }[],
): Promise<void> {
  const byLocalCode = new Map(parks.map((park) => [park.localCode, park]));
  await rememberNames(
    tx,
    written.flatMap(({ id, local_code }) => {
      const park = byLocalCode.get(local_code);
      return park === undefined
        ? []
        : [
            {
              unitId: id,
              name: park.name,
              normalised: normaliseName(park.name),
              seenOn: tx.today,
              current: true,
              source: 'office',
            },
          ];
    }),
  );
}

/** An employer of any kind is an enterprise to its social insurance; position 1 of a market entity's code is 9 (GB 32100-2015). */
const isFirm = ({ kind, code }: Known): boolean => kind === 'ENTERPRISE' && code?.startsWith('9') === true;

function sortOut(
  rows: readonly ParkRow[],
  known: readonly Known[],
): { accepted: ParkRow[]; refused: RefusedRow[] } {
  const localCodeOf = new Map(
    known.flatMap(({ code, local_code }) => (code === null ? [] : [[code, local_code]])),
  );
  const firms = new Map(known.filter(isFirm).map(({ code, name }) => [code, name]));
  const seen = new Set<string>();
  const accepted: ParkRow[] = [];
  const refused: RefusedRow[] = [];
  for (const park of rows) {
    const owner = localCodeOf.get(park.uscc);
    if (owner !== undefined && owner !== null && owner !== park.localCode) {
      refused.push({ row: park.row, reason: `代码已属于 ${owner}` });
    } else if (firms.has(park.uscc)) {
      const name = firms.get(park.uscc);
      refused.push({ row: park.row, reason: `代码是企业“${name}”的，请填写园区管理机构的代码` });
    } else if (seen.has(park.localCode)) {
      refused.push({ row: park.row, reason: '编号重复' });
    } else {
      seen.add(park.localCode);
      localCodeOf.set(park.uscc, park.localCode);
      accepted.push(park);
    }
  }
  return { accepted, refused };
}
