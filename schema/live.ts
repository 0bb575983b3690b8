/** Live updates: topics and ids from Redis, handed to whoever waits; after an outage everybody is told to look again. */
import type Redis from 'ioredis';
import { type LiveMessage, liveChannel, parseLiveMessage } from '../src/kernel/live';
import type { Logger } from '../src/kernel/logger';
import { isForm } from '../src/store/compile-parameters';

/** `AGAIN`: messages may have been lost, so what is watched is read again. */
export type LiveSignal = LiveMessage | 'AGAIN';

/** Topic → the id that it names. */
const IDS: ReadonlyMap<string, string> = new Map([
  ['FlagChanged', 'flagId'],
  ['RoundAdvanced', 'roundId'],
]);

function namesItsRow({ topic, key }: LiveMessage): boolean {
  const name = IDS.get(topic);
  const id: unknown = name !== undefined && Object.hasOwn(key, name) ? key[name] : undefined;
  return typeof id === 'string' && isForm(id, 'uuid');
}

type Listener = (signal: LiveSignal) => void;

/** More waiting signals than this are one "look again". */
const MOST_WAITING = 1_000;

export class Live {
  readonly #listeners = new Set<Listener>();
  readonly #channel: string;

  constructor(
    private readonly redis: Redis,
    prefix: string,
    private readonly logger: Logger,
  ) {
    this.#channel = liveChannel(prefix);
  }

  /** ioredis subscribes again by itself after a reconnect; what was published meanwhile is lost. */
  start(): void {
    let connected = this.redis.status === 'ready';
    this.redis.on('message', (channel: string, text: string) => {
      if (channel === this.#channel) {
        this.#take(text);
      }
    });
    this.redis.on('ready', () => {
      if (connected) {
        this.#tell('AGAIN');
      }
      connected = true;
    });
    void this.redis.subscribe(this.#channel).catch(() => undefined);
  }

  /** One message that is none must not end what others watch. */
  #take(text: string): void {
    const message = parseLiveMessage(text);
    if (message !== null && namesItsRow(message)) {
      this.#tell(message);
    } else {
      this.logger.warn({ message: text.slice(0, 200) }, 'a live message that is none was skipped');
    }
  }

  #tell(signal: LiveSignal): void {
    for (const listener of this.#listeners) {
      listener(signal);
    }
  }

  /** Signals of one topic, from this call on; `return()` ends them at once, also while one is being waited for. */
  signals(topic: string): AsyncIterableIterator<LiveSignal> {
    const queue = new Queue(() => this.#listeners.delete(listener));
    const listener: Listener = (signal) => {
      if (signal === 'AGAIN' || signal.topic === topic) {
        queue.push(signal);
      }
    };
    this.#listeners.add(listener);
    return queue;
  }

  /** How many are waiting: for health and tests. */
  get listeners(): number {
    return this.#listeners.size;
  }
}

const DONE = { done: true, value: undefined } as const;

/** An async generator would not do: its `return()` waits for what it is waiting for. */
class Queue implements AsyncIterableIterator<LiveSignal> {
  #waiting: LiveSignal[] = [];
  #reader: ((result: IteratorResult<LiveSignal>) => void) | null = null;
  #ended = false;

  constructor(private readonly onEnd: () => void) {}

  push(signal: LiveSignal): void {
    const reader = this.#reader;
    if (reader !== null) {
      this.#reader = null;
      reader({ done: false, value: signal });
    } else if (this.#waiting.length < MOST_WAITING) {
      this.#waiting.push(signal);
    } else {
      this.#waiting = ['AGAIN'];
    }
  }

  next(): Promise<IteratorResult<LiveSignal>> {
    const value = this.#waiting.shift();
    if (value !== undefined || this.#ended) {
      return Promise.resolve(value === undefined ? DONE : { done: false, value });
    }
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  return(): Promise<IteratorResult<LiveSignal>> {
    this.#ended = true;
    this.#waiting = [];
    this.#reader?.(DONE);
    this.#reader = null;
    this.onEnd();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<LiveSignal> {
    return this;
  }
}
