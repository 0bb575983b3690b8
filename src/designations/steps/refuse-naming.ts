/** What forbids a unit to be named, however the naming comes: by a decision, in a list, or after a match. */
import { fail, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { eventCounts } from '../shape';
import { isSameTitle, type TitleEnd } from './other-namings';

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
  select d.unit_id as "unitId", d.title, d.level, e.on_date as "onDate", e.document_no as "documentNo",
    e.decision_id as "decisionId"
  from designation d join designation_event e on e.designation_id = d.id
  where d.unit_id = any($1::bigint[]) and e.kind = 'CANCELLED' and ${eventCounts('e')}
  order by e.on_date desc, e.version
`;

interface CancelledTitle extends TitleEnd {
  readonly unitId: string;
  readonly title: string;
  readonly level: string;
}

type Refusal = (naming: Naming) => Result<never> | null;

/**
 * While a joint-sanction listing is in force (人社部令第45号第十条 评优评先; that it covers naming is [P]): a naming from
 * before it stands as it is, for the listing takes no title away.
 */
export async function listingRules(tx: Tx, unitIds: readonly string[]): Promise<Refusal> {
  const listed = await tx.query<{ unit_id: string; since: string }>(LISTED, [unitIds, tx.today]);
  const since = new Map(listed.map((row) => [row.unit_id, row.since]));
  return ({ unitId, namedOn }) =>
    namedOn >= (since.get(unitId) ?? '9999-12-31')
      ? fail(
          'WRONG_STATE',
          '单位在拖欠农民工工资失信联合惩戒对象名单中，不予命名（人社部令第45号第十条）。 The unit is on the joint-sanction list of wage arrears.',
          '移出名单以后再登记。 Enter it once the unit is off the list.',
        )
      : null;
}

/**
 * What ended the title of a naming already: the same title of the same level that was cancelled (威人社函〔2023〕19号
 * 六（五）). Named after it, a unit is named anew; null then.
 */
export async function cancellations(
  tx: Tx,
  unitIds: readonly string[],
): Promise<(naming: Naming) => TitleEnd | null> {
  const cancelled = await tx.query<CancelledTitle>(CANCELLED, [unitIds]);
  return (naming) =>
    cancelled.find(
      (one) => one.unitId === naming.unitId && isSameTitle(one, naming) && naming.namedOn <= one.onDate,
    ) ?? null;
}

/**
 * Null: nothing does. Needs the streams of the units locked. No list from before a cancellation undoes it, however it
 * writes the title.
 */
export async function namingRules(tx: Tx, unitIds: readonly string[]): Promise<Refusal> {
  const refusalOf = await listingRules(tx, unitIds);
  const endOf = await cancellations(tx, unitIds);
  return (naming) => {
    const end = endOf(naming);
    return (
      refusalOf(naming) ??
      (end === null
        ? null
        : fail(
            'WRONG_STATE',
            `单位的这一称号已于 ${end.onDate} 取消（${end.documentNo ?? '无文号'}），此前的命名不再登记。 This title was cancelled.`,
            '确系取消以后重新命名的，请按新的命名文件的日期登记。',
          ))
    );
  };
}
