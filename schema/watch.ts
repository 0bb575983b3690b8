/** What a subscriber is told to read again, and when: ids only, each of which is read through the subscriber's guards. */
import type { LiveSignal } from './live';

export interface Changed {
  readonly id: string;
}

const DONE = { done: true, value: undefined } as const;

/** Turns signals into ids. Ends at once when it is told to, also while it waits. */
export class Watch implements AsyncIterableIterator<Changed> {
  readonly #waiting: Changed[];

  constructor(
    private readonly signals: AsyncIterableIterator<LiveSignal>,
    private readonly read: (signal: LiveSignal) => Promise<readonly Changed[]> | readonly Changed[],
    first: readonly Changed[],
  ) {
    this.#waiting = [...first];
  }

  async next(): Promise<IteratorResult<Changed>> {
    for (let value = this.#waiting.shift(); ; value = this.#waiting.shift()) {
      if (value !== undefined) {
        return { done: false, value };
      }
      const signal = await this.signals.next();
      if (signal.done === true) {
        return DONE;
      }
      this.#waiting.push(...(await this.read(signal.value)));
    }
  }

  async return(): Promise<IteratorResult<Changed>> {
    await this.signals.return?.();
    return DONE;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Changed> {
    return this;
  }
}
