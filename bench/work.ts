/** Rounds and pushes done by so many workers in a scene, and whether they shared the work. */
import assert from 'node:assert/strict';
import { digestOf } from '../src/reviews/steps/close-round';
import { query } from '../src/store/transaction';
import type { City } from './city';
import { cpuSeconds, memoryMiB } from './meters';
import type { Run } from './path';
import type { Program } from './program';
import { type Scene, untilSo } from './scene';

export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(0)} %`;

/** Neither does less than a third of it. */
export function shared(what: string, parts: readonly number[]): string {
  const whole = sum(parts);
  const said = `${what}: ${parts.map((part) => percent(part, whole)).join(' and ')}`;
  assert(
    parts.every((part) => part >= whole / 3),
    `The work did not divide. ${said}`,
  );
  return said;
}

export async function withPrograms<P extends Program, T>(
  starts: readonly (() => Promise<P>)[],
  work: (programs: readonly P[]) => Promise<T>,
): Promise<T> {
  const programs: P[] = [];
  try {
    for (const start of starts) {
      programs.push(await start());
    }
    return await work(programs);
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
}

export const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

interface Work {
  readonly items: number;
  readonly seconds: number;
  readonly said: string;
}

/** Workers are up before the work is there, and what they take is counted from its first row to its last. */
export function withWorkers(
  city: City,
  scene: Scene,
  workers: number,
  work: (programs: readonly Program[]) => Promise<Work>,
): Promise<Run> {
  return withPrograms(times(workers, scene.worker), async (programs) => {
    const cpu = (): number => sum(programs.map(({ pid }) => cpuSeconds(pid)));
    const before = { node: cpu(), postgres: cpuSeconds(city.postgres.pid) };
    const { items, seconds, said } = await work(programs);
    return {
      items,
      seconds,
      nodeCpuSeconds: cpu() - before.node,
      postgresCpuSeconds: cpuSeconds(city.postgres.pid) - before.postgres,
      memoryMiB: sum(programs.map(({ pid }) => memoryMiB(pid))),
      ...(workers > 1 ? { said } : {}),
    };
  });
}

const ROUND = /* sql */ `
  select cases, extract(epoch from closed_at - opened_at)::float as seconds from review_round
  where id = $1 and closed_at is not null`;

const EVALUATED = /"evaluated":(\d+).*"msg":"round evaluated/;

const evaluatedBy = (program: Program): number =>
  sum(program.lines(EVALUATED).map((line) => Number(EVALUATED.exec(line)?.[1])));

/** Every round over the same titles has the same digest, whoever evaluated it. */
export async function reviewOnce(
  scene: Scene,
  digests: Set<string>,
  programs: readonly Program[],
): Promise<Work> {
  const roundId = await scene.openRound();
  let round: { cases: number; seconds: number } | undefined;
  await untilSo('the round is closed', async () => {
    [round] = await query<{ cases: number; seconds: number }>(scene.store, ROUND, [roundId]);
    return round !== undefined;
  });
  const cases = round?.cases ?? 0;
  await untilSo(
    'each worker has said what it evaluated',
    async () => sum(programs.map(evaluatedBy)) >= cases,
  );
  digests.add(await digestOf({ query: (sql, values) => query(scene.store, sql, values) }, roundId));
  assert.equal(digests.size, 1, 'a round of the same titles has other verdicts');
  const said = programs.length < 2 ? '' : shared('cases of the workers', programs.map(evaluatedBy));
  return { items: cases, seconds: round?.seconds ?? Number.NaN, said };
}

const WAITING = 'select from lane where ready_at is not null limit 1';

export const allConfirmed = (scene: Scene): Promise<void> =>
  untilSo('all is confirmed', async () => (await query(scene.store, WAITING)).length === 0);

const PUSHED = /* sql */ `
  select a.worker, count(*)::int as deliveries, min(a.intent_at) as first, max(o.at) as last
  from attempt a join attempt_outcome o on o.attempt_id = a.id where a.intent_at >= $1 group by a.worker`;

export async function pushOnce(scene: Scene, units: number, programs: readonly Program[]): Promise<Work> {
  const begun = new Date();
  await scene.appendEvents(units);
  await allConfirmed(scene);
  const rows = await query<{ deliveries: number; first: Date; last: Date }>(scene.store, PUSHED, [begun]);
  const first = Math.min(...rows.map((row) => row.first.getTime()));
  const last = Math.max(...rows.map((row) => row.last.getTime()));
  const parts = rows.map(({ deliveries }) => deliveries);
  const said = programs.length < 2 ? '' : shared('deliveries of the workers', parts);
  return { items: sum(parts), seconds: (last - first) / 1000, said };
}
