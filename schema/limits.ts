/** How much one operation may ask for, told from its text alone: depth, fields, aliases, roots, introspection. */
import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { tooComplex } from './too-complex';

/**
 * `introspection`: `__schema` and `__type`, and each alias at or below them; all are answered from the whole schema,
 * so each costs as much as the first. A tool needs one of them.
 */
export const LIMITS = { depth: 16, fields: 1_000, aliases: 60, roots: 20, introspection: 5 } as const;

/** Before anything of a document is looked at, its length. */
export const MOST_TOKENS = 8_000;

/** Characters; without a token there is little to ask for, and checking a document costs more than its length. */
const MOST_UNSIGNED = 2_000;

/** Is the document looked at, before anything is known of it but its length? */
export const isReadFor = (signedIn: boolean, document: unknown): boolean =>
  signedIn || typeof document !== 'string' || document.length <= MOST_UNSIGNED;

/** Live updates: lines to this gateway, lines that have not signed in, lines of one account, subscriptions on one line. */
export const LIVE_LIMITS = { lines: 1_000, waiting: 100, ofAccount: 20, onLine: 20 } as const;

/** `roots`: fields of this level, which are roots where the level is that of the operation. */
type Measure = Readonly<Record<keyof typeof LIMITS, number>>;

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0, roots: 0, introspection: 0 };

/** Answered by graphql-js from the schema; `__typename` is a constant. */
export const isIntrospectionField = (name: string): boolean => name === '__schema' || name === '__type';

/** Each fragment is measured once, however often it is spread: what is multiplied is a number, not work. */
class Ruler {
  readonly #measured = new Map<string, Measure>();

  constructor(private readonly fragment: (name: string) => FragmentDefinitionNode | null | undefined) {}

  measure(set: SelectionSetNode): Measure {
    let sum = NOTHING;
    for (const selection of set.selections) {
      let own: Measure;
      if (selection.kind === Kind.FIELD) {
        own = this.field(selection.alias !== undefined, selection.name.value, selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        own = this.measure(selection.selectionSet);
      } else {
        own = this.spread(selection.name.value);
      }
      sum = {
        depth: Math.max(sum.depth, own.depth),
        fields: sum.fields + own.fields,
        aliases: sum.aliases + own.aliases,
        roots: sum.roots + own.roots,
        introspection: sum.introspection + own.introspection,
      };
    }
    return sum;
  }

  private field(aliased: boolean, name: string, set: SelectionSetNode | undefined): Measure {
    const below = set === undefined ? NOTHING : this.measure(set);
    const aliases = below.aliases + (aliased ? 1 : 0);
    return {
      depth: below.depth + 1,
      fields: below.fields + 1,
      aliases,
      roots: 1,
      introspection: below.introspection + (isIntrospectionField(name) ? 1 + aliases : 0),
    };
  }

  private spread(name: string): Measure {
    const known = this.#measured.get(name);
    if (known !== undefined) {
      return known;
    }
    this.#measured.set(name, NOTHING); // a fragment inside itself is refused by another rule
    const definition = this.fragment(name);
    const measured = definition ? this.measure(definition.selectionSet) : NOTHING;
    this.#measured.set(name, measured);
    return measured;
  }
}

/** Does it ask for the schema itself? */
export const introspects = (
  { selectionSet }: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): boolean => new Ruler((name) => fragments[name]).measure(selectionSet).introspection > 0;

function excess(measure: Measure): string | null {
  for (const [name, most] of Object.entries(LIMITS)) {
    const asked = measure[name as keyof typeof LIMITS];
    if (asked > most) {
      return `查询过大：${name} 为 ${asked}，上限 ${most}。 The query asks for too much: ${name} ${asked}, at most ${most}.`;
    }
  }
  return null;
}

/** GraphQL keeps names that begin with `__` for itself; such a variable would be lost on its way, and its filter with it. */
const reservedVariable = ({ variableDefinitions = [] }: OperationDefinitionNode): GraphQLError | null => {
  const reserved = variableDefinitions.find(({ variable }) => variable.name.value.startsWith('__'));
  return reserved === undefined
    ? null
    : new GraphQLError(
        '变量名不能以 __ 开头。 The name of a variable must not begin with __, which GraphQL keeps for itself.',
        { nodes: reserved },
      );
};

const EMPTY: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/** Of a document that is refused here nothing is left to the rules that compare its fields, pair by pair. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const ruler = new Ruler((name) => context.getFragment(name));
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) {
          continue;
        }
        const found = excess(ruler.measure(definition.selectionSet));
        const refused = found === null ? reservedVariable(definition) : tooComplex(found);
        if (refused !== null) {
          context.reportError(refused);
          return EMPTY;
        }
      }
      return undefined;
    },
  };
}
