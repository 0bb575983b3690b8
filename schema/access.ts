/** Who may ask for a field: declared by one decorator, closed where nothing is declared, decided once per field. */
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import type { Area } from '../src/access/areas';
import { type Action, mayAct, mayRead } from '../src/access/rules';
import type { Actor } from '../src/kernel/actor';

export type Guard =
  | { readonly open: 'PUBLIC' | 'SIGNED_IN' }
  /** Any one of these areas is enough; which rows then come is the row-level scope's matter. */
  | { readonly reads: readonly Area[] }
  /** Any one of these is enough; whether on this very row is the step's matter. */
  | { readonly acts: readonly Action[] };

export const PUBLIC: Guard = { open: 'PUBLIC' };
export const SIGNED_IN: Guard = { open: 'SIGNED_IN' };
export const reads = (...areas: Area[]): Guard => ({ reads: areas });
export const acts = (...actions: Action[]): Guard => ({ acts: actions });

const declaredOn = new WeakSet<object>();

/** type-graphql merges the extensions of a class and its parents, and the parent's win: so only one may declare. */
function refuseTwice(target: object): void {
  for (let above = Object.getPrototypeOf(target); above !== null; above = Object.getPrototypeOf(above)) {
    if (declaredOn.has(above)) {
      throw new TypeError(
        `${(target as { name?: string }).name}: a class above it has declared access already`,
      );
    }
  }
  declaredOn.add(target);
}

/**
 * On a type: the guard of all its fields; on a field: one more, beside the type's. It travels in
 * `extensions`, since a resolver that is bound past the middleware would skip `@Authorized`.
 */
export const Access =
  (guard: Guard): ClassDecorator & PropertyDecorator & MethodDecorator =>
  (target: object, key?: string | symbol, descriptor?: unknown) => {
    if (key === undefined) {
      refuseTwice(target);
    }
    (Extensions({ access: guard }) as (...on: unknown[]) => void)(target, key, descriptor);
  };

export const declaredGuard = (on: { readonly extensions: Readonly<Record<string, unknown>> }): Guard | null =>
  (on.extensions.access as Guard | undefined) ?? null;

/** What stands at a field once the schema is finished: all of these must hold. */
export const guardsOf = (field: GraphQLField<unknown, unknown>): readonly Guard[] => {
  const guards = field.extensions.guards as readonly Guard[] | undefined;
  if (guards === undefined) {
    throw new TypeError(`${field.name}: no access was declared`);
  }
  return guards;
};

/** What was decided about an actor for one day; `key` is the same for all to whom the same was decided. */
export interface ActorDecisions {
  readonly key: string;
  readonly signedIn: boolean;
  readonly regional: boolean;
  may(area: string): boolean;
  mayAct(action: Action): boolean;
}

export const allows = (decisions: ActorDecisions, guard: Guard): boolean => {
  if ('open' in guard) {
    return guard.open === 'PUBLIC' || decisions.signedIn;
  }
  return 'reads' in guard
    ? guard.reads.some((area) => decisions.may(area))
    : guard.acts.some((action) => decisions.mayAct(action));
};

export const allowsField = (decisions: ActorDecisions, field: GraphQLField<unknown, unknown>): boolean =>
  guardsOf(field).every((guard) => allows(decisions, guard));

const NOBODY: ActorDecisions = {
  key: 'nobody',
  signedIn: false,
  regional: false,
  may: () => false,
  mayAct: () => false,
};

/**
 * Role, body and whether there is a region decide everything on a given day; the region itself and the
 * actor's id are bound as values. `refuse` is there for the test that nothing comes through when all is refused.
 */
export function decide(actor: Actor | null, on: string): ActorDecisions {
  if (actor === null) {
    return NOBODY;
  }
  const memo = new Map<string, boolean>();
  return {
    key: `${actor.role}|${actor.body ?? '-'}|${actor.region === null ? 'city' : 'region'}|${on}`,
    signedIn: true,
    regional: actor.region !== null,
    may: (area) => {
      const known = memo.get(area);
      if (known !== undefined) {
        return known;
      }
      const decided = mayRead(actor, area as Area, on);
      memo.set(area, decided);
      return decided;
    },
    mayAct: (action) => mayAct(actor, action),
  };
}

/** The text of a guard in the committed table. */
export function guardText(guard: Guard): string {
  if ('open' in guard) {
    return guard.open;
  }
  return 'reads' in guard ? `reads ${guard.reads.join(' | ')}` : `acts ${guard.acts.join(' | ')}`;
}

export const isIntrospection = (type: GraphQLObjectType): boolean => type.name.startsWith('__');
