/** The naive reading: graphql-js and one SELECT per field, sharing nothing with the compiler; slow, and easy to believe. */
import {
  buildSchema,
  execute,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isObjectType,
  isUnionType,
  parse,
  printSchema,
} from 'graphql';
import { guardsOf } from '../../schema/access';
import { hubSchema } from '../../schema/build';
import { NOT_FOUND } from '../../schema/problem';
import type { Actor } from '../../src/kernel/actor';
import { query, type Store } from '../../src/store/transaction';
import { ELEMENTS, RECORD_TYPES, VIEWS } from './oracle-fields';
import { FILTERS, FLAG_AS_OF, FLAG_LATEST, LINKS, type LinkRule, ROOTS } from './oracle-links';
import { Masks } from './oracle-masks';
import type { Given, Page, Source } from './oracle-rows';
import { Scalars } from './oracle-scalars';

const PROBLEMS = ['NotFound', 'NotAllowed', 'InvalidInput', 'NotPossible'];

export class Oracle {
  /** Fields that were answered with something, so far. */
  readonly answered = new Set<string>();
  /** Was a filter of the last document refused? The plain lane says such. */
  refusedFilter = false;
  readonly #schema: GraphQLSchema = buildSchema(printSchema(hubSchema()));
  /** The city of the test stands still, so a SELECT that was sent before need not be sent again. */
  readonly #remembered = new Map<string, Promise<unknown[]>>();

  constructor(private readonly store: Store) {}

  async answer(document: string, variables: Given, actor: Actor | null): Promise<string> {
    const parsed = parse(document);
    const asking = new Asking((sql, values) => this.#select(sql, values), actor, this.store.clock.now());
    const result = await execute({
      schema: this.#schema,
      document: parsed,
      variableValues: variables,
      fieldResolver: async (source, given, _context, info) => {
        const value = await asking.resolve(source as Source | undefined, given, info);
        if (value !== null && !(Array.isArray(value) && value.length === 0)) {
          this.answered.add(`${info.parentType.name}.${info.fieldName}`);
        }
        return value;
      },
      typeResolver: (value) => (value as Source).type,
    });
    const definitions = getOperationAST(parsed)?.variableDefinitions ?? [];
    const given = getVariableValues(this.#schema, definitions, { ...variables }).coerced ?? {};
    const { paths } = new Masks(parsed, given, (guard) => asking.allows(guard));
    const { code, message } = asking.refusal();
    this.refusedFilter = asking.refused.size > 0;
    // A root that is refused as a whole says so itself.
    const masked = [...paths]
      .filter((path) => !asking.refused.has(path.split('.')[0]))
      .sort()
      .map((path) => ({ path, code, message }));
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

/** One request of one actor. */
class Asking extends Scalars {
  /** Response keys of roots that this actor may not filter in the way that was asked for. */
  readonly refused = new Set<unknown>();

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
      return this.paged('FeedConnection', this.feeds(given.after), given);
    }
    const rule = ROOTS[fieldName];
    if (rule === undefined) {
      throw new Error(`the oracle knows no root ${fieldName}`);
    }
    const refused = this.refusedFilter(fieldName, given);
    if (refused !== null) {
      this.refused.add(info.path.key);
      return { type: 'NotAllowed', problem: refused };
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
       and h.record_id = a.id and a.agency = $2 and a.record_type = $3
       and (a.data->>'personRole' is null or a.data->>'personRole' = 'EMPLOYER') order by a.observed_on desc, a.id desc limit $4`,
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
}
