/** One delivery of one feed in the agency's own way of writing, with its share of dirt and spoilt rows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { compact, type Day, iso } from './days';
import { Dice } from './dice';
import { SPOILS, soil, spoilRow } from './dirt';
import { FEEDS, type Feed, type FeedName, type Row, type Value } from './feeds';
import { csvLine, FileSink } from './file-sink';
import { type Plan, STREAM } from './plan';

/** After so many true rows a spoilt one follows: one of each kind. */
const SPOIL_AFTER = [2, 5, 9, 14, 20];

const CONFEDERATION_KEYS: Readonly<Record<string, string>> = {
  membership: '会员编号',
  'csr-report': '报告编号',
  'local-body': '组织编号',
};

interface Script {
  readonly path: string;
  readonly head: string;
  readonly end: string;
  readonly gb18030: boolean;
  readonly line: (row: Row, number: number) => string;
}

const cell = (value: Value | undefined): string =>
  value === null || value === undefined ? '' : String(value);

function present(values: Row['values']): { [key: string]: Value } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function hrssScript(feed: Feed, day: Day): Script {
  const common = ['记录编号', '版本', '统一社会信用代码', '单位名称', '数据日期'];
  return {
    path: `hrss/${feed.type}-${compact(day)}-${feed.mode}-1.csv`,
    head: csvLine([...common, ...feed.columns]),
    end: '\r\n',
    gb18030: true,
    line: (row) =>
      csvLine([
        row.key,
        String(row.version),
        row.code,
        row.name,
        row.observed.replaceAll('-', ''),
        ...feed.columns.map((column) => cell(row.values[column])),
      ]),
  };
}

function confederationScript(feed: Feed): Script {
  const common = [CONFEDERATION_KEYS[feed.type] ?? '编号', '版次', '企业代码', '企业名称', '填报日期'];
  return {
    path: `confederation/confederation-${feed.type}.csv`,
    head: `\uFEFF${csvLine([...common, ...feed.columns])}`,
    end: '\r\n',
    gb18030: false,
    line: (row) =>
      csvLine([
        row.key,
        String(row.version),
        row.code,
        row.name,
        row.observed,
        ...feed.columns.map((column) => cell(row.values[column])),
      ]),
  };
}

function unionLine(row: Row): string {
  const employer = { uscc: row.code, name: row.name };
  return JSON.stringify({ id: row.key, rev: row.version, employer, date: row.observed, ...row.values });
}

function courtLine(row: Row): string {
  const code =
    row.organisationCode === undefined
      ? { 统一社会信用代码: row.code }
      : { 组织机构代码: row.organisationCode };
  const head = { 编号: row.key, 版本: row.version, ...code, 被执行人名称: row.name, 数据日期: row.observed };
  return JSON.stringify({ ...head, ...present(row.values) });
}

function federationLine(row: Row, seq: number): string {
  const head = { seq, key: row.key, version: row.version, uscc: row.code, enterprise: row.name };
  return JSON.stringify({ ...head, day: row.observed, ...present(row.values) });
}

function scriptOf(feed: Feed, day: Day): Script {
  const lines = { path: `${feed.body}/${feed.type}.ndjson`, head: '', end: '\n', gb18030: false };
  switch (feed.body) {
    case 'hrss':
      return hrssScript(feed, day);
    case 'confederation':
      return confederationScript(feed);
    case 'union':
      return { ...lines, line: unionLine };
    case 'court':
      return { ...lines, line: courtLine };
    case 'federation':
      return { ...lines, line: federationLine };
    default: {
      const never: never = feed.body;
      return never;
    }
  }
}

export interface DeliveryCount {
  readonly rows: number;
  readonly spoilt: number;
  readonly soiled: number;
}

export class Delivery {
  private readonly feed: Feed;
  private readonly script: Script;
  private readonly sink: FileSink;
  private readonly dice: Dice;
  private rows = 0;
  private spoilt = 0;
  private soiled = 0;

  constructor(
    private readonly out: string,
    plan: Plan,
    name: FeedName,
    place: number,
  ) {
    this.feed = FEEDS[name];
    this.script = scriptOf(this.feed, plan.today);
    const encode = this.script.gb18030 ? (text: string) => iconv.encode(text, 'gb18030') : undefined;
    this.sink = new FileSink(join(out, this.script.path), encode);
    this.dice = new Dice(plan.seed, STREAM.dirt, place);
    if (this.script.head !== '') {
      this.sink.write(this.script.head + this.script.end);
    }
  }

  add(row: Row): void {
    const dirty = this.dice.chance(this.feed.body === 'confederation' ? 0.08 : 0.007);
    this.put(dirty && row.code !== '' ? soil(row, this.dice) : row);
    this.soiled += dirty ? 1 : 0;
    const spoil = SPOILS[SPOIL_AFTER.indexOf(this.rows - this.spoilt)];
    if (spoil !== undefined) {
      this.spoilt += 1;
      this.put(spoilRow(this.feed, row, spoil));
    }
  }

  private put(row: Row): void {
    this.rows += 1;
    this.sink.write(this.script.line(row, this.rows) + this.script.end);
  }

  close(day: Day): DeliveryCount {
    const sha256 = this.sink.close();
    if (this.feed.body === 'hrss') {
      const done = { rows: this.rows, sha256, asOf: iso(day) };
      const path = join(this.out, this.script.path).replace(/\.csv$/, '.done');
      writeFileSync(path, `${JSON.stringify(done)}\n`);
    }
    return { rows: this.rows, spoilt: this.spoilt, soiled: this.soiled };
  }
}
