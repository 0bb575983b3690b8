/** A program under measurement: started, ready when it says so in a line, stopped in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  readonly pid: number;
  /** What matched the line that said it was ready. */
  readonly said: string;
  readonly ended: Promise<unknown>;
  /** Lines of its output that match, so far. */
  lines(pattern: RegExp): readonly string[];
  stop(): Promise<void>;
}

export async function startProgram(
  words: readonly string[],
  environment: Record<string, string>,
  ready: RegExp,
): Promise<Program> {
  const child = spawn(process.execPath, words, {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const lines: string[] = [];
  const line = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (process.env.BENCH_LOG) console.error(text);
      lines.push(text);
      const [, said] = ready.exec(text) ?? [];
      if (said !== undefined) {
        resolve(said);
      }
    });
  });
  const said = await Promise.race([
    line,
    gone.then(([code]) => {
      throw new Error(`${words.join(' ')} ended with ${code} before it was ready`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    said,
    ended: gone,
    lines: (pattern) => lines.filter((text) => pattern.test(text)),
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
