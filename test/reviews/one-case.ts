/** One case taken as far as a test needs it, and the steps that take it on. */
import type { DecideTitle } from '../../src/designations/steps/decide-title';
import type { Actor } from '../../src/kernel/actor';
import type { Result } from '../../src/kernel/result';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { type RecordDecision, recordDecision } from '../../src/reviews/steps/record-decision';
import { reevaluateCase } from '../../src/reviews/steps/reevaluate-case';
import { type TakeCaseStep, takeCaseStep } from '../../src/reviews/steps/take-case-step';
import { writeMaterials } from '../../src/reviews/steps/write-materials';
import { openClient } from '../../src/store/connection';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { goodMaterials } from './good-firm';
import { ADMIN, CITY, COUNTY, clockAt, SCHEDULE } from './people';
import { freshFeeds, type Placed, putEnterprises } from './town';

let database: TestDatabase;
let store: Store;
export const clock = clockAt('2026-09-01');
let nextFirm = 1;

export const read = <Row>(sql: string, parameters: readonly unknown[] = []) =>
  query<Row>(store, sql, parameters);

/** What no step may do: sets the scene. */
export async function asOwner(sql: string, parameters: readonly unknown[] = []): Promise<void> {
  const client = await openClient(database.url, { role: 'owner', name: 'test set-up' });
  await client.query(sql, [...parameters]).finally(() => client.end());
}

/** Call it at the top of a test file: a database, all feeds fresh, the clock back on 2026-09-01 before each test. */
export function useCases(): void {
  beforeAll(async () => {
    database = await freshDatabase();
    store = await database.store(clock);
    await freshFeeds(store, '2026-12-31');
  });
  afterAll(() => database.close());
  beforeEach(() => clock.set('2026-09-01T04:00:00Z'));
}

export const theStore = (): Store => store;

const SHORT = { 'hrss/COORDINATORS': { count: 0 } } as const;

export interface OpenCase {
  readonly firm: Placed;
  readonly index: number;
  readonly caseId: string;
}

/** A firm with a case evaluated on 2026-09-01; one without coordinators unless told otherwise. */
export async function openCase(
  given: { short?: boolean; without?: string; level?: 'CITY' | 'PROVINCE' } = {},
): Promise<OpenCase> {
  const { short = true, without, level = 'CITY' } = given;
  const index = nextFirm;
  nextFirm += 1;
  const [firm] = await putEnterprises(store, [{ index, level, ...(short ? { records: SHORT } : {}) }]);
  if (firm === undefined) throw new Error('no firm');
  const lines = goodMaterials(firm.code).filter(({ element }) => element !== without);
  await transaction(store, (tx) => writeMaterials(tx, lines as never));
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: '复核',
      requestedByBody: 'hrss',
      reason: '举报',
      unitIds: [firm.unitId],
      asOf: '2026-09-01',
      actor: ADMIN,
    }),
  );
  if (!opened.ok) throw new Error(opened.failure.message);
  await evaluateRound(store, { roundId: opened.value.roundId });
  const [row] = await read<{ id: string }>('select id from review_case where round_id = $1', [
    opened.value.roundId,
  ]);
  return { firm, index, caseId: row?.id ?? '' };
}

export const stateOf = async (caseId: string) => {
  const [row] = await read<{ state: string; verdict: string; rectify_by: string | null; closed: boolean }>(
    `select (select state from case_step s where s.case_id = c.id order by version desc limit 1) as state, c.verdict, c.rectify_by,
            c.closed_at is not null as closed from review_case c where c.id = $1`,
    [caseId],
  );
  return row;
};
export const reevaluate = (caseId: string, actor: Actor = COUNTY) =>
  transaction(store, (tx) => reevaluateCase(tx, { caseId, cause: '补充材料', actor }));
export const take = (caseId: string, action: TakeCaseStep['action'], paper: unknown, actor: Actor = COUNTY) =>
  transaction(store, (tx) => takeCaseStep(tx, { caseId, action, paper, actor }));
export const OPINIONS: DecideTitle['opinions'] = (
  ['hrss', 'union', 'confederation', 'federation'] as const
).map((body) => ({ body, opinion: 'AGREE' }));
export const decide = (caseId: string, change: Partial<RecordDecision> = {}) =>
  transaction(store, (tx) =>
    recordDecision(tx, {
      caseId,
      outcome: 'CANCEL',
      documentNo: '威三方〔2026〕9号',
      decidedOn: '2026-11-10',
      opinions: OPINIONS,
      grounds: '整改期满仍不符合',
      actor: CITY,
      ...change,
    }),
  );
export const code = <Value>(result: Result<Value>) => (result.ok ? 'ok' : result.failure.code);

export const PROPOSAL = { documentNo: '环三方〔2026〕3号', grounds: '整改期满仍未配备劳动关系协调员' };

/** A case that failed, proposed and notified as far as asked. */
export async function failedCase(
  until: 'FAIL' | 'PROPOSED' | 'NOTIFIED' | 'HEARD',
  level: 'CITY' | 'PROVINCE' = 'CITY',
): Promise<OpenCase> {
  const one = await openCase({ level });
  clock.set('2026-11-02T04:00:00Z');
  await reevaluate(one.caseId, SCHEDULE);
  if (until === 'FAIL') return one;
  await take(one.caseId, 'PROPOSE', PROPOSAL);
  if (until === 'PROPOSED') return one;
  await take(one.caseId, 'NOTIFY', { documentNo: '威三方告〔2026〕1号', servedOn: '2026-11-02' }, CITY);
  if (until === 'NOTIFIED') return one;
  clock.set('2026-11-10T04:00:00Z');
  await take(one.caseId, 'HEAR', {
    attended: true,
    heardOn: '2026-11-05',
    statement: '单位表示正在招聘协调员',
  });
  return one;
}
