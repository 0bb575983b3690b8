/** Promise: the documents tell the truth: variables are those read, queries are of the schema, commands and paths exist. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { COMMANDS } from '../../bin/command-table';
import { VARIABLES } from '../../src/config/environment';
import { ROOT } from './sources';

const START = '<!-- variables -->\n';
const END = '<!-- /variables -->';

function variablesTable(): string {
  const rows = Object.entries(VARIABLES).map(([name, { about, schema }]) => {
    const fallback = schema.parse(undefined);
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

/** What people read, in whichever language: each names only what is there. */
const DOCUMENTS = [
  'README.md',
  'README.zh.md',
  'CONTRIBUTING.md',
  'docs/going-live.md',
  'docs/glossary.md',
  'docs/performance.md',
];

test.each(
  DOCUMENTS,
)('%s names only commands and paths that exist (planned rooms stand in the ranks alone)', (name) => {
  const text = readFileSync(path.join(ROOT, name), 'utf8').replace(
    /<!-- ranks -->[\s\S]*<!-- \/ranks -->/,
    '',
  );
  const commands = [...text.matchAll(/(?:`|node bin\/)hub ([a-z]+)/g)].map(([, command = '']) => command);
  expect(commands.filter((command) => !COMMANDS.some((known) => known.name === command))).toEqual([]);
  const placesIn = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, place = '']) => place);
  const paths = [
    ...placesIn(/`((?:src|schema|jobs|docs|test|bin|bench|examples)\/[\w./-]+)[`*]/g),
    // A link leads from where its document lies.
    ...placesIn(/\]\(([\w./-]+)\)/g).map((place) => path.join(path.dirname(name), place)),
  ];
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((place) => !existsSync(path.join(ROOT, place)))).toEqual([]);
});

test('every name of the glossary is one of the API', () => {
  const glossary = readFileSync(path.join(ROOT, 'docs', 'glossary.md'), 'utf8');
  const schema = readFileSync(path.join(ROOT, 'schema', 'schema.graphql'), 'utf8');
  const names = [...glossary.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(schema))).toEqual([]);
});
