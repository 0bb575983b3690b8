/** Looks which scheduled runs are due and starts them. Ticks from Redis and the worker's own timer ask it alike. */
import { databaseNow, makeDueBuckets, runAll, runDue } from './buckets';
import { createGate } from './gate';
import type { Runner } from './runner';
import type { Schedule } from './schedules';

export interface Timetable {
  /** Zero, one or five calls for the same instant have the same effect. Resolves when the runs were started. */
  check(): Promise<void>;
  /** One tick of one schedule. */
  tick(id: string): Promise<void>;
  idle(): Promise<void>;
}

export function createTimetable(runner: Runner): Timetable {
  const { schedules } = runner.plan;
  const gate = createGate(runner.stop);
  const { store } = runner.context;
  const start = (schedule: Schedule): Promise<void> =>
    gate.run(schedule.id, async () => {
      if (schedule.missed === 'SWEEP') {
        await runAll(runner, schedule, '', runner.stop);
      } else {
        await runDue(runner, schedule);
      }
    });
  const startLogged = (schedule: Schedule): void => {
    start(schedule).catch((error) => {
      store.logger.warn({ err: error, schedule: schedule.id }, 'schedule could not be worked off');
    });
  };
  return {
    async check() {
      await makeDueBuckets(store, schedules, await databaseNow(store));
      for (const schedule of schedules) {
        startLogged(schedule);
      }
    },
    async tick(id) {
      const schedule = schedules.find((candidate) => candidate.id === id);
      // A tick of a schedule that only an older or newer release knows is nobody's business here.
      if (schedule !== undefined && !runner.stop.aborted) {
        await makeDueBuckets(store, [schedule], await databaseNow(store));
        await start(schedule);
      }
    },
    idle: gate.idle,
  };
}
