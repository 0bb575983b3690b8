/** What a job is: a name, the ids it takes, the step or run it calls, and how long and how often it may try. */
import { z } from 'zod';
import type { Config } from '../src/config/environment';
import type { Store } from '../src/store/transaction';

/** Ids are short and plain: no sentence, no person and no secret can travel in a payload. */
export const bigintId = z.string().regex(/^\d{1,19}$/);
export const uuidId = z.uuid();
export const wordId = z.string().regex(/^[A-Za-z][\w-]{0,63}$/);
/** The instant a scheduled run stands for. */
export const bucketId = z.iso.datetime();

/** Work that must not wait for other work has a queue of its own. */
export const QUEUES = {
  ticks: { concurrency: 2 },
  records: { concurrency: 2 },
  rounds: { concurrency: 2 },
  // One slot per recipient is taken at most, so this is the number of recipients that can be slow at once.
  sending: { concurrency: 64 },
} as const satisfies Record<string, { concurrency: number }>;
export type QueueName = keyof typeof QUEUES;

export interface JobContext {
  readonly store: Store;
  readonly config: Config;
  /** The name of this process in leases and attempts. */
  readonly worker: string;
  /** Starts another job in this process and does not wait for it. */
  start(name: string, ids: Ids): void;
}

export type Ids = Readonly<Record<string, string>>;

export interface Job<P extends Ids = Ids> {
  readonly name: string;
  readonly about: string;
  readonly queue: QueueName;
  readonly payload: z.ZodType<P>;
  /** After so many failures it is retried once an hour only, and doctor and metrics name it. */
  readonly attempts: number;
  readonly limitSeconds: number;
  readonly run: (context: JobContext, payload: P, signal: AbortSignal) => Promise<void>;
}

/** A job as the table holds it: the payload is parsed here, so no handler sees anything but its ids. */
export interface TableJob {
  readonly name: string;
  readonly about: string;
  readonly queue: QueueName;
  readonly attempts: number;
  readonly limitSeconds: number;
  parse(payload: unknown): Ids;
  run(context: JobContext, payload: unknown, signal: AbortSignal): Promise<void>;
}

export function defineJob<P extends Ids>(job: Job<P>): TableJob {
  const parse = (payload: unknown): P => job.payload.parse(payload);
  return {
    name: job.name,
    about: job.about,
    queue: job.queue,
    attempts: job.attempts,
    limitSeconds: job.limitSeconds,
    parse,
    run: (context, payload, signal) => job.run(context, parse(payload), signal),
  };
}
