/** Answers a root that did something, or to which something happened, with one row, read through the asker's guards. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Arguments } from '../src/store/compile-parameters';
import { allowsField } from './access';
import type { HubContext } from './context';
import { equals, type Link, one } from './entity';
import { problemFor, requestOf } from './plain-lane';
import { answer, checkRows, makePlan, type Plan, withOwn } from './plan';
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

export function refusalFor(context: HubContext, info: GraphQLResolveInfo): unknown {
  return allowsField(context.decisions, rootFieldOf(info))
    ? null
    : problemFor(context, info, context.decisions.signedIn ? NOT_ALLOWED : NOT_SIGNED_IN);
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
  const text = await answer(plan, values, context);
  context.masked.push(...plan.masked);
  return (JSON.parse(text) as Record<string, unknown>)[String(info.path.key)];
}
