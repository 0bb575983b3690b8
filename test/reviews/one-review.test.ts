/** A title is under review in one case at a time: asked twice it is one, a failed case gets no second chance, its end ends the case. */
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { clock, code, failedCase, openCase, read, stateOf, theStore, useCases } from './one-case';
import { ADMIN, SCHEDULE } from './people';
import { putEnterprises } from './town';

useCases();

let bucket = 0;
const trigger = (unitIds: readonly string[], change: object = {}) =>
  transaction(theStore(), (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: '专项复核',
      requestedByBody: 'union',
      reason: '总工会来函',
      unitIds,
      asOf: tx.today,
      actor: ADMIN,
      ...change,
    }),
  );
const schedule = () => {
  bucket += 1;
  const change = { origin: 'SCHEDULE', actor: SCHEDULE, bucket: `b${bucket}`, unitIds: undefined };
  return trigger([], change);
};
const casesOf = async (designationId: string | null) =>
  await read<{ id: string; closed: boolean; round_id: string }>(
    'select id, round_id, closed_at is not null as closed from review_case where designation_id = $1 order by opened_at',
    [designationId],
  );
const freshFirm = async (index: number) => {
  const [firm] = await putEnterprises(theStore(), [{ index }]);
  if (firm === undefined) throw new Error('no firm');
  return firm;
};

test('the same request again, also five at once, is the same round, and says that it was open', async () => {
  const firm = await freshFirm(900);
  const answers = await Promise.all(Array.from({ length: 5 }, () => trigger([firm.unitId])));
  const rounds = answers.map((answer) => (answer.ok ? answer.value : null));
  expect(new Set(rounds.map((round) => round?.roundId)).size).toBe(1);
  expect(rounds.filter((round) => round?.created)).toHaveLength(1);
  expect(rounds.filter((round) => round?.alreadyOpen === 1)).toHaveLength(4);
  expect(await casesOf(firm.designationId)).toHaveLength(1);
  // Another unit beside it: a case for that one alone.
  const other = await freshFirm(901);
  expect(await trigger([firm.unitId, other.unitId])).toMatchObject({
    ok: true,
    value: { created: true, cases: 1, alreadyOpen: 1 },
  });
});

test('a case that failed, or has an order running, goes on alone: the next round leaves its title out', async () => {
  for (const { caseId, firm } of [await failedCase('FAIL'), await openCase(), await failedCase('HEARD')]) {
    const before = (await stateOf(caseId))?.state;
    expect(await schedule()).toMatchObject({ ok: true, value: { created: true } });
    expect(await casesOf(firm.designationId)).toMatchObject([{ id: caseId, closed: false }]);
    expect((await stateOf(caseId))?.state).toBe(before);
  }
});

test('a case that only waits for evidence is asked anew by the next round, and says where it went on', async () => {
  const { caseId, firm } = await openCase({ short: false, without: 'E9.survey' });
  const answer = await trigger([firm.unitId]);
  if (!answer.ok) throw new Error(answer.failure.message);
  expect(await casesOf(firm.designationId)).toMatchObject([
    { id: caseId, closed: true },
    { closed: false, round_id: answer.value.roundId },
  ]);
  const [step] = await read<{ state: string; detail: object }>(
    'select state, detail from case_step where case_id = $1 order by version desc limit 1',
    [caseId],
  );
  expect(step).toEqual({ state: 'CLOSED', detail: { reason: 'NEW_ROUND', roundId: answer.value.roundId } });
  expect(await evaluateRound(theStore(), { roundId: answer.value.roundId })).toMatchObject({ closed: true });
});

test('the title went to another unit: its case there ends, and the holder gets one of its own', async () => {
  const { caseId, firm } = await failedCase('PROPOSED');
  const holder = await freshFirm(903);
  await read('update designation set unit_id = $2 where id = $1', [firm.designationId, holder.unitId]);
  expect(await trigger([holder.unitId])).toMatchObject({ ok: true, value: { created: true, cases: 2 } });
  expect(await stateOf(caseId)).toMatchObject({ state: 'CLOSED', closed: true });
});

test('the day is a day, not to come; so many units and so long a reason', async () => {
  const firm = await freshFirm(902);
  for (const change of [
    { asOf: '2026-02-30' },
    { asOf: 'yesterday' },
    { asOf: '2026-12-31' },
    { unitIds: Array.from({ length: 501 }, (_, place) => String(place)) },
    { reason: '长'.repeat(2_001) },
    { reason: '举报人 13812345678' },
  ]) {
    clock.set('2026-09-01T04:00:00Z');
    expect(code(await trigger([firm.unitId], change))).toBe('INVALID_INPUT');
  }
});

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(theStore())).toEqual([]);
});
