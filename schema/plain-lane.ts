/** The plain lane: each root compiles the same way, and graphql-js completes it; refusals and bad arguments are said here. */
import { type GraphQLResolveInfo, getNamedType } from 'graphql';
import type { Failure } from '../src/kernel/errors';
import { BadArgument } from '../src/store/compile-parameters';
import type { HubContext } from './context';
import { answer, checkRows, makePlan } from './plan';
import type { Plan } from './plan-cache';
import { ENTITIES } from './registry';
import { Selector, type SelectRequest } from './select';
import { signature, slotValues } from './select-arguments';

export const requestOf = (context: HubContext, info: GraphQLResolveInfo): SelectRequest => ({
  schema: info.schema,
  entities: ENTITIES,
  fragments: info.fragments,
  variables: info.variableValues,
  decisions: context.decisions,
  typed: true,
});

/** A problem as the member of the field's union, under the names that were asked for. */
export function problemFor(context: HubContext, info: GraphQLResolveInfo, failure: Failure): unknown {
  const selector = new Selector(requestOf(context, info));
  const node = selector.problem(
    getNamedType(info.returnType),
    info.fieldNodes,
    String(info.path.key),
    failure,
  );
  return JSON.parse(node.text);
}

function planFor(context: HubContext, info: GraphQLResolveInfo, key: string): Plan {
  const { plans, decisions } = context;
  const given = signature(info.schema, info.operation, info.variableValues);
  return plans.find(info.operation, `${key}|${decisions.key}|${given}`, () =>
    makePlan(requestOf(context, info), (selector) => {
      const field = info.parentType.getFields()[info.fieldName];
      if (field === undefined) {
        throw new TypeError(`${info.fieldName} is no root field`);
      }
      return [selector.root(field, info.fieldNodes, key)];
    }),
  );
}

/** Answers a root field of Query. */
export async function resolveRoot(
  _source: unknown,
  _arguments: unknown,
  context: HubContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const key = String(info.path.key);
  try {
    const plan = planFor(context, info, key);
    const values = slotValues(plan.slots, info.variableValues);
    checkRows(plan, values);
    const text = await answer(plan, values, context);
    context.masked.push(...plan.masked);
    return (JSON.parse(text.toString()) as Record<string, unknown>)[key];
  } catch (error) {
    if (error instanceof BadArgument) {
      return problemFor(context, info, { code: error.code, message: error.message });
    }
    throw error;
  }
}
