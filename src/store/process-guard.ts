/** Ends a process when the one that started it is gone, by kill -9 too: a shell waits at the other end of a pipe. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Guard {
  /** The process has ended, or its owner ends it: nobody is to be signalled any more. */
  dismiss(): Promise<void>;
}

/**
 * A word on the pipe dismisses it; the pipe's end means that the owner is gone. Then one signal after the other, ten
 * seconds apart, until the process has ended (one that waits to be reaped has).
 */
const SCRIPT = `
pid=$1
shift
if read -r word; then exit 0; fi
lives() { kill -0 "$pid" 2>/dev/null && ! grep -q ') Z ' "/proc/$pid/stat" 2>/dev/null; }
for signal in "$@"; do
  kill -s "$signal" "$pid" 2>/dev/null || exit 0
  look=0
  while lives && [ $look -lt 100 ]; do
    sleep 0.1
    look=$((look + 1))
  done
  lives || exit 0
done`;

/** In a session of its own, so that a Ctrl-C on the terminal leaves it alone. */
export function guardProcess(pid: number, signals: readonly NodeJS.Signals[]): Guard {
  const words = signals.map((signal) => signal.replace(/^SIG/, ''));
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'guard', String(pid), ...words], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  // Without a shell, or with one that was killed, what is left behind is found at the next start.
  const ended = once(shell, 'exit').catch(() => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return {
    async dismiss() {
      // Whoever waits for it must not end meanwhile.
      shell.ref();
      shell.stdin.end('done\n');
      await ended;
    },
  };
}
