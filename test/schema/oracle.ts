/** The naive reading: graphql-js and one SELECT per field, sharing nothing with the compiler; slow, and easy to believe. */
import {
  buildSchema,
  execute,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isUnionType,
  parse,
  printSchema,
} from 'graphql';
import { type Guard, guardsOf } from '../../schema/access';
import { hubSchema } from '../../schema/build';
import { NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN } from '../../schema/problem';
import type { Area } from '../../src/access/areas';
import { mayRead } from '../../src/access/rules';
import type { AgencyBody } from '../../src/agencies/agency';
import { AGENCIES, findRecordType } from '../../src/agencies/registry';
import type { Actor } from '../../src/kernel/actor';
import { dateInShanghai } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { Masks } from './oracle-masks';
import {
  ELEMENTS,
  EXPRESSIONS,
  FILTERS,
  FLAG_AS_OF,
  FLAG_LATEST,
  LINKS,
  type LinkRule,
  RECORD_COLUMNS,
  RECORD_TYPES,
  ROOTS,
  TABLES,
  UNIT_COLUMN,
  VIEWS,
} from './oracle-rules';

type Given = Readonly<Record<string, unknown>>;

/** A row is known by where it lies: nothing else is read of it until it is asked for. */
interface Source {
  readonly type: string;
  readonly at?: string;
  readonly json?: unknown;
  readonly cursor?: string;
  /** It stands after the cursor that was given. */
  readonly after?: boolean;
  readonly page?: Page;
  readonly feed?: readonly [string, string];
  readonly problem?: { readonly code: string; readonly message: string; readonly hint?: string };
}

interface Page {
  readonly rows: readonly Source[];
  readonly all: number;
  readonly more: boolean;
}

const PROBLEMS = ['NotFound', 'NotAllowed', 'InvalidInput', 'NotPossible'];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const tableOf = (type: string): string => TABLES[type] ?? (RECORD_TYPES[type] ? 'agency_record' : '');

export class Oracle {
  readonly #schema: GraphQLSchema = buildSchema(printSchema(hubSchema()));
  /** The city of the test stands still, so a SELECT that was sent before need not be sent again. */
  readonly #remembered = new Map<string, Promise<unknown[]>>();

  constructor(private readonly store: Store) {}

  async answer(document: string, variables: Given, actor: Actor | null): Promise<string> {
    const parsed = parse(document);
    const asking = new Asking(
      (sql, values) => this.#select(sql, values),
      actor,
      dateInShanghai(this.store.clock.now()),
    );
    const result = await execute({
      schema: this.#schema,
      document: parsed,
      variableValues: variables,
      fieldResolver: (source, given, _context, info) =>
        asking.resolve(source as Source | undefined, given, info),
      typeResolver: (value) => (value as Source).type,
    });
    const { paths } = new Masks(parsed, variables, (guard) => asking.allows(guard));
    const { code, message } = asking.refusal();
    const masked = [...paths].sort().map((path) => ({ path, code, message }));
    return `${JSON.stringify({ ...result, ...(masked.length > 0 ? { extensions: { masked } } : {}) })}\n`;
  }

  #select(sql: string, values: readonly unknown[]): Promise<unknown[]> {
    const key = JSON.stringify([sql, values]);
    const known =
      this.#remembered.get(key) ??
      query<{ v: unknown }>(this.store, sql, values).then((rows) => rows.map((row) => row.v));
    this.#remembered.set(key, known);
    return known;
  }
}

type Select = (sql: string, values: readonly unknown[]) => Promise<unknown[]>;

/** One request of one actor. */
class Asking {
  constructor(
    private readonly select: Select,
    private readonly actor: Actor | null,
    private readonly today: string,
  ) {}

  async resolve(source: Source | undefined, given: Given, info: GraphQLResolveInfo): Promise<unknown> {
    const { parentType, fieldName } = info;
    if (source?.problem) {
      const { code, message, hint = null } = source.problem;
      return { problem: code, message, hint }[fieldName];
    }
    if (source?.page) {
      return this.ofPage(source.page, fieldName);
    }
    if (source?.type.endsWith('Edge')) {
      return fieldName === 'cursor' ? source.cursor : { ...source, type: source.type.slice(0, -4) };
    }
    const real = hubSchema().getType(parentType.name);
    const field = isObjectType(real) ? real.getFields()[fieldName] : undefined;
    if (field === undefined) {
      throw new Error(`${parentType.name}.${fieldName} is not in the schema`);
    }
    if (!guardsOf(field).every((guard) => this.allows(guard))) {
      return parentType.name === 'Query' ? { type: 'NotAllowed', problem: this.refusal() } : null;
    }
    return parentType.name === 'Query' ? this.root(given, info) : this.field(source as Source, given, info);
  }

  allows(guard: Guard): boolean {
    const { actor } = this;
    if ('open' in guard) {
      return guard.open === 'PUBLIC' || actor !== null;
    }
    return actor !== null && 'reads' in guard && guard.reads.some((area) => mayRead(actor, area, this.today));
  }

  refusal(): typeof NOT_ALLOWED {
    return this.actor === null ? NOT_SIGNED_IN : NOT_ALLOWED;
  }

  private ofPage(page: Page, fieldName: string): unknown {
    switch (fieldName) {
      case 'totalCount':
        return page.all > 10_000 ? null : page.all;
      case 'edges':
        return page.rows.map((row) => ({ ...row, type: `${row.type}Edge` }));
      case 'pageInfo':
        return { type: 'PageInfo', page };
      case 'hasNextPage':
        return page.more;
      default:
        return page.rows.at(-1)?.cursor ?? null;
    }
  }

  private async root(given: Given, info: GraphQLResolveInfo): Promise<unknown> {
    const { fieldName } = info;
    if (fieldName === 'health') {
      return { type: 'Health' };
    }
    if (fieldName === 'feeds') {
      return this.paged('FeedConnection', this.feeds(), given);
    }
    const rule = ROOTS[fieldName];
    if (rule === undefined) {
      throw new Error(`the oracle knows no root ${fieldName}`);
    }
    const result = getNamedType(info.returnType);
    const members = isUnionType(result) ? result.getTypes().map((member) => member.name) : [];
    const data = members.find((name) => !PROBLEMS.includes(name)) ?? '';
    const rows = await this.rows(
      data.replace('Connection', ''),
      rule,
      null,
      this.conditions(fieldName, given),
      given.after ?? undefined,
    );
    if (rule.cursor) {
      return this.paged(data, rows, given);
    }
    return rows[0] ?? { type: 'NotFound', problem: NOT_FOUND };
  }

  private conditions(root: string, given: Given): (readonly [string, unknown])[] {
    const filter = { ...given, ...(given.filter as Given | null | undefined) };
    const conditions = Object.entries(filter).flatMap(([name, value]) => {
      const sql = FILTERS[`${root}.${name}`];
      return sql === undefined || value === null || value === undefined ? [] : [[sql, value] as const];
    });
    if (root !== 'flags') {
      return conditions;
    }
    const asOf = given.asOf ?? null;
    return [...conditions, asOf === null ? [FLAG_LATEST, null] : [FLAG_AS_OF, asOf]];
  }

  /** All rows that the rule leads to and that this actor may see. */
  private async rows(
    type: string,
    rule: LinkRule,
    from: Source | null,
    conditions: readonly (readonly [string, unknown])[] = [],
    after?: unknown,
  ): Promise<Source[]> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const said = [rule.rows, ...conditions.map(([sql, value]) => sql.replaceAll('?', () => bind(value)))]
      .map((sql) => `(${sql})`)
      .join(' and ')
      .replaceAll('$today', () => `${bind(this.today)}::date`)
      .replaceAll('$actor', () => bind(this.actor?.id))
      .replaceAll('$kinds', () => bind(this.kinds()));
    const parent = from === null ? '' : `, ${tableOf(from.type)} p`;
    const where = from === null ? said : `p.ctid = ${bind(from.at)}::tid and ${said}`;
    const cursor = (rule.cursor ?? []).map((column) => `c.${column}::text`).join(', ');
    const found = (await this.select(
      `select json_build_array(c.ctid, json_build_array(${cursor})) as v from ${tableOf(type)} c${parent} where ${where} order by ${rule.order}`,
      values,
    )) as [string, string[]][];
    const sources = found.map(([at, keys]) => ({
      type,
      at,
      cursor: Buffer.from(JSON.stringify(keys)).toString('base64url'),
    }));
    const seen = await Promise.all(sources.map((source) => this.sees(source)));
    // A page begins after a row also where that row itself is out of sight.
    const before = after === undefined ? 0 : sources.findIndex((source) => source.cursor === after) + 1;
    return sources
      .map((source, place) => ({ ...source, after: place >= before }))
      .filter((_source, place) => seen[place]);
  }

  private kinds(): string[] {
    const { actor, today } = this;
    return ['DESIGNATION', 'INCENTIVE_ELIGIBILITY', 'JOINT_SANCTION'].filter(
      (kind) => actor !== null && mayRead(actor, `flags.${kind}` as Area, today),
    );
  }

  private async sees(source: Source): Promise<boolean> {
    if (source.type === 'Flag' && !this.kinds().includes(String(await this.value(source, 'r.kind')))) {
      return false;
    }
    const column = UNIT_COLUMN[source.type];
    if (!this.actor?.region || column === undefined) {
      return true;
    }
    const region = await this.value(source, `(select region_code from unit where unit.id = r.${column})`);
    return region === this.actor.region;
  }

  private async value(source: Source, sql: string): Promise<unknown> {
    const [value] = await this.select(
      `select ${sql} as v from ${tableOf(source.type)} r where r.ctid = $1::tid`,
      [source.at],
    );
    return value ?? null;
  }

  private paged(type: string, rows: readonly Source[], given: Given): Source {
    const rest = rows.filter((row) => row.after !== false);
    const first = (given.first as number | null | undefined) ?? 20;
    const page = { rows: rest.slice(0, first), all: rows.length, more: rest.length > first };
    return { type, page };
  }

  private async field(source: Source, given: Given, info: GraphQLResolveInfo): Promise<unknown> {
    const name = `${source.type}.${info.fieldName}`;
    const target = getNamedType(info.returnType).name;
    if (VIEWS[target]) {
      return { type: target, at: source.at };
    }
    if (VIEWS[source.type]) {
      return this.records(source, target, given);
    }
    if (name === 'Flag.basis') {
      return { type: target, json: await this.value(source, 'r.basis') };
    }
    if (name === 'ReviewRound.progress') {
      return { type: target, json: await this.progress(source) };
    }
    if (ELEMENTS[name]) {
      const [column, path] = ELEMENTS[name];
      const list = column
        ? await this.value(source, `r.${column}`)
        : (source.json as Record<string, unknown>)[path];
      return ((list ?? []) as unknown[]).map((json) => ({ type: target, json }));
    }
    const rule = LINKS[name] ?? null;
    return rule === null ? this.scalar(source, info) : this.linked(source, rule, given, info);
  }

  private async linked(
    source: Source,
    rule: LinkRule,
    given: Given,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const target = getNamedType(info.returnType).name;
    const asOf =
      source.type === 'Unit' && info.fieldName === 'flags' && given.asOf
        ? [[FLAG_AS_OF, given.asOf] as const]
        : [];
    const rows = await this.rows(
      target.replace('Connection', ''),
      rule,
      source,
      asOf,
      given.after ?? undefined,
    );
    if (target.endsWith('Connection')) {
      return this.paged(target, rows, given);
    }
    return /^\[/.test(String(info.returnType)) ? rows : (rows[0] ?? null);
  }

  private async records(source: Source, type: string, given: Given): Promise<Source[]> {
    const found = await this.select(
      `select a.ctid as v from agency_record a, record_head h, unit u where u.ctid = $1::tid and h.unit_id = u.id and h.state = 'PRESENT'
       and h.record_id = a.id and a.agency = $2 and a.record_type = $3 order by a.observed_on desc, a.id desc limit $4`,
      [source.at, VIEWS[source.type], RECORD_TYPES[type], given.first ?? 50],
    );
    return found.map((at) => ({ type, at: String(at) }));
  }

  private async progress(round: Source): Promise<Record<string, number>> {
    const cases = await this.rows('ReviewCase', { rows: 'c.round_id = p.id', order: 'c.id' }, round);
    const verdicts = await Promise.all(cases.map((one) => this.value(one, 'r.verdict')));
    const evaluated = await Promise.all(cases.map((one) => this.value(one, 'r.evaluated_at')));
    const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
    return {
      cases: cases.length,
      evaluated: evaluated.filter((at) => at !== null).length,
      pass: count('PASS'),
      rectify: count('RECTIFY'),
      fail: count('FAIL'),
      pendingEvidence: count('PENDING_EVIDENCE'),
    };
  }

  private feeds(): Source[] {
    const known = AGENCIES.flatMap(({ recordTypes }) =>
      recordTypes.map(({ agency, name }) => [agency, name] as const),
    );
    return known
      .sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
      .map((feed) => ({
        type: 'Feed',
        feed,
        cursor: Buffer.from(JSON.stringify(feed)).toString('base64url'),
      }));
  }

  private async ofFeed(
    [agency, recordType]: readonly [string, string],
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const read = async (column: string) =>
      (
        await this.select(`select ${column} as v from feed where agency = $1 and record_type = $2`, [
          agency,
          recordType,
        ])
      )[0] ?? null;
    const type = findRecordType(agency as AgencyBody, recordType);
    const complete = await read('complete_as_of');
    const age =
      complete === null ? null : (Date.parse(this.today) - Date.parse(String(complete))) / 86_400_000;
    const held = await read('held_batch_id');
    switch (info.fieldName) {
      case 'agency':
        return agency;
      case 'recordType':
        return recordType;
      case 'mode':
        return type?.mode;
      case 'lastBatch':
      case 'heldBatch': {
        const batch = await read(snake(`${info.fieldName}Id`));
        const [at] = await this.select('select ctid as v from batch where id = $1', [batch]);
        return at === undefined ? null : { type: 'Batch', at };
      }
      case 'ageDays':
        return held === null ? age : null;
      case 'state':
        return held !== null
          ? 'HELD'
          : age === null
            ? 'NEVER_DELIVERED'
            : age > (type?.limits.lateAfterDays ?? 0)
              ? 'LATE'
              : 'FRESH';
      default:
        return written(await read(snake(info.fieldName)), info);
    }
  }

  private async scalar(source: Source, info: GraphQLResolveInfo): Promise<unknown> {
    const { fieldName } = info;
    if (source.type === 'Health') {
      return fieldName === 'today' ? this.today : 'tripartite-hub';
    }
    if (source.feed) {
      return this.ofFeed(source.feed, info);
    }
    if (source.json !== undefined) {
      const json = source.json as Record<string, unknown>;
      if (source.type === 'ElementFinding' && fieldName === 'values') {
        const [text] = await this.select(`select ($1::jsonb -> 'values')::text as v`, [JSON.stringify(json)]);
        return text;
      }
      return written(json[fieldName] ?? null, info);
    }
    if (`${source.type}.${fieldName}` === 'QuarantinedRow.bytes') {
      const agency = await this.value(source, '(select agency from batch where id = r.batch_id)');
      const may = this.actor !== null && mayRead(this.actor, `quarantine.${agency}` as Area, this.today);
      return may ? this.value(source, EXPRESSIONS['QuarantinedRow.bytes'] ?? '') : null;
    }
    if (RECORD_TYPES[source.type] && !RECORD_COLUMNS.includes(fieldName)) {
      const data = (await this.value(source, 'r.data')) as Record<string, unknown>;
      return written(data[fieldName] ?? null, info);
    }
    const sql = EXPRESSIONS[`${source.type}.${fieldName}`] ?? `r.${snake(fieldName)}`;
    return written(await this.value(source, sql), info);
  }
}

/** As JSON has it: instants in UTC, numbers that would lose digits as text. */
function written(value: unknown, info: GraphQLResolveInfo): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === 'number' && getNamedType(info.returnType).name !== 'Int' ? String(value) : value;
}
