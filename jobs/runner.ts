/** Runs named jobs in this process: the same job with the same ids once at a time, and once more if asked meanwhile. */
import { createGate } from './gate';
import type { Ids, JobContext } from './job';
import { jobNamed, type Plan } from './plan';
import type { Tempo } from './tempo';

export interface Runner {
  readonly context: JobContext;
  readonly plan: Plan;
  readonly tempo: Tempo;
  /** Aborted when the process begins to end: long work stops at its next safe place. */
  readonly stop: AbortSignal;
  run(name: string, ids: Ids, signal: AbortSignal): Promise<void>;
  /** The same without waiting; a failure is logged, for the sweep that started it will come again. */
  start(name: string, ids: Ids): void;
  running(): readonly string[];
  /** Everything that was started here has ended. */
  idle(): Promise<void>;
}

export interface RunnerOptions {
  readonly base: Omit<JobContext, 'start'>;
  readonly plan: Plan;
  readonly tempo: Tempo;
  readonly stop: AbortSignal;
}

export function createRunner({ base, plan, tempo, stop }: RunnerOptions): Runner {
  const gate = createGate(stop);
  const run = (name: string, ids: Ids, signal: AbortSignal): Promise<void> => {
    const key = [name, ...Object.values(ids)].join(' ');
    // Out of time, or taken over: whoever comes next must not wait for a run that may hang for ever.
    // At the end of the process nobody comes next, and the run is waited for.
    const forget = (): void => {
      if (!stop.aborted) {
        gate.forget(key);
      }
    };
    return gate.run(key, async () => {
      signal.addEventListener('abort', forget, { once: true });
      try {
        await jobNamed(plan, name).run(context, ids, signal);
      } finally {
        signal.removeEventListener('abort', forget);
      }
    });
  };
  const start = (name: string, ids: Ids): void => {
    if (!stop.aborted) {
      run(name, ids, stop).catch((error) => {
        base.store.logger.warn(
          { err: error, job: name, ...ids },
          'job failed; the next sweep starts it again',
        );
      });
    }
  };
  const context: JobContext = { ...base, start };
  return { context, plan, tempo, stop, run, start, running: gate.running, idle: gate.idle };
}
