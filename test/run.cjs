/** The whole suite (or the files named as arguments); the last line says how many tests passed and failed. */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { build } = require('../bin/build.cjs');

const ROOT = path.join(__dirname, '..');
/** After the last test the servers stop within a second. */
const PATIENCE_MS = 20_000;

function runJest(countFile) {
  const jest = require.resolve('jest/bin/jest');
  const child = spawn(process.execPath, [jest, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, HUB_TEST_COUNT: countFile },
  });
  // Ctrl-C reaches jest as well, which stops its servers: wait for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
    const watch = setInterval(() => {
      const done = fs.statSync(countFile, { throwIfNoEntry: false })?.mtimeMs;
      if (done !== undefined && Date.now() - done > PATIENCE_MS) {
        console.log('a test left something open that keeps jest from ending');
        child.kill('SIGKILL');
      }
    }, 1_000);
  });
}

function readCount(file) {
  return fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
}

async function main() {
  await build(); // tests that start the hub as processes run what is built
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-count-'));
  const countFile = path.join(folder, 'count.json');
  const code = await runJest(countFile);
  const { passed, failed, skipped } = readCount(countFile);
  fs.rmSync(folder, { recursive: true, force: true });
  if (skipped > 0) {
    console.log(`${skipped} skipped`);
  }
  if (passed + failed === 0) {
    console.log('no test was run');
  }
  process.exitCode = code !== 0 || failed > 0 || passed === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
  console.log('0 passed, 1 failed');
});
