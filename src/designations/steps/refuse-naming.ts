/** What forbids a unit to be named, however the naming comes: by a decision, in a list, or after a match. */
import { comparable } from '../../kernel/comparable-text';
import { fail, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';

export interface Naming {
  readonly unitId: string;
  readonly title: string;
  readonly level: string;
  readonly namedOn: string;
}

const LISTED = /* sql */ `
  select h.unit_id, min(f.effective_from)::text as since
  from flag_head h join flag f on f.id = h.flag_id
  where h.unit_id = any($1::bigint[]) and h.kind = 'JOINT_SANCTION' and h.state = 'ACTIVE'
    and (h.effective_end is null or h.effective_end >= $2::date)
  group by h.unit_id
`;

const CANCELLED = /* sql */ `
  select d.unit_id, d.title, d.level, e.on_date, e.document_no
  from designation d join designation_event e on e.designation_id = d.id
  where d.unit_id = any($1::bigint[]) and e.kind = 'CANCELLED'
`;

interface CancelledTitle {
  readonly unit_id: string;
  readonly title: string;
  readonly level: string;
  readonly on_date: string;
  readonly document_no: string | null;
}

/**
 * Null: nothing does. Needs the streams of the units locked.
 * - While a joint-sanction listing is in force (人社部令第45号第十条 评优评先; that it covers naming is [P]): a naming from
 *   before it stands as it is, for the listing takes no title away.
 * - The same title of the same level that was cancelled (威人社函〔2023〕19号 六（五）): a list from before the cancellation
 *   does not undo it, however it writes the title. Named after it, a unit is named anew.
 */
export async function namingRules(
  tx: Tx,
  unitIds: readonly string[],
): Promise<(naming: Naming) => Result<never> | null> {
  const listed = await tx.query<{ unit_id: string; since: string }>(LISTED, [unitIds, tx.today]);
  const cancelled = await tx.query<CancelledTitle>(CANCELLED, [unitIds]);
  const since = new Map(listed.map((row) => [row.unit_id, row.since]));
  return ({ unitId, title, level, namedOn }) => {
    if (namedOn >= (since.get(unitId) ?? '9999-12-31')) {
      return fail(
        'WRONG_STATE',
        '单位在拖欠农民工工资失信联合惩戒对象名单中，不予命名（人社部令第45号第十条）。 The unit is on the joint-sanction list of wage arrears.',
      );
    }
    const ended = cancelled.find(
      (one) =>
        one.unit_id === unitId &&
        one.level === level &&
        comparable(one.title) === comparable(title) &&
        namedOn <= one.on_date,
    );
    return ended === undefined
      ? null
      : fail(
          'WRONG_STATE',
          `单位的这一称号已于 ${ended.on_date} 取消（${ended.document_no ?? '无文号'}），此前的命名不再登记。 This title was cancelled.`,
          '确系取消以后重新命名的，请按新的命名文件的日期登记。',
        );
  };
}
