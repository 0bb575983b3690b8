/** The rows of one request of one actor: which there are, in which order, and which of them this actor sees. */
import { type Guard } from '../../schema/access';
import { NOT_ALLOWED, NOT_SIGNED_IN } from '../../schema/problem';
import type { Area } from '../../src/access/areas';
import { mayAct, mayRead } from '../../src/access/rules';
import type { Actor } from '../../src/kernel/actor';
import { dateInShanghai } from '../../src/kernel/clock';
import { RECORD_TYPES, TABLES, UNIT_COLUMN } from './oracle-fields';
import { FILTER_AREAS, type LinkRule } from './oracle-links';

export type Given = Readonly<Record<string, unknown>>;

/** A row is known by where it lies: nothing else is read of it until it is asked for. */
export interface Source {
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

export interface Page {
  readonly rows: readonly Source[];
  readonly all: number;
  readonly more: boolean;
}

export type Select = (sql: string, values: readonly unknown[]) => Promise<unknown[]>;

const tableOf = (type: string): string => TABLES[type] ?? (RECORD_TYPES[type] ? 'agency_record' : '');

export class Rows {
  constructor(
    protected readonly select: Select,
    protected readonly actor: Actor | null,
    protected readonly now: Date,
  ) {}

  protected get today(): string {
    return dateInShanghai(this.now);
  }

  allows(guard: Guard): boolean {
    const { actor } = this;
    if ('open' in guard) {
      return guard.open === 'PUBLIC' || actor !== null;
    }
    if (actor === null) {
      return false;
    }
    return 'reads' in guard
      ? guard.reads.some((area) => mayRead(actor, area, this.today))
      : guard.acts.some((action) => mayAct(actor, action));
  }

  refusal(): typeof NOT_ALLOWED {
    return this.actor === null ? NOT_SIGNED_IN : NOT_ALLOWED;
  }

  /** All rows that the rule leads to and that this actor may see. */
  protected async rows(
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
    const places = after === undefined ? new Map<unknown, number>() : await this.places(type, rule);
    const before = places.get(after) ?? -1;
    return sources
      .map((source) => ({ ...source, after: (places.get(source.cursor) ?? 0) > before }))
      .filter((_source, place) => seen[place]);
  }

  /** A page begins after a row also where that row is out of sight, or belongs elsewhere: its place in the whole table counts. */
  private async places(type: string, rule: LinkRule): Promise<Map<unknown, number>> {
    const keys = (rule.cursor ?? []).map((column) => `c.${column}::text`).join(', ');
    const all = await this.select(
      `select json_build_array(${keys}) as v from ${tableOf(type)} c order by ${rule.order}`,
      [],
    );
    const cursors = all.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'));
    return new Map([...new Set(cursors)].map((cursor, place) => [cursor, place]));
  }

  protected kinds(): string[] {
    const { actor, today } = this;
    return ['DESIGNATION', 'INCENTIVE_ELIGIBILITY', 'JOINT_SANCTION'].filter(
      (kind) => actor !== null && mayRead(actor, `flags.${kind}` as Area, today),
    );
  }

  protected async sees(source: Source): Promise<boolean> {
    if (source.type === 'Flag' && !this.kinds().includes(String(await this.value(source, 'r.kind')))) {
      return false;
    }
    if (source.type === 'TitleEvent' && !this.may('reviews')) {
      return ['NAMED', 'CANCELLED', 'LAPSED'].includes(String(await this.value(source, 'r.kind')));
    }
    if (source.type === 'UnitName') {
      const origin = String(await this.value(source, 'r.source'));
      return ['office', 'hrss/SOCIAL_INSURANCE'].includes(origin) || this.maySource(origin);
    }
    const column = UNIT_COLUMN[source.type];
    if (!this.actor?.region || column === undefined) {
      return true;
    }
    const region = await this.value(source, `(select region_code from unit where unit.id = r.${column})`);
    return region === this.actor.region;
  }

  /** Some filters would reveal what the actor may not see. */
  protected refusedFilter(root: string, given: Given): Source['problem'] | null {
    const filter = (given.filter ?? {}) as Given;
    const name = Object.keys(filter).find((one) => {
      const area = FILTER_AREAS[`${root}.${one}`];
      return area !== undefined && (filter[one] ?? null) !== null && !this.may(area);
    });
    return name === undefined
      ? null
      : {
          ...NOT_ALLOWED,
          message: `您的角色不能按 filter.${name} 筛选。 Your role may not filter by filter.${name}.`,
        };
  }

  protected may(area: string): boolean {
    return this.actor !== null && mayRead(this.actor, area as Area, this.today);
  }

  /** `court/DISPUTE_OUTCOME`. */
  protected maySource(source: string): boolean {
    return this.may(source.replace('/', '.'));
  }

  protected async value(source: Source, sql: string): Promise<unknown> {
    const written = sql.replaceAll('$now', `'${this.now.toISOString()}'::timestamptz`);
    const [value] = await this.select(
      `select ${written} as v from ${tableOf(source.type)} r where r.ctid = $1::tid`,
      [source.at],
    );
    return value ?? null;
  }

  protected paged(type: string, rows: readonly Source[], given: Given): Source {
    const rest = rows.filter((row) => row.after !== false);
    const first = (given.first as number | null | undefined) ?? 20;
    const page = { rows: rest.slice(0, first), all: rows.length, more: rest.length > first };
    return { type, page };
  }
}
