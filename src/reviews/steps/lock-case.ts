/** A case with its state, its unit and its title, locked for one step. */
import type { Orders } from '../../criteria/evaluate';
import type { Days } from '../../designations/due-process';
import { fail, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import type { CaseState } from '../lifecycle';

export interface LockedCase {
  readonly id: string;
  readonly unitId: string;
  readonly regionCode: string | null;
  readonly designationId: string;
  readonly catalogueId: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** False: the title was found to be another unit's, or nobody's that is known. */
  readonly holdsTitle: boolean;
  readonly state: CaseState;
  /** The version of the last step; 0: none. */
  readonly version: number;
  readonly verdictVersion: number;
}

export async function lockCase(tx: Tx, caseId: string): Promise<LockedCase | null> {
  const [row] = await tx.query<Omit<LockedCase, 'state' | 'version' | 'verdictVersion'>>(
    `select c.id, c.unit_id as "unitId", u.region_code as "regionCode", c.designation_id as "designationId",
            c.catalogue_id as "catalogueId", r.opened_at as "openedAt", c.closed_at as "closedAt",
            d.unit_id is not distinct from c.unit_id as "holdsTitle"
       from review_case c
       join unit u on u.id = c.unit_id
       join designation d on d.id = c.designation_id
       join review_round r on r.id = c.round_id
      where c.id = $1 for update of c`,
    [caseId],
  );
  if (row === undefined) {
    return null;
  }
  // Read after the lock: another step may just have ended.
  const [last] = await tx.query<{ state: CaseState; version: number; verdict_version: number }>(
    `select coalesce((select state from case_step where case_id = $1 order by version desc limit 1), 'OPEN') as state,
            coalesce((select max(version) from case_step where case_id = $1), 0) as version,
            coalesce((select max(version) from verdict where case_id = $1), 0) as verdict_version`,
    [caseId],
  );
  return {
    ...row,
    state: last?.state ?? 'OPEN',
    version: last?.version ?? 0,
    verdictVersion: last?.verdict_version ?? 0,
  };
}

/** What the last evaluation of the case ordered to be put right. */
export async function readOrders(tx: Tx, caseId: string): Promise<Orders> {
  const [row] = await tx.query<{ orders: Orders }>(
    `select detail -> 'orders' as orders from case_step
      where case_id = $1 and action = 'EVALUATE' order by version desc limit 1`,
    [caseId],
  );
  return row?.orders ?? {};
}

/** The detail of the last step with this action; null: it was not taken. */
export async function readStep(
  tx: Tx,
  caseId: string,
  action: string,
): Promise<{ readonly [key: string]: unknown } | null> {
  const [row] = await tx.query<{ detail: { [key: string]: unknown } }>(
    'select detail from case_step where case_id = $1 and action = $2 order by version desc limit 1',
    [caseId, action],
  );
  return row?.detail ?? null;
}

/** Nothing of a title is proposed or decided over a unit that does not hold it. */
export const refuseMovedTitle = ({ holdsTitle }: LockedCase): Result<never> | null =>
  holdsTitle
    ? null
    : fail(
        'SUPERSEDED',
        '称号的归属已变更，不在本案单位名下。 The title no longer belongs to the unit of this case.',
        '请为现持有单位另行发起复核。 Open a review for the unit that holds it.',
      );

/** The days of the procedure so far; a proposal counts from the day on which it was entered. */
export async function readDays(tx: Tx, caseId: string): Promise<Days> {
  const [days] = await tx.query<Days>(
    `select (c.opened_at at time zone 'Asia/Shanghai')::date as "OPENED",
            max(s.on_date) filter (where s.state = 'FAIL' and s.action = 'EVALUATE') as "FAILED",
            max(s.on_date) filter (where s.action = 'PROPOSE') as "PROPOSED",
            max(s.detail ->> 'servedOn') filter (where s.action = 'NOTIFY') as "SERVED",
            max(s.detail ->> 'heardOn') filter (where s.action = 'HEAR') as "HEARD"
       from review_case c left join case_step s on s.case_id = c.id
      where c.id = $1 group by c.id`,
    [caseId],
  );
  return days ?? {};
}
