/** Who may import whom: ranks, no cycles, no barrels, pure files; each rule is also shown to catch what it forbids. */
import ts from 'typescript';
import {
  cycles,
  purityViolations,
  rankViolations,
  strayClocksAndEnvironment,
  worldInPureFiles,
} from './rules';
import { importsOf, type Source, sources } from './sources';

function madeUp(file: string, text: string): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  return { file, text, tree, ...importsOf(file, tree) };
}

test('the tree is read', () => {
  expect(sources().length).toBeGreaterThan(50);
  expect(sources().flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

test('a file imports only from rooms of smaller rank, or its own', () => {
  expect(rankViolations(sources())).toEqual([]);
});

test.each([
  ['a higher room', 'src/flags/x.ts', `import { a } from '../sanctions/b'`],
  ['a higher room, by type', 'src/flags/x.ts', `import type { a } from '../sanctions/b'`],
  ['a higher room, by import()', 'src/flags/x.ts', `const a = await import('../sanctions/b')`],
  ['a higher room, by require', 'src/flags/x.ts', `const a = require('../sanctions/b')`],
  ['a higher room, by export', 'src/flags/x.ts', `export { a } from '../sanctions/b'`],
  ['a higher room, by a type in place', 'src/flags/x.ts', `let a: import('../sanctions/b').A`],
  ['a room of the same rank', 'src/sanctions/x.ts', `import '../designations/b'`],
  ['a room it may not know', 'src/reviews/x.ts', `import '../warnings/b'`],
  ['examples by the project', 'bin/x.ts', `import '../examples/city/b'`],
  ['the project by examples', 'examples/city/x.ts', `import '../../src/kernel/clock'`],
  ['a folder that is no room', 'src/flags/x.ts', `import '../helpers/b'`],
])('%s is caught', (_, file, text) => {
  expect(rankViolations([madeUp(file, text)])).toHaveLength(1);
});

test('what lies below may be imported', () => {
  const text = `import '../kernel/clock'; import './lifecycle'; import 'pg'; import type { Tx } from '../store/transaction'`;
  expect(rankViolations([madeUp('src/flags/x.ts', text)])).toEqual([]);
});

test('every import names its module in plain text', () => {
  const computed = sources().flatMap(({ file, computedImports }) =>
    computedImports.map((line) => `${file}:${line}`),
  );
  expect(computed).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  expect(cycles(sources())).toEqual([]);
});

test('a circle through a type is caught', () => {
  const a = { ...madeUp('src/flags/a.ts', ''), imports: [to('src/flags/b.ts')] };
  const b = { ...madeUp('src/flags/b.ts', ''), imports: [to('src/flags/a.ts')] };
  expect(cycles([a, b])).toEqual(['src/flags/a.ts → src/flags/b.ts → src/flags/a.ts']);
});

const to = (target: string) => ({ specifier: '', typeOnly: true, line: 1, target });

test('pure files import no I/O, no package but the pure ones, and no file that is not pure', () => {
  expect(purityViolations(sources())).toEqual([]);
});

test('pure files have no clock, no chance and no process', () => {
  expect(worldInPureFiles(sources())).toEqual([]);
});

test.each([
  `import fs from 'node:fs'`,
  `import { Column } from 'typeorm'`,
  `import type { Tx } from '../store/transaction'`,
  `import { raiseFlag } from './steps/raise-flag'`,
])('%s is caught in a pure file', (text) => {
  expect(purityViolations([madeUp('src/flags/lifecycle.ts', text)])).toHaveLength(1);
  expect(purityViolations([madeUp('src/flags/steps/raise-flag.ts', text)])).toEqual([]);
});

test.each([
  'const now = new Date()',
  'const now = Date.now()',
  'const id = randomUUID()',
  'const zone = process.argv',
])('%s is caught in a pure file', (text) => {
  expect(worldInPureFiles([madeUp('src/flags/lifecycle.ts', text)])).toHaveLength(1);
  expect(worldInPureFiles([madeUp('src/flags/lifecycle.ts', `// ${text}`)])).toEqual([]);
});

test('instants and ids come from the kernel, the environment from config, everywhere', () => {
  expect(strayClocksAndEnvironment(sources())).toEqual([]);
});

test('a clock in a step and the environment in a job are caught', () => {
  const files = [madeUp('src/flags/steps/x.ts', 'new Date()'), madeUp('jobs/x.ts', 'process.env.PORT')];
  expect(strayClocksAndEnvironment(files)).toHaveLength(2);
});
