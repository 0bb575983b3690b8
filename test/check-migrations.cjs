/** Migrates an empty database of an embedded PostgreSQL and holds tables.ts and schema.sql against it. */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const built = path.join(__dirname, '..', '.build');
const { TABLES } = require('../.build/bin/tables.js');
const { createLogger } = require('../.build/src/kernel/logger.js');
const { systemClock } = require('../.build/src/kernel/clock.js');
const { checkSchema } = require('../.build/src/store/check-schema.js');
const { openClient, withDatabase } = require('../.build/src/store/connection.js');
const { closeStore, openStore } = require('../.build/src/store/data-source.js');
const { startPostgres } = require('../.build/src/store/embedded-postgres.js');
const { migrate } = require('../.build/src/store/migrate.js');
const { printSchema } = require('../.build/src/store/print-schema.js');

const COMMITTED = path.join(__dirname, '..', 'src', 'store', 'schema.sql');
const logger = createLogger('check', 'silent');

/** The cluster is kept between checks (a start takes 0.1 s, making one 0.8 s); a second check at once makes its own. */
async function start() {
  try {
    return await startPostgres({ directory: path.join(built, 'check'), durable: false });
  } catch {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-check-'));
    fs.chmodSync(directory, 0o711);
    const server = await startPostgres({ directory: path.join(directory, 'postgres'), durable: false });
    const stop = async () => {
      await server.stop();
      fs.rmSync(directory, { recursive: true, force: true });
    };
    return { ...server, stop };
  }
}

async function check(url) {
  await migrate(url, logger);
  const store = await openStore({
    url,
    tables: TABLES,
    clock: systemClock,
    logger,
    poolSize: 2,
    name: 'check',
    role: 'owner',
  });
  try {
    if (process.argv.includes('--write')) {
      fs.writeFileSync(COMMITTED, await printSchema(store));
      fs.copyFileSync(COMMITTED, path.join(built, 'src', 'store', 'schema.sql'));
    }
    return await checkSchema(store);
  } finally {
    await closeStore(store);
  }
}

async function administer(url, ...statements) {
  const client = await openClient(withDatabase(url, 'postgres'), { role: 'owner', name: 'check' });
  for (const sql of statements) {
    await client.query(sql);
  }
  await client.end();
}

async function main() {
  const server = await start();
  try {
    await administer(server.url, 'drop database if exists checked with (force)', 'create database checked');
    const differences = await check(withDatabase(server.url, 'checked'));
    if (differences.length > 0) {
      console.log(differences.join('\n'));
      console.log('Correct tables.ts or the migration; `npm run check -- --write` prints schema.sql anew.');
      process.exitCode = 1;
    }
  } finally {
    await server.stop();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
