/** Promise: a case that waits is looked at again when what it waits for arrives, and only what came out otherwise is written. */

import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { reevaluateWaiting } from '../../src/reviews/runs/reevaluate-waiting';
import { addMaterial } from '../../src/reviews/steps/add-material';
import { concernCases } from '../../src/reviews/steps/concern-cases';
import { openRound } from '../../src/reviews/steps/open-round';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { type Data, goodMaterials, goodRecords } from './good-firm';
import {
  asOwner,
  clock,
  failedCase,
  type OpenCase,
  openCase,
  read,
  stateOf,
  theStore,
  useCases,
} from './one-case';
import { ADMIN, COUNTY } from './people';
import { putEnterprises, putPark, putRecords } from './town';

useCases();
afterEach(async () => expect(await brokenInvariants(theStore())).toEqual([]));

const FEED = 'hrss/COORDINATORS';

/** Records in a batch of their own; gives its id. */
async function deliver(
  feed: string,
  rows: readonly { unitId: string; key: string; data: Data }[],
): Promise<string> {
  const [agency, type] = feed.split('/');
  const [batch] = await read<{ id: string }>(
    `with arrived as (
       insert into batch (agency, record_type, mode, source, as_of, state, received_at)
       values ($1, $2, 'FULL', 'test', '2026-12-31', 'ACCEPTED', now()) returning id)
     select id from arrived`,
    [agency, type],
  );
  const id = batch?.id ?? '';
  await read('update feed set last_batch_id = $3 where agency = $1 and record_type = $2', [agency, type, id]);
  await putRecords(
    theStore(),
    rows.map((row) => ({ ...row, feed })),
  );
  return id;
}
const coordinators = ({ firm, index }: OpenCase, count: number) => ({
  unitId: firm.unitId,
  key: `${FEED}-${index}`,
  data: { count },
});
const versionsOf = async (caseId: string) =>
  (
    await read<{ verdict: string }>('select verdict from verdict where case_id = $1 order by version', [
      caseId,
    ])
  ).map(({ verdict }) => verdict);
const again = (batchId: string | null) => reevaluateWaiting(theStore(), { batchId });

test('put right while its time runs: it passes with the batch that says so; no other case is looked at', async () => {
  const [put, other] = [await openCase(), await openCase()];
  const batchId = await deliver(FEED, [coordinators(put, 2)]);
  expect(await again(batchId)).toEqual({ looked: 1, changed: 1 });
  expect(await stateOf(put.caseId)).toMatchObject({ state: 'PASS', closed: true, rectify_by: null });
  expect(await stateOf(other.caseId)).toMatchObject({ state: 'RECTIFY' });
  const audited = await read<{ detail: object }>(
    `select detail from audit_entry where subject_id = $1 and action = 'review.reevaluated'`,
    [put.caseId],
  );
  expect(audited).toMatchObject([{ detail: { cause: `batch ${batchId}`, version: 2, verdict: 'PASS' } }]);
  expect(await again(batchId)).toEqual({ looked: 0, changed: 0 });
});

test('word is left of a batch while some case waits, and only then', async () => {
  const concern = async () => {
    await transaction(theStore(), (tx) => concernCases(tx, { batchId: '17' }));
    return (await read<{ key: object }>(`select key from outbox where topic = 'CasesConcerned'`)).map(
      ({ key }) => key,
    );
  };
  expect(await concern()).toEqual([{ batchId: '17' }]);
  await read('delete from outbox');
  await read(`update review_case set closed_at = now() where closed_at is null`);
  expect(await concern()).toEqual([]);
});

test('a batch that says again what was said, and a day that has passed, make no version', async () => {
  const one = await openCase();
  const same = await deliver(FEED, []);
  await asOwner(
    `update agency_record set batch_id = $1 where unit_id = $2 and record_type = 'COORDINATORS'`,
    [same, one.firm.unitId],
  );
  clock.set('2026-09-14T04:00:00Z');
  expect(await again(same)).toEqual({ looked: 1, changed: 0 });
  expect((await again(null)).changed).toBe(0);
  expect(await versionsOf(one.caseId)).toEqual(['RECTIFY']);
});

test('a row on the unit that could not be let in puts it in doubt at once', async () => {
  const one = await openCase();
  const batchId = await deliver(FEED, []);
  await read(
    `insert into quarantined_row (batch_id, row_number, source_key, unit_code, field, reason)
     values ($1, 1, $2, $3, 'count', '不是数')`,
    [batchId, `${FEED}-${one.index}`, one.firm.code],
  );
  expect(await again(batchId)).toEqual({ looked: 1, changed: 1 });
  expect(await stateOf(one.caseId)).toMatchObject({ state: 'PENDING_EVIDENCE', rectify_by: '2026-10-19' });
  expect(await again(batchId)).toEqual({ looked: 1, changed: 0 });
});

test('a standard that cannot be read is told in the log, and its cases wait on', async () => {
  const one = await openCase();
  const batchId = await deliver(FEED, [coordinators(one, 2)]);
  const known = await read<{ id: string; content: unknown; digest: Buffer }>(
    'select id, content, digest from catalogue_version',
  );
  await asOwner(`update catalogue_version set content = '{}', digest = sha256('broken')`);
  expect(await again(batchId)).toEqual({ looked: 0, changed: 0 });
  for (const { id, content, digest } of known) {
    await asOwner('update catalogue_version set content = $2, digest = $3 where id = $1', [
      id,
      JSON.stringify(content),
      digest,
    ]);
  }
  expect(await again(batchId)).toEqual({ looked: 1, changed: 1 });
});

test('another deficiency that a batch shows is ordered with a time of its own', async () => {
  const one = await openCase();
  clock.set('2026-09-14T04:00:00Z');
  const ended = { ...goodRecords(one.index)['hrss/MEDIATION_BODY'], endedOn: '2026-09-10' };
  const batchId = await deliver('hrss/MEDIATION_BODY', [
    { unitId: one.firm.unitId, key: `hrss/MEDIATION_BODY-${one.index}`, data: ended },
  ]);
  expect(await again(batchId)).toEqual({ looked: 1, changed: 1 });
  const [step] = await read<{ orders: Record<string, string> }>(
    `select detail -> 'orders' as orders from case_step where case_id = $1 order by version desc limit 1`,
    [one.caseId],
  );
  const days = Object.values(step?.orders ?? {}).sort();
  expect(days[0]).toBe('2026-10-19');
  expect(days.at(-1)).toBe('2026-10-30');
  expect(await stateOf(one.caseId)).toMatchObject({ state: 'RECTIFY', rectify_by: '2026-10-19' });
});

test('a feed that was late is there again: whoever waited for it is answered, though no record of theirs is new', async () => {
  await read(`update feed set complete_as_of = '2026-01-01' where record_type = 'COORDINATORS'`);
  const waiting = await openCase({ short: false });
  expect(await stateOf(waiting.caseId)).toMatchObject({ state: 'PENDING_EVIDENCE' });
  const [elsewhere] = await putEnterprises(theStore(), [{ index: 70_001, level: null }]);
  const batchId = await deliver(FEED, [
    { unitId: elsewhere?.unitId ?? '', key: `${FEED}-70001`, data: { count: 3 } },
  ]);
  expect((await again(batchId)).changed).toBe(0);
  await read(`update feed set complete_as_of = '2026-12-31' where record_type = 'COORDINATORS'`);
  const other = await deliver('hrss/MEDIATION_BODY', []);
  expect(await again(other)).toEqual({ looked: 0, changed: 0 });
  expect((await again(batchId)).changed).toBe(1);
  expect(await stateOf(waiting.caseId)).toMatchObject({ state: 'PASS', closed: true });
});

test('what no batch tells is found by the day: material that was entered', async () => {
  const { caseId, firm } = await openCase({ short: false, without: 'E9.survey' });
  const survey = goodMaterials(firm.code, 'ENTERPRISE', '2026-08-30').find(
    ({ element }) => element === 'E9.survey',
  );
  await transaction(theStore(), (tx) => addMaterial(tx, { material: survey, actor: COUNTY }));
  await again(null);
  expect(await stateOf(caseId)).toMatchObject({ state: 'PASS' });
  // Its title was overdue since the round had ended without an answer.
  const [last] = await read<{ kind: string }>(
    'select kind from designation_event where designation_id = $1 order by version desc limit 1',
    [firm.designationId],
  );
  expect(last?.kind).toBe('KEPT');
});

test('a failed case, and one whose title is another unit’s by now, are left to the officers', async () => {
  const failed = await failedCase('FAIL');
  clock.set('2026-09-01T04:00:00Z');
  const moved = await openCase();
  await read('update designation set unit_id = null where id = $1', [moved.firm.designationId]);
  const batchId = await deliver(FEED, [coordinators(failed, 2), coordinators(moved, 2)]);
  expect(await again(batchId)).toEqual({ looked: 0, changed: 0 });
  expect(await versionsOf(failed.caseId)).toEqual(['RECTIFY', 'FAIL']);
});

test('a member firm tells of its park, and a park of the firms that its contract names', async () => {
  const [named, unnamed] = [await openCase(), await openCase()];
  const regional = {
    ...goodRecords(0)['union/COLLECTIVE_CONTRACT'],
    scope: 'REGIONAL',
    covers: [named.firm.code],
  };
  const park = await putPark(theStore(), 700, [unnamed.firm], { 'union/COLLECTIVE_CONTRACT': regional });
  const opened = await transaction(theStore(), (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: '园区复核',
      requestedByBody: 'union',
      reason: '到期',
      unitIds: [park.unitId],
      asOf: '2026-09-01',
      actor: ADMIN,
    }),
  );
  await evaluateRound(theStore(), { roundId: opened.ok ? opened.value.roundId : '' });
  const looked = async (feed: string, key: string, unitId: string, data: Data) =>
    (await again(await deliver(feed, [{ unitId, key, data }]))).looked;
  // Of the firm and its park.
  expect(await looked('hrss/COORDINATORS', 'told-1', unnamed.firm.unitId, { count: 0 })).toBe(2);
  // Of the park and the firm that is named in its contract.
  const review = { contractNo: 'C0', result: 'NO_OBJECTION' };
  expect(await looked('hrss/CONTRACT_REVIEW', 'told-2', park.unitId, review)).toBe(2);
  // Of the park, the firm that is named now, and the one that was.
  const moved = { ...regional, covers: [unnamed.firm.code] };
  expect(
    await looked('union/COLLECTIVE_CONTRACT', 'union/COLLECTIVE_CONTRACT-park-700', park.unitId, moved),
  ).toBe(3);
});
