/** At most one run per key at a time in this process; whoever asks meanwhile gets a run that began after the asking. */

export interface Gate {
  /** Resolves when a run that began after this call has ended. */
  run(key: string, work: () => Promise<void>): Promise<void>;
  /** A run that was given up no longer stands in the way of the next one. */
  forget(key: string): void;
  running(): readonly string[];
  idle(): Promise<void>;
}

interface Running {
  again: boolean;
  ended: Promise<void>;
}

export function createGate(stop: AbortSignal): Gate {
  const running = new Map<string, Running>();

  const repeat = async (key: string, own: { again: boolean }, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      while (own.again && !stop.aborted) {
        own.again = false;
        await work();
      }
    } finally {
      if (running.get(key) === own) {
        running.delete(key);
      }
    }
  };

  return {
    run(key, work) {
      const present = running.get(key);
      if (present !== undefined) {
        present.again = true;
        return present.ended;
      }
      const own: Running = { again: false, ended: Promise.resolve() };
      running.set(key, own);
      // Begun in the next turn, so that the entry is complete before the work can end.
      own.ended = own.ended.then(() => repeat(key, own, work));
      return own.ended;
    },
    forget: (key) => void running.delete(key),
    running: () => [...running.keys()],
    async idle() {
      await Promise.allSettled([...running.values()].map((one) => one.ended));
    },
  };
}
