/** A re-review that was missed, or could not be answered, makes the title overdue; one that is made up ends that. */
import { markMissedReviews } from '../../src/reviews/runs/mark-missed-reviews';
import { addMaterial } from '../../src/reviews/steps/add-material';
import { attachTitle } from '../../src/reviews/steps/attach-title';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { goodMaterials } from './good-firm';
import { clock, openCase, read, reevaluate, stateOf, theStore, useCases } from './one-case';
import { COUNTY } from './people';
import { putEnterprises } from './town';

useCases();

const eventsOf = async (designationId: string | null) =>
  (
    await read<{ kind: string }>(
      'select kind from designation_event where designation_id = $1 order by version',
      [designationId],
    )
  ).map(({ kind }) => kind);

test('a case that is still without its evidence when its round closes: overdue, in the same transaction; once it passes, no more', async () => {
  const { caseId, firm } = await openCase({ short: false, without: 'E9.survey' });
  expect(await stateOf(caseId)).toMatchObject({ state: 'PENDING_EVIDENCE' });
  expect((await eventsOf(firm.designationId)).at(-1)).toBe('OVERDUE');
  const [closed] = await read<{ detail: { titlesOverdue: number }; same: boolean }>(
    `select a.detail, a.at = e.recorded_at as same from audit_entry a
       join review_case c on c.round_id::text = a.subject_id
       join designation_event e on e.designation_id = c.designation_id and e.kind = 'OVERDUE'
      where a.action = 'review.round-closed' and c.id = $1`,
    [caseId],
  );
  expect(closed).toMatchObject({ detail: { titlesOverdue: 1 }, same: true });

  const survey = goodMaterials(firm.code, 'ENTERPRISE', '2026-08-30').find(
    ({ element }) => element === 'E9.survey',
  );
  await transaction(theStore(), (tx) => addMaterial(tx, { material: survey, actor: COUNTY }));
  expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PASS' } });
  expect((await eventsOf(firm.designationId)).slice(-2)).toEqual(['OVERDUE', 'KEPT']);
});

test('neither what passed nor what is to be put right is overdue by the end of its round', async () => {
  for (const short of [false, true]) {
    const { firm } = await openCase({ short });
    expect(await eventsOf(firm.designationId)).not.toContain('OVERDUE');
  }
});

test('no re-review for a whole cycle: overdue, once; not a day earlier, and not while a case is open', async () => {
  const passed = await openCase({ short: false });
  const open = await openCase();
  // Two years from the day on which the title was recorded, 2026-11-20: the review before it does not count from earlier.
  clock.set('2028-11-20T04:00:00Z');
  await markMissedReviews(theStore());
  expect(await eventsOf(passed.firm.designationId)).not.toContain('OVERDUE');
  clock.set('2028-11-21T04:00:00Z');
  await markMissedReviews(theStore());
  expect((await eventsOf(passed.firm.designationId)).at(-1)).toBe('OVERDUE');
  expect(await eventsOf(open.firm.designationId)).not.toContain('OVERDUE');
  expect(await markMissedReviews(theStore())).toEqual({ marked: 0 });
});

/** A title of a list of names, and the unit that an officer finds to be meant. */
async function matched(index: number, namedOn: string) {
  const [firm] = await putEnterprises(theStore(), [{ index, level: null }]);
  const [title] = await read<{ id: string }>(
    `with title as (
       insert into designation (source_key, unit_kind, name, title, level, honour_type, named_on, source, recorded_at)
       values ($1, 'ENTERPRISE', '只有名称', '劳动关系和谐企业', 'CITY', 'DEMONSTRATION', $2, 'list', now()) returning id
     ), named as (
       insert into designation_event (designation_id, version, kind, on_date, recorded_at)
       select id, 1, 'NAMED', $2::date, now() from title)
     select id from title`,
    [`list ${index}`, namedOn],
  );
  const [unitId, designationId] = [firm?.unitId ?? '', title?.id ?? ''];
  const attached = await transaction(theStore(), (tx) =>
    attachTitle(tx, { designationId, unitId, actor: COUNTY }),
  );
  expect(attached).toMatchObject({ ok: true, value: { changed: true } });
  const answers = await read<{ answer: string }>(
    'select answer from eligibility where unit_id = $1 order by version',
    [unitId],
  );
  const sent = await read<{ subject_kind: string }>(
    'select subject_kind from event where unit_id = $1 order by unit_seq',
    [unitId],
  );
  return {
    events: await eventsOf(designationId),
    answers: answers.map(({ answer }) => answer),
    sent: sent.map(({ subject_kind }) => subject_kind),
  };
}

test('a title that a match brings after more than a cycle without a re-review is overdue from the start: nobody becomes eligible by it', async () => {
  clock.set('2026-11-20T04:00:00Z');
  expect(await matched(901, '2024-11-20')).toEqual({
    events: ['NAMED'],
    answers: ['ELIGIBLE'],
    sent: ['DESIGNATION', 'INCENTIVE_ELIGIBILITY'],
  });
  expect(await matched(902, '2024-11-19')).toEqual({
    events: ['NAMED', 'OVERDUE'],
    answers: ['PENDING'],
    sent: ['DESIGNATION'],
  });
});

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(theStore())).toEqual([]);
});
