/** Promise: the README's table of variables is what src/config reads, no more and no less. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
