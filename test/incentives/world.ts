/** What the tests of eligibility do and ask: a titled unit with a grade, records in batches, and what became of it. */
import { nameTitle } from '../../src/designations/steps/name-title';
import { refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { eligibilityShape } from '../../src/incentives/shape';
import { assessEligibility } from '../../src/incentives/steps/assess-eligibility';
import { systemActor } from '../../src/kernel/actor';
import { dateInShanghai } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { makeUnit } from '../delivery/world';
import { type GivenRecord, grade, putBatch } from '../sanctions/records';

const actor = systemActor('test');

export const record = (unitId: string, type: string, data: Record<string, unknown>): GivenRecord => ({
  type,
  key: `${unitId}-${type}`,
  unitId,
  data,
});
/** Bound to one database. */
export function eligibilityWorld(store: Store) {
  const entitle = (unitId: string) =>
    transaction(store, (tx) =>
      nameTitle(tx, {
        unitId,
        title: '威海市劳动关系和谐企业',
        level: 'CITY',
        honourType: 'DEMONSTRATION',
        namedOn: '2024-12-10',
        documentNo: '威三方〔2024〕12号',
        namingBody: '威海市协调劳动关系三方委员会',
        province: '370000',
        actor,
      }),
    );
  const assessNow = (unitId: string) =>
    transaction(store, (tx) => assessEligibility(tx, { unitIds: [unitId], actor, cause: 'test' }));
  const refresh = async (...records: GivenRecord[]) => {
    const batchId = await putBatch(store, records);
    await mirrorListings(store, { batchId });
    return refreshEligibility(store, { batchId });
  };
  const answers = async (unitId: string) =>
    (
      await query<{ answer: string }>(
        store,
        'select answer from eligibility where unit_id = $1 order by version',
        [unitId],
      )
    ).map(({ answer }) => answer);
  const sent = async (unitId: string) =>
    (
      await query<{ type: string }>(
        store,
        `select type from event where unit_id = $1 and subject_kind = 'INCENTIVE_ELIGIBILITY' order by unit_seq`,
        [unitId],
      )
    ).map(({ type }) => type);
  const eligibleUnit = async () => {
    const unit = await makeUnit(store);
    await entitle(unit.id);
    await refresh(record(unit.id, 'INTEGRITY_GRADE', grade()));
    return unit.id;
  };

  /** What is served now, and what was found when it was assessed. */
  async function served(unitId: string): Promise<string[]> {
    const { answer } = eligibilityShape.fields;
    const place = {
      row: 'e',
      regional: false,
      may: () => true,
      environment: () => `'${dateInShanghai(store.clock.now())}'::date`,
    };
    const rows = await query<{ answer: string; assessed: string }>(
      store,
      `select ${answer?.kind === 'expression' ? answer.sql(place) : ''} as answer, e.answer as assessed from eligibility e
       where e.unit_id = $1 order by e.version desc limit 1`,
      [unitId],
    );
    return rows.flatMap(({ answer, assessed }) => [answer, assessed]);
  }
  const reasons = async (unitId: string) =>
    (
      await query<{ reason: string }>(
        store,
        `select reason from flag where unit_id = $1 and kind = 'INCENTIVE_ELIGIBILITY' order by version`,
        [unitId],
      )
    ).map(({ reason }) => reason);
  return { entitle, assessNow, refresh, answers, sent, eligibleUnit, served, reasons };
}
