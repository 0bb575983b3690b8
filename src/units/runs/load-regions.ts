/** Loads the dated region files into the region table; loading again changes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Store, transaction } from '../../store/transaction';
import { parseRegionYear, type RegionYear } from '../regions';

const FOLDER = join(__dirname, '..', 'regions');

export async function loadRegions(store: Store, folder = FOLDER): Promise<{ regions: number }> {
  const files: RegionYear[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()) {
    files.push(parseRegionYear(JSON.parse(await readFile(join(folder, name), 'utf8'))));
  }
  const rows = files.flatMap(({ year, regions }) => regions.map((region) => ({ ...region, year })));
  return transaction(store, async (tx) => {
    await tx.query(
      `with given as (
         select code, year, name, parent as parent_code, level, predecessor as predecessor_code, note
         from jsonb_to_recordset($1::jsonb) as given
           (code text, year int, name text, parent text, level text, predecessor text, note text)
       ), corrected as (
         update region r set name = g.name, parent_code = g.parent_code, level = g.level,
           predecessor_code = g.predecessor_code, note = g.note
         from given g
         where r.code = g.code and r.year = g.year and
           (r.name, r.parent_code, r.level, r.predecessor_code, r.note) is distinct from
           (g.name, g.parent_code, g.level, g.predecessor_code, g.note)
       )
       insert into region (code, year, name, parent_code, level, predecessor_code, note)
       select code, year, name, parent_code, level, predecessor_code, note from given g
       where not exists (select from region r where r.code = g.code and r.year = g.year)`,
      [JSON.stringify(rows)],
    );
    return { regions: rows.length };
  });
}
