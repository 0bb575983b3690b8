/** Which employers lie in which park, from when to when. */
import type { Tx } from '../../store/transaction';
import type { MembershipRow, RegisterWritten } from '../register';

/** A row whose park or employer is not known is refused with its number; it can be imported again later. */
export async function writeMemberships(tx: Tx, rows: readonly MembershipRow[]): Promise<RegisterWritten> {
  const result = await tx.query<{
    row: number;
    park_id: string | null;
    member_id: string | null;
    written: boolean;
  }>(
    `with given as (
       select distinct on (g.park_code, g.code, g.from_on) g.row, g.from_on, g.to_on, p.id as park_id, m.id as member_id
       from jsonb_to_recordset($1::jsonb) as g (row int, park_code text, code text, from_on date, to_on date)
       left join unit p on p.code = g.park_code and p.kind in ('INDUSTRIAL_PARK', 'TOWNSHIP')
       left join unit m on m.code = g.code and m.kind = 'ENTERPRISE'
       order by g.park_code, g.code, g.from_on, g.row desc
     ), changed as (
       update unit_membership um set to_on = g.to_on
       from given g
       where um.park_id = g.park_id and um.member_id = g.member_id and um.from_on = g.from_on
         and um.to_on is distinct from g.to_on
       returning g.row
     ), added as (
       insert into unit_membership (park_id, member_id, from_on, to_on)
       select park_id, member_id, from_on, to_on from given g
       where park_id is not null and member_id is not null and not exists (select from unit_membership um
         where um.park_id = g.park_id and um.member_id = g.member_id and um.from_on = g.from_on)
       returning park_id, member_id, from_on
     )
     select g.row, g.park_id, g.member_id,
       exists (select from changed c where c.row = g.row) or exists (select from added a
         where a.park_id = g.park_id and a.member_id = g.member_id and a.from_on = g.from_on) as written
     from given g`,
    [
      JSON.stringify(
        rows.map((row) => ({
          row: row.row,
          park_code: row.parkCode,
          code: row.uscc,
          from_on: row.from,
          to_on: row.to,
        })),
      ),
    ],
  );
  const refused = result.flatMap(({ row, park_id, member_id }) =>
    park_id === null || member_id === null
      ? [{ row, reason: park_id === null ? '园区代码不在登记册中' : '成员单位未知' }]
      : [],
  );
  return { written: result.filter(({ written }) => written).length, refused };
}
