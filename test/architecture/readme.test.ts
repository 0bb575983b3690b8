/** Promise: the README tells the truth: its variables are those read, its queries are answered, its commands exist. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { COMMANDS } from '../../bin/command-table';
import { readConfig, VARIABLES } from '../../src/config/environment';
import { ROOT } from './sources';

const START = '<!-- variables -->\n';
const END = '<!-- /variables -->';

function variablesTable(): string {
  const defaults = readConfig({}) as Record<string, unknown>;
  const rows = Object.entries(VARIABLES).map(([name, { about }]) => {
    const fallback = defaults[name];
    return `| \`${name}\` | ${about} | ${fallback === undefined ? '' : `\`${fallback}\``} |`;
  });
  return ['| variable | what it sets | default |', '|---|---|---|', ...rows, ''].join('\n');
}

test('the README lists every variable with its default (UPDATE_TABLES=1 writes it)', () => {
  const file = path.join(ROOT, 'README.md');
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(START) + START.length;
  const to = text.indexOf(END);
  expect(from).toBeGreaterThanOrEqual(START.length);
  const written = text.slice(from, to);
  if (process.env.UPDATE_TABLES === '1') {
    writeFileSync(file, text.slice(0, from) + variablesTable() + text.slice(to));
    return;
  }
  expect(written).toBe(variablesTable());
});

const readme = (): string => readFileSync(path.join(ROOT, 'README.md'), 'utf8');

test('every query in the README is one of the schema', () => {
  const schema = buildSchema(readFileSync(path.join(ROOT, 'schema', 'schema.graphql'), 'utf8'));
  const queries = [...readme().matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries) {
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
  }
});

test('every command and every path that the README names exists (planned rooms stand in the ranks alone)', () => {
  const text = readme().replace(/<!-- ranks -->[\s\S]*<!-- \/ranks -->/, '');
  const commands = [...text.matchAll(/`(?:node bin\/)?hub ([a-z]+)/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => !COMMANDS.some((known) => known.name === name))).toEqual([]);
  const paths = [...text.matchAll(/`((?:src|schema|jobs|docs|test|bin|examples)\/[\w./-]+)`/g)].map(
    ([, name = '']) => name,
  );
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});
