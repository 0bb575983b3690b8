/** A whole list of an agency: for the first time, with no change, the very same file, and with one row in twenty changed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { from as copyFrom } from 'pg-copy-streams';
import { TABLES } from '../../bin/tables';
import { organisationCheck, usccCheck } from '../../examples/city/codes';
import { personKey } from '../../src/agencies/person';
import { importFile } from '../../src/agencies/runs/import-file';
import { systemActor } from '../../src/kernel/actor';
import { systemClock } from '../../src/kernel/clock';
import { createLogger } from '../../src/kernel/logger';
import { openClient, withDatabase } from '../../src/store/connection';
import { closeStore, openStore } from '../../src/store/data-source';
import { startPostgres } from '../../src/store/embedded-postgres';
import { migrate } from '../../src/store/migrate';
import { cpuSeconds } from '../meters';
import { type BenchPath, type Run, SCALES } from '../path';

const ASOF = '2026-06-30';
const HEAD = '记录编号,版本,统一社会信用代码,单位名称,数据日期,评价年度,等级,公布日期,有效期起,有效期止';

const UNITS = /* sql */ `
  insert into unit (code, kind, name, region_code, created_at, updated_at)
  select code, 'ENTERPRISE', '合成单位' || n, '371002', now(), now()
  from unnest($1::text[]) with ordinality given (code, n)`;

function codeOf(number: number): string {
  const body = String(number).padStart(8, '0');
  const first = `91371002${body}${organisationCheck(body)}`;
  return `${first}${usccCheck(first)}`;
}

/** One grade for each unit; `version` 2 of those that changed. */
function list(rows: number, options: { changed: boolean; backwards: boolean }): Buffer {
  const lines = Array.from({ length: rows }, (_, index) => {
    const number = index + 1;
    const isNew = options.changed && number % 20 === 0;
    return `G${number},${isNew ? 2 : 1},${codeOf(number)},合成单位${number},20260601,2025,${isNew ? 'B' : 'A'},20260601,20260601,20270831`;
  });
  return iconv.encode(`${[HEAD, ...(options.backwards ? lines.reverse() : lines)].join('\n')}\n`, 'gb18030');
}

const TABLES_OF_LIMIT = /* sql */ `
  create table limit_record (like agency_record including all);
  create table limit_head (like record_head including all);
  create unlogged table limit_stage (
    key text, version text, code text, name text, day text, year text, grade text, published text, valid_from text, valid_to text)`;

const MERGE = /* sql */ `
  with given as (
    select s.*, jsonb_build_object('evaluatedYear', year::int, 'grade', grade, 'publishedOn', published::date,
        'validFrom', valid_from::date, 'validTo', valid_to::date) as data,
      to_jsonb(s) as original
    from limit_stage s
  ), digested as (
    select g.*, sha256(convert_to(concat_ws(' ', version, code, name, day, data::text), 'UTF8')) as digest from given g
  ), fresh as (
    select d.*, coalesce(h.version, 0) + 1 as next, u.id as unit_id
    from digested d
      left join limit_head h on h.agency = 'hrss' and h.record_type = 'INTEGRITY_GRADE' and h.source_key = d.key
      left join unit u on u.code = d.code
    where h.digest is distinct from d.digest
  ), written as (
    insert into limit_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name,
      observed_on, effective_from, effective_to, data, original, digest, batch_id, received_at)
    select 'hrss', 'INTEGRITY_GRADE', key, next, version::int, 'PRESENT', unit_id, code, name, day::date,
      valid_from::date, valid_to::date, data, original, digest, 1, now()
    from fresh returning id, source_key, version, unit_id, digest
  ), heads as (
    insert into limit_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
    select 'hrss', 'INTEGRITY_GRADE', source_key, id, version, 'PRESENT', unit_id, digest from written where version = 1
  ), changed as (
    update limit_head h set record_id = w.id, version = w.version, unit_id = w.unit_id, digest = w.digest
    from written w where w.version > 1 and h.agency = 'hrss' and h.record_type = 'INTEGRITY_GRADE' and h.source_key = w.source_key
  )
  select count(*)::int as written from written`;

interface Kind {
  readonly title: string;
  readonly file: string;
  /** Whether the list is in the tables already. */
  readonly known: boolean;
  readonly writes: (rows: number) => number;
  readonly target: number;
}

const KINDS: readonly Kind[] = [
  { title: 'first', file: 'first.csv', known: false, writes: (rows) => rows, target: 0.75 },
  { title: 'unchanged', file: 'reordered.csv', known: true, writes: () => 0, target: 1 },
  { title: 'the very same file', file: 'first.csv', known: true, writes: () => 0, target: 20 },
  {
    title: 'one in twenty changed',
    file: 'changed.csv',
    known: true,
    writes: (rows) => Math.floor(rows / 20),
    target: 0.75,
  },
];

export const imports: BenchPath = {
  name: 'import',
  about: 'a whole list: first, unchanged, the same file, 5 % changed',
  async *series(wanted) {
    const rows = SCALES[wanted.scale];
    const folder = path.resolve('.data/bench/import', wanted.scale);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
    const file = (name: string): string => path.join(folder, name);
    fs.writeFileSync(file('first.csv'), list(rows, { changed: false, backwards: false }));
    fs.writeFileSync(file('one.csv'), list(1, { changed: false, backwards: false }));
    fs.writeFileSync(file('reordered.csv'), list(rows, { changed: false, backwards: true }));
    fs.writeFileSync(file('changed.csv'), list(rows, { changed: true, backwards: false }));
    const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
    const owner = (database: string) =>
      openClient(withDatabase(postgres.url, database), { role: 'owner', name: 'bench' });
    const administer = await owner('postgres');
    const logger = createLogger('bench', 'error');

    async function onClone<T>(template: string, work: (url: string) => Promise<T>): Promise<T> {
      await administer.query('drop database if exists run with (force)');
      await administer.query(`create database run template ${template} strategy file_copy`);
      await administer.query('checkpoint');
      return work(withDatabase(postgres.url, 'run'));
    }

    async function takeByHub(url: string, name: string, writes: number): Promise<Run> {
      const store = await openStore({
        url,
        tables: TABLES,
        clock: systemClock,
        logger,
        poolSize: 4,
        name: 'bench',
      });
      try {
        const [node, database] = [process.cpuUsage(), cpuSeconds(postgres.pid)];
        const begun = performance.now();
        const report = await importFile(
          store,
          {
            agency: 'hrss',
            path: file(name),
            recordType: 'integrity-grade',
            mode: 'FULL',
            asOf: ASOF,
            actor: systemActor('bench'),
          },
          { personKey: personKey(Buffer.alloc(32, 1)) },
        );
        const seconds = (performance.now() - begun) / 1000;
        assert.equal(report.accepted, writes, `${name}: ${JSON.stringify(report)}`);
        const { user, system } = process.cpuUsage(node);
        return {
          items: rows,
          seconds,
          nodeCpuSeconds: (user + system) / 1e6,
          postgresCpuSeconds: cpuSeconds(postgres.pid) - database,
          memoryMiB: process.memoryUsage().rss / 1_048_576,
        };
      } finally {
        await closeStore(store);
      }
    }

    async function takeByLimit(url: string, name: string, writes: number): Promise<Run> {
      const client = await openClient(url, { role: 'owner', name: 'bench' });
      try {
        const [node, database] = [process.cpuUsage(), cpuSeconds(postgres.pid)];
        const begun = performance.now();
        await client.query('begin');
        await client.query('truncate limit_stage');
        const copy = client.query(
          copyFrom(`copy limit_stage from stdin (format csv, header, encoding 'GB18030')`),
        );
        await new Promise((resolve, reject) => {
          fs.createReadStream(file(name))
            .on('error', reject)
            .pipe(copy)
            .on('finish', resolve)
            .on('error', reject);
        });
        const { rows: counted } = await client.query<{ written: number }>(MERGE);
        await client.query('commit');
        const seconds = (performance.now() - begun) / 1000;
        assert.equal(counted[0]?.written, writes, name);
        const { user, system } = process.cpuUsage(node);
        return {
          items: rows,
          seconds,
          nodeCpuSeconds: (user + system) / 1e6,
          postgresCpuSeconds: cpuSeconds(postgres.pid) - database,
        };
      } finally {
        await client.end();
      }
    }

    try {
      await migrate(postgres.url, createLogger('bench', 'warn'));
      const empty = await owner('hub');
      await empty.query(TABLES_OF_LIMIT);
      await empty.query(UNITS, [Array.from({ length: rows }, (_, index) => codeOf(index + 1))]);
      await empty.query('analyze');
      await empty.end();
      // The same list once in both, for the deliveries that come after it.
      await administer.query('create database known template hub');
      const known = withDatabase(postgres.url, 'known');
      await takeByHub(known, 'first.csv', rows);
      await takeByLimit(known, 'first.csv', rows);
      const one = await onClone('hub', (url) => takeByHub(url, 'one.csv', 1));
      for (const kind of KINDS) {
        const template = kind.known ? 'known' : 'hub';
        const writes = kind.writes(rows);
        yield {
          title: `import, ${kind.title}, ${rows} rows`,
          variant: kind.title,
          unit: 'rows',
          target: { limit: kind.target, peer: null },
          limit: {
            name: 'limit',
            run: () => onClone(template, (url) => takeByLimit(url, kind.file, writes)),
          },
          hub: { name: 'hub', run: () => onClone(template, (url) => takeByHub(url, kind.file, writes)) },
          peers: [],
          notes: [
            'The limit lets PostgreSQL parse the file and checks no row; the hub checks each field and writes batch, feed state and audit.',
            `A list of one row takes the hub ${(one.seconds * 1000).toFixed(0)} ms: batch, feed state, outbox and audit, once a delivery.`,
          ],
        };
      }
    } finally {
      await administer.end();
      await postgres.stop();
    }
  },
};
