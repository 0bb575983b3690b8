/** Answers a root that did something, or to which something happened, with one row, read through the asker's guards. */
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { Actor } from '../src/kernel/actor';
import type { Result } from '../src/kernel/result';
import { type Arguments, BadArgument } from '../src/store/compile-parameters';
import { type Tx, transaction } from '../src/store/transaction';
import { allowsField } from './access';
import { checkedArguments } from './bounds';
import type { HubContext } from './context';
import { equals, type Link, one } from './entity';
import { problemFor, requestOf } from './plain-lane';
import { answer, checkRows, makePlan, withOwn } from './plan';
import type { Plan } from './plan-cache';
import { NOT_ALLOWED, NOT_SIGNED_IN } from './problem';
import { slotValues } from './select-arguments';

export const byUuid = (to: string): Link => one({ to, where: [equals('id', 'uuid', 'id')] });
export const byNumber = (to: string): Link => one({ to, where: [equals('id', 'bigint', 'id')] });

/** What will be answered, planned before anything is done: a selection that is refused undoes nothing later. */
export interface Planned {
  readonly plan: Plan;
  readonly context: HubContext;
  readonly info: GraphQLResolveInfo;
}

export const rootFieldOf = (info: GraphQLResolveInfo) => {
  const field = info.parentType.getFields()[info.fieldName];
  if (field === undefined) {
    throw new TypeError(`${info.fieldName} is no root field`);
  }
  return field;
};

export type Admitted = { readonly given: Arguments } | { readonly problem: unknown };

/** Before a root does anything: may this be asked for, and do the arguments hold? */
export function admit(context: HubContext, info: GraphQLResolveInfo, given: Arguments): Admitted {
  const field = rootFieldOf(info);
  if (!allowsField(context.decisions, field)) {
    const refusal = context.decisions.signedIn ? NOT_ALLOWED : NOT_SIGNED_IN;
    return { problem: problemFor(context, info, refusal) };
  }
  try {
    return { given: checkedArguments(field.args, given) };
  } catch (error) {
    return { problem: badArgument(context, info, error) };
  }
}

const ANY: Arguments = { id: '' };

export function planReadBack(context: HubContext, info: GraphQLResolveInfo, link: Link): Planned {
  const plan = makePlan(
    requestOf(context, info),
    (selector) => [selector.root(rootFieldOf(info), info.fieldNodes, String(info.path.key), link)],
    ANY,
  );
  checkRows(plan, withOwn(slotValues(plan.slots, info.variableValues), ANY));
  return { plan, context, info };
}

export async function readBack({ plan, context, info }: Planned, id: string): Promise<unknown> {
  const values = withOwn(slotValues(plan.slots, info.variableValues), { id });
  try {
    const text = await answer(plan, values, context);
    context.masked.push(...plan.masked);
    return (JSON.parse(text.toString()) as Record<string, unknown>)[String(info.path.key)];
  } catch (error) {
    return badArgument(context, info, error);
  }
}

function badArgument(context: HubContext, info: GraphQLResolveInfo, error: unknown): unknown {
  if (error instanceof BadArgument) {
    return problemFor(context, info, { code: error.code, message: error.message });
  }
  throw error;
}

/** For one statement of what is done: longer than for a read, which holds nothing that others wait for. */
const ACT_SECONDS = 60;

export interface Act<Value> {
  /** Where the answer is read, by the id that the step gives. */
  readonly link: Link;
  readonly id: (value: Value) => string;
  readonly run: (tx: Tx, actor: Actor) => Promise<Result<Value>>;
}

/** What cannot be answered is not done either. */
function tryToPlan(
  context: HubContext,
  info: GraphQLResolveInfo,
  link: Link,
): Planned | { readonly problem: unknown } {
  try {
    return planReadBack(context, info, link);
  } catch (error) {
    return { problem: badArgument(context, info, error) };
  }
}

/** A mutation that was admitted: plan of the answer, one transaction, then the answer through the asker's own guards. */
export async function act<Value>(
  context: HubContext,
  info: GraphQLResolveInfo,
  { link, id, run }: Act<Value>,
): Promise<unknown> {
  const { actor } = context;
  if (actor === null) {
    throw new TypeError(`${info.fieldName}: nobody acts`);
  }
  const planned = tryToPlan(context, info, link);
  if ('problem' in planned) {
    return planned.problem;
  }
  const done = await transaction(context.store, async (tx) => {
    await tx.query(`set local statement_timeout = '${ACT_SECONDS}s'`);
    return run(tx, actor);
  });
  return done.ok ? readBack(planned, id(done.value)) : problemFor(context, info, done.failure);
}

type Resolve = GraphQLFieldResolver<unknown, HubContext, Record<string, unknown>>;

/** Every root of Mutation begins so. */
export const admitting =
  (own: Resolve): Resolve =>
  (source, given, context, info) => {
    const admitted = admit(context, info, given);
    return 'problem' in admitted ? admitted.problem : own(source, { ...admitted.given }, context, info);
  };
