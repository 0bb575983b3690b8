/** Promise: the statements behind named operations are committed as test/sql/*.sql; a change of one is seen and read. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextQuery } from '../../src/store/text-query';
import { poolOf } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { NAMED_OPERATIONS, type NamedOperation } from './named-operations';
import { type Asker, type Rig, startRig } from './rig';

const FOLDER = join(__dirname, '..', 'sql');

let rig: Rig;
let gateway: Asker;
let sent: TextQuery[] = [];

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
  onStatement(poolOf(rig.store), (_text, compiled) => compiled && sent.push(compiled));
});
afterAll(() => rig?.close());

/** One line per clause, indented by the selects around it: to be read, and to make small differences. */
function readable(text: string): string {
  let depth = 0;
  let written = '';
  const open: boolean[] = [];
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at);
    if (rest.startsWith("'")) {
      const end = /^'(?:[^']|'')*'/.exec(rest)?.[0] ?? "'";
      written += end;
      at += end.length - 1;
      continue;
    }
    const isSelect = /^\(select /.test(rest);
    if (rest.startsWith('(')) {
      open.push(isSelect);
      depth += isSelect ? 1 : 0;
      written += isSelect ? `\n${'  '.repeat(depth)}(` : '(';
    } else if (rest.startsWith(')')) {
      depth -= open.pop() ? 1 : 0;
      written += ')';
    } else if (/^ (from|where|order by|limit) /.test(rest) && open.at(-1) !== false) {
      written += `\n${'  '.repeat(depth)}`;
    } else {
      written += text[at];
    }
  }
  return written;
}

async function printed({ query, variables = {}, who, file }: NamedOperation): Promise<string> {
  sent = [];
  const { errors } = await gateway.ask(query, variables, who);
  expect(errors).toBeUndefined();
  expect(sent).toHaveLength(1);
  const [statement] = sent;
  const given = JSON.stringify(variables);
  return `-- operations/${file}.graphql as ${who}, given ${given}\n${readable(statement?.text ?? '')};\n`;
}

test.each(NAMED_OPERATIONS.map((one) => [one.name, one] as const))('%s', async (name, operation) => {
  await gateway.ask('{ health { today } }', {}, operation.who);
  const file = join(FOLDER, `${name}.sql`);
  const text = await printed(operation);
  if (process.env.UPDATE_TABLES) {
    writeFileSync(file, text);
  }
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
});

test('no file is there that no operation stands for', () => {
  const names = NAMED_OPERATIONS.map(({ name }) => `${name}.sql`);
  expect(readdirSync(FOLDER).filter((file) => !names.includes(file))).toEqual([]);
});
