/** How much one operation may ask for, told from its text alone: depth, fields, aliases, roots. */
import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { tooComplex } from './too-complex';

export const LIMITS = { depth: 16, fields: 1_000, aliases: 60, roots: 20 } as const;

interface Measure {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
}

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0 };

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
      };
    }
    return sum;
  }

  /** Introspection is as deep as it is, and reads no rows. */
  private field(aliased: boolean, name: string, set: SelectionSetNode | undefined): Measure {
    const below = set === undefined || name.startsWith('__') ? NOTHING : this.measure(set);
    return {
      depth: below.depth + 1,
      fields: below.fields + 1,
      aliases: below.aliases + (aliased ? 1 : 0),
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

function excess(measure: Measure, roots: number): string | null {
  const found = { ...measure, roots };
  for (const [name, most] of Object.entries(LIMITS)) {
    const asked = found[name as keyof typeof LIMITS];
    if (asked > most) {
      return `查询过大：${name} 为 ${asked}，上限 ${most}。 The query asks for too much: ${name} ${asked}, at most ${most}.`;
    }
  }
  return null;
}

export function limitsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const ruler = new Ruler((name) => context.getFragment(name));
      const roots = operation.selectionSet.selections.length;
      const found = excess(ruler.measure(operation.selectionSet), roots);
      if (found !== null) {
        context.reportError(tooComplex(found));
      }
      return false;
    },
  };
}
