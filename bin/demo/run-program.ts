/** Runs one of the examples' programs to its end, as the process it is; answers what it said. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { HubError } from '../../src/kernel/errors';

const EXAMPLES = path.join(__dirname, '../../examples');

export const exampleScript = (name: string): string => path.join(EXAMPLES, `${name}.js`);

export async function runProgram(
  name: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(process.execPath, [exampleScript(name), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
    });
  }
  const [code] = await once(child, 'close');
  signal.throwIfAborted();
  if (code !== 0) {
    throw new HubError('SOURCE_UNREADABLE', `${name} 没有成功：${said.trim()}`);
  }
  return said.trim();
}
