/** What a stage of the demo is given, and how far the load has come: kept in the database, so that it resumes. */
import { z } from 'zod';
import type { Config } from '../../src/config/environment';
import { type Clock, fixedClock } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';

export interface DemoContext {
  readonly config: Config;
  readonly store: Store;
  readonly city: string;
  readonly units: number;
  /** The last day of the city's records. */
  readonly asOf: string;
  readonly signal: AbortSignal;
  /** The running line of this stage. */
  readonly show: (text: string) => void;
}

export interface Stage {
  readonly name: string;
  readonly about: string;
  /** Resolves to the last word on the screen. Safe to begin again after it was broken off. */
  run(context: DemoContext): Promise<string>;
}

/** The same store at nine in the morning (Shanghai) so many days before the city's last day: for what happened then. */
export function storeAt(context: DemoContext, daysBefore: number): Store {
  const morning = new Date(`${context.asOf}T09:00:00+08:00`);
  const clock: Clock = fixedClock(new Date(morning.getTime() - daysBefore * 86_400_000));
  return { ...context.store, clock };
}

const SETTING = 'demo.progress';

const PROGRESS = z.object({
  units: z.number().int(),
  seed: z.number().int(),
  asOf: z.iso.date(),
  /** Stage → the seconds it took. */
  done: z.record(z.string(), z.number()),
});
export type DemoProgress = z.output<typeof PROGRESS>;

export async function readDemoProgress(store: Store): Promise<DemoProgress | null> {
  const [row] = await query<{ value: unknown }>(store, 'select value from setting where name = $1', [
    SETTING,
  ]);
  return row === undefined ? null : PROGRESS.parse(row.value);
}

export async function writeDemoProgress(store: Store, progress: DemoProgress): Promise<void> {
  await query(
    store,
    `insert into setting (name, value, updated_at) values ($1, $2, now())
     on conflict (name) do update set value = excluded.value, updated_at = now()`,
    [SETTING, JSON.stringify(progress)],
  );
}
