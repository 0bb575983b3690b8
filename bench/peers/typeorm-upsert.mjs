/**
 * Peer: one CSV of integrity grades into a TypeORM table, by upsert in chunks, in one transaction.
 *   DATABASE_URL=… node typeorm-upsert.mjs <file>    → {"items":…,"seconds":…}
 * It reads, converts and checks the same columns as the hub and counts what does not hold. It keeps no digest, history,
 * original, quarantine or batch, joins nothing to a unit, and marks nothing absent.
 */
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { DataSource, EntitySchema } from 'typeorm';
import { begin, report } from './report.mjs';
import { POOL } from './settings.mjs';

const CHUNK = 1_000;

const Grade = new EntitySchema({
  name: 'Grade',
  tableName: 'peer_grade',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    sourceKey: { name: 'source_key', type: 'text', unique: true },
    sourceVersion: { name: 'source_version', type: 'int' },
    unitCode: { name: 'unit_code', type: 'text' },
    unitName: { name: 'unit_name', type: 'text' },
    observedOn: { name: 'observed_on', type: 'date' },
    evaluatedYear: { name: 'evaluated_year', type: 'int' },
    grade: { type: 'text' },
    publishedOn: { name: 'published_on', type: 'date' },
    validFrom: { name: 'valid_from', type: 'date' },
    validTo: { name: 'valid_to', type: 'date' },
  },
});

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];

/** A unified social credit code: its letters, its region, its check digit. */
function isCode(code) {
  const values = [...code].map((letter) => ALPHABET.indexOf(letter));
  const sum = values.reduce((total, value, place) => total + value * WEIGHTS[place], 0);
  return code.length === 18 && !values.includes(-1) && /^..\d{6}/.test(code) && sum % 31 === 0;
}

function isDay(text) {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && text >= '1900-01-01' && date.toISOString().startsWith(text);
}

const holds = (entity) =>
  entity.sourceKey !== '' &&
  !entity.unitName.includes('\ufffd') &&
  entity.unitName !== '' &&
  Number.isInteger(entity.sourceVersion) &&
  isCode(entity.unitCode) &&
  isDay(entity.observedOn) &&
  Number.isInteger(entity.evaluatedYear) &&
  entity.evaluatedYear >= 1995 &&
  entity.evaluatedYear <= 2100 &&
  /^[ABC]$/.test(entity.grade) &&
  isDay(entity.publishedOn) &&
  isDay(entity.validFrom) &&
  isDay(entity.validTo);

const day = (text) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

const entityOf = (row) => ({
  sourceKey: row.记录编号,
  sourceVersion: Number(row.版本),
  unitCode: row.统一社会信用代码.normalize('NFKC').replace(/\s+/g, '').toUpperCase(),
  unitName: row.单位名称,
  observedOn: day(row.数据日期),
  evaluatedYear: Number(row.评价年度),
  grade: row.等级,
  publishedOn: day(row.公布日期),
  validFrom: day(row.有效期起),
  validTo: day(row.有效期止),
});

const rowsOf = (file) =>
  Readable.fromWeb(Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream('gb18030'))).pipe(
    parse({ columns: true, skip_records_with_error: true }),
  );

/** `skipUpdateIfNoValuesChanged`: an unchanged row is locked, but not written again. */
const UPSERT = { conflictPaths: ['sourceKey'], skipUpdateIfNoValuesChanged: true };

async function importFile(manager, file) {
  const repository = manager.getRepository(Grade);
  let items = 0;
  let refused = 0;
  // By key, for one statement cannot write a row twice.
  const chunk = new Map();
  const flush = async () => {
    await repository.upsert([...chunk.values()], UPSERT);
    items += chunk.size;
    chunk.clear();
  };
  for await (const row of rowsOf(file)) {
    const entity = entityOf(row);
    if (!holds(entity)) {
      refused += 1;
      continue;
    }
    chunk.set(entity.sourceKey, entity);
    if (chunk.size === CHUNK) {
      await flush();
    }
  }
  if (chunk.size > 0) {
    await flush();
  }
  return { items, refused };
}

const source = await new DataSource({
  type: 'postgres',
  url: POOL.connectionString,
  poolSize: POOL.max,
  entities: [Grade],
  // It makes its own table beside the hub’s, and drops nothing.
  synchronize: true,
  logging: false,
}).initialize();

const begun = begin();
const { items, refused } = await source.transaction((manager) => importFile(manager, process.argv[2]));
report(items, begun, { refused });
await source.destroy();
