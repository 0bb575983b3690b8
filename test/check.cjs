/**
 * What is run before each commit: types, lint, the house's rules, the GraphQL schema, the migrations.
 * `npm run check -- --write` also writes what is printed from the code: schema.graphql, schema.sql, the README's ranks.
 */
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { build } = require('../bin/build.cjs');

const ROOT = path.join(__dirname, '..');
const WRITE = process.argv.includes('--write');
const bin = (file) => path.join('node_modules', file);

/** Longest first. A step that needs what is built waits for the build; one whose file is not there is skipped. */
const STEPS = [
  { name: 'types', command: [bin('typescript/bin/tsc'), '-p', '.', '--noEmit'] },
  {
    name: 'migrations',
    built: true,
    command: [path.join('test', 'check-migrations.cjs'), ...(WRITE ? ['--write'] : [])],
  },
  {
    name: 'house',
    command: [bin('jest/bin/jest.js'), 'test/architecture'],
    env: { HUB_TEST_SERVERS: 'none', ...(WRITE ? { UPDATE_TABLES: '1' } : {}) },
  },
  {
    name: 'schema',
    built: true,
    command: [path.join('.build', 'schema', 'emit.js'), WRITE ? '--write' : '--check'],
  },
  { name: 'lint', command: [bin('@biomejs/biome/bin/biome'), 'check', '.'] },
];
const AT_ONCE = 2;

function run({ command, env }) {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes) => {
        said += bytes;
      });
    }
    child.once('error', (error) => resolve({ code: 1, said: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

async function perform(step, built) {
  const begun = performance.now();
  if (step.built) {
    await built;
  }
  if (!fs.existsSync(path.join(ROOT, step.command[0]))) {
    console.log(`skip  ${step.name}: ${step.command[0]} is not there`);
    return true;
  }
  const { code, said } = await run(step);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`ok    ${step.name} (${seconds} s)`);
    return true;
  }
  console.log(`FAIL  ${step.name} (${seconds} s)\n${said.trimEnd()}\n`);
  return false;
}

async function main() {
  const built = build();
  const queue = [...STEPS];
  const failed = [];
  const lane = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      if (!(await perform(step, built))) {
        failed.push(step.name);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
