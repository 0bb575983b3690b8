/** Files: one job said in the first line, not too long, no barrels, no drawers for whatever; the README’s rank table. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { RANKS, ranksAsMarkdown } from './ranks';
import { longFiles, longFunctions, MOST_LINES } from './sizes';
import { ROOT, roomOf, sources } from './sources';

const DRAWERS =
  /(^|[/.-])(index|utils?|helpers?|common|manager|misc|shared|lib)\.(ts|js|cjs)$|\/(utils?|helpers?|common|misc|lib)\//;

test('no barrel and no file for whatever', () => {
  expect(
    sources()
      .filter(({ file }) => DRAWERS.test(file) && !file.startsWith('test/'))
      .map(({ file }) => file),
  ).toEqual([]);
});

test('every file says its job in its first line', () => {
  const silent = sources().filter(({ text }) => !/^(#![^\n]*\n)?(\/\*\*|\/\/) ?\S?/.test(text));
  expect(silent.map(({ file }) => file)).toEqual([]);
});

test(`no file is longer than ${MOST_LINES.file} lines`, () => {
  expect(longFiles(sources())).toEqual([]);
});

test(`no function is longer than ${MOST_LINES.function} lines`, () => {
  expect(longFunctions(sources())).toEqual([]);
});

test('what is too long is caught', () => {
  const text = `/** x */\nfunction long() {\n${'  call();\n'.repeat(300)}}\n`;
  const made = {
    file: 'src/flags/x.ts',
    text,
    tree: ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true),
  };
  expect(longFiles([made])).toEqual(['src/flags/x.ts: 303 lines']);
  expect(longFunctions([made])).toEqual(['src/flags/x.ts:2 long: 302 lines']);
});

test('every file lies in a room of the table', () => {
  expect(
    sources()
      .filter(({ file }) => roomOf(file) === null)
      .map(({ file }) => file),
  ).toEqual([]);
});

test('rooms are named once, and what they may not know is a room', () => {
  const rooms = RANKS.map(({ room }) => room);
  expect(new Set(rooms).size).toBe(rooms.length);
  expect(RANKS.flatMap(({ not }) => not ?? []).filter((room) => !rooms.includes(room))).toEqual([]);
});

test('the README shows this table of ranks (`npm run check -- --write` puts it there)', () => {
  const file = path.join(ROOT, 'README.md');
  const between = /(<!-- ranks -->\n)([\s\S]*?)(<!-- \/ranks -->)/;
  const readme = fs.readFileSync(file, 'utf8');
  const wanted = readme.replace(between, `$1${ranksAsMarkdown()}\n$3`);
  if (process.env.UPDATE_TABLES === '1' && wanted !== readme) {
    fs.writeFileSync(file, wanted);
  }
  expect(between.exec(fs.readFileSync(file, 'utf8'))?.[2]?.trim()).toBe(ranksAsMarkdown());
});
