/** Documents made by seeded walks over the schema: what nobody thinks of when writing them by hand. */
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql';
import { hubSchema } from '../../schema/build';
import { limitsRule } from '../../schema/limits';
import type { Asked } from './asked';
import type { AccountName } from './city';
import { type Owner, valueFor } from './corpus-values';
import { Dice } from './dice';

type Field = GraphQLField<unknown, unknown>;

/** Who asks which of them: every role, body and county in turn. */
const ASKING: readonly (readonly (AccountName | null)[])[] = [
  ['admin', 'county', 'hrss'],
  ['city', 'union', null],
  ['admin', 'court', 'federation'],
  ['county', 'city', 'union'],
];

/** Names that JavaScript has for something else, or that look like anything but a name. */
const ODD_NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'length', '_', 'data', 'type'];
/** Objects over the same row, and the parts of a page: no step away. */
const SAME_ROW = /(Connection|Edge|PageInfo|View|Basis)$/;

const leaves = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));

const targets = (type: GraphQLObjectType): [Field, GraphQLObjectType][] =>
  Object.values(type.getFields()).flatMap((field): [Field, GraphQLObjectType][] => {
    const target = getNamedType(field.type);
    return isObjectType(target) ? [[field, target]] : [];
  });

class Writer {
  readonly #declared: string[] = [];
  readonly #fragments: string[] = [];
  readonly variables: Record<string, unknown> = {};
  readonly #odd = ['constructor', 'toString', '_'];
  #names = 0;

  constructor(private readonly dice: Dice) {}

  document(): string {
    const { dice } = this;
    const query = hubSchema().getQueryType();
    const fields = Object.values(query?.getFields() ?? {});
    const count = dice.percent(70) ? 1 : 2 + dice.below(2);
    const roots = Array.from({ length: count }, () =>
      this.#root(dice.one(fields), count > 1 || dice.percent(20)),
    );
    const typed = dice.percent(10) ? '__typename ' : '';
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const name = dice.percent(50) ? ` ${dice.one(['Page', 'constructor', '_1', 'query'])}` : '';
    const head = declared === '' && name === '' ? '' : `query${name}${declared} `;
    return [`${head}{ ${typed}${roots.join(' ')} }`, ...this.#fragments].join('\n');
  }

  #name(letter: string): string {
    this.#names += 1;
    return `${letter}${this.#names}`;
  }

  /** What is open to everybody keeps its name in its alias: who looks for leaks must know it by its path. */
  #alias(field: string): string {
    if (['health', 'me', '__typename', 'message'].includes(field)) {
      return this.#name(`${field.replace('__typename', 't')}_`);
    }
    return this.dice.percent(25) ? `${this.dice.one(ODD_NAMES)}_${this.#name('')}` : this.#name('a');
  }

  #root(field: Field, aliased: boolean): string {
    const { dice } = this;
    const head = `${aliased ? `${this.#alias(field.name)}: ` : ''}${field.name}${this.#arguments({ type: 'Query', field: field.name }, field.args, 3)}`;
    const result = getNamedType(field.type);
    if (isObjectType(result)) {
      return `${head} { ${this.#selection(result, 2)} }`;
    }
    const members = isUnionType(result) ? result.getTypes() : [];
    const [data] = members;
    const said = [
      dice.percent(92) && data ? this.#within(data.name, this.#selection(data, 1 + dice.below(3))) : '',
      dice.percent(45) ? '__typename' : '',
      dice.percent(50) ? '... on Problem { problem message hint }' : '',
      dice.percent(25)
        ? `... on ${dice.one(members.slice(1)).name} { __typename ${this.#alias('message')}: message }`
        : '',
    ].filter((part) => part !== '');
    return `${head} { ${said.length > 0 ? said.join(' ') : '__typename'} }`;
  }

  #selection(type: GraphQLObjectType, steps: number): string {
    const { dice } = this;
    const page = type.name.endsWith('Connection') || type.name.endsWith('Edge');
    const parts = dice.some(leaves(type), dice.percent(15) ? 100 : 35).map((field) => this.#leaf(field));
    const further = targets(type).filter(([, target]) => steps > 0 || SAME_ROW.test(target.name));
    const chosen = dice.some(further, page ? 85 : 12).slice(0, page ? 2 : 3);
    for (const [field, target] of chosen) {
      parts.push(...this.#link(type, field, target, SAME_ROW.test(target.name) ? steps : steps - 1));
    }
    if (parts.length === 0 || dice.percent(12)) {
      parts.push(dice.percent(50) ? '__typename' : `${this.#alias('__typename')}: __typename`);
    }
    const [shared] = type.getInterfaces();
    if (shared && dice.percent(25)) {
      parts.push(`... on ${shared.name} { id observedOn }`);
    }
    return this.#gathered(type, parts);
  }

  #leaf(field: Field): string {
    const alias = this.dice.percent(12) ? `${this.#alias(field.name)}: ` : '';
    const again = alias === '' && this.dice.percent(6) ? ` ${field.name}` : '';
    return `${alias}${field.name}${this.#directive()}${again}`;
  }

  #link(type: GraphQLObjectType, field: Field, target: GraphQLObjectType, steps: number): string[] {
    const { dice } = this;
    const alias = dice.percent(15) ? `${this.#alias(field.name)}: ` : '';
    const head = `${alias}${field.name}${this.#arguments({ type: type.name, field: field.name }, field.args, steps)}`;
    const once = `${head}${this.#directive()} { ${this.#selection(target, steps)} }`;
    const own = leaves(target).map(({ name }) => name);
    // Once more under the same key: both selections are one.
    return dice.percent(8) && own.length > 0 ? [once, `${head} { ${dice.one(own)} }`] : [once];
  }

  /** Some of it moved into fragments, inline and named. */
  #gathered(type: GraphQLObjectType, parts: readonly string[]): string {
    if (parts.length < 2 || !this.dice.percent(25)) {
      return parts.join(' ');
    }
    const cut = 1 + this.dice.below(parts.length - 1);
    return `${parts.slice(0, cut).join(' ')} ${this.#within(type.name, parts.slice(cut).join(' '))}`;
  }

  #within(type: string, selection: string): string {
    switch (this.dice.below(4)) {
      case 0: {
        const name = this.#name('F');
        this.#fragments.push(`fragment ${name} on ${type} { ${selection} }`);
        return `...${name}${this.#directive()}`;
      }
      case 1:
        return `... on ${type}${this.#directive()} { ... { ${selection} } }`;
      default:
        return `... on ${type} { ${selection} }`;
    }
  }

  #directive(): string {
    const { dice } = this;
    if (!dice.percent(9)) {
      return '';
    }
    const name = dice.one(['include', 'skip']);
    // Mostly so that something is left.
    const value = (name === 'include') === dice.percent(75);
    if (dice.percent(40)) {
      return ` @${name}(if: ${value})`;
    }
    const variable = this.#name('b');
    if (dice.percent(40)) {
      this.#declared.push(`$${variable}: Boolean! = ${value}`);
    } else {
      this.#declared.push(`$${variable}: Boolean!`);
      this.variables[variable] = value;
    }
    return ` @${name}(if: $${variable})`;
  }

  #arguments(owner: Owner, args: readonly GraphQLArgument[], steps: number): string {
    const { dice } = this;
    const given = args.flatMap((argument): string[] => {
      const needed = isNonNullType(argument.type);
      // A page of twenty in a page of twenty in another is more than may be asked for.
      const wanted = argument.name === 'first' ? (steps > 0 ? 100 : 70) : argument.name === 'after' ? 30 : 60;
      return needed || dice.percent(wanted) ? this.#argument(owner, argument, needed) : [];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #argument(owner: Owner, { name, type }: GraphQLArgument, needed: boolean): string[] {
    const { dice } = this;
    const value = valueFor(dice, owner, name, type);
    if (value === undefined) {
      return [];
    }
    const written = (): string => print(astFromValue(value, type) ?? parse('{ a }'));
    if (dice.percent(50)) {
      return [`${name}: ${written()}`];
    }
    const variable = dice.percent(15) ? (this.#odd.pop() ?? this.#name('v')) : this.#name('v');
    const ways = ['given', 'default', ...(needed || name === 'first' ? [] : ['given', 'null', 'absent'])];
    const way = dice.one(ways);
    this.#declared.push(`$${variable}: ${String(type)}${way === 'default' ? ` = ${written()}` : ''}`);
    if (way === 'given' || way === 'null') {
      this.variables[variable] = way === 'given' ? value : null;
    }
    return [`${name}: $${variable}`];
  }
}

const isTooLarge = (document: string): boolean => {
  const errors = validate(hubSchema(), parse(document), [...specifiedRules, limitsRule]);
  const [wrong] = errors.filter(({ extensions }) => extensions.code !== 'TOO_COMPLEX');
  if (wrong !== undefined) {
    throw new Error(`${wrong.message}: ${document}`);
  }
  return errors.length > 0;
};

/** As many different documents; one that asks for more than anybody may is left out. */
export function generated(count: number): Asked[] {
  const made = new Map<string, Asked>();
  for (let seed = 1; made.size < count; seed++) {
    const writer = new Writer(new Dice(seed));
    const query = writer.document();
    if (!isTooLarge(query)) {
      const plain = /\b(feeds|nextActions)\b/.test(query) ? { plain: true as const } : {};
      const by = ASKING[made.size % ASKING.length] ?? [];
      made.set(query, { name: `walk ${seed}`, query, variables: writer.variables, by, ...plain });
    }
  }
  return [...made.values()];
}
