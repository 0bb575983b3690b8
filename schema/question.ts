/** A query that was read and checked, and its whole answer as one JSON text: what the fast lane and the edge have in common. */
import {
  type DocumentNode,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { type Arguments, BadArgument } from '../src/store/compile-parameters';
import type { SelectedNode } from '../src/store/selection';
import type { HubContext } from './context';
import { answer, makePlan } from './plan';
import type { Plan } from './plan-cache';
import { ENTITIES } from './registry';
import type { Selector, SelectRequest } from './select';
import { coerceVariables, signature, slotValues, type Variables } from './select-arguments';
import type { Masked } from './selected';

/** Valid for the schema, and a query. */
export interface Question {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export interface Prepared {
  readonly plan: Plan;
  readonly values: readonly Arguments[];
}

/** The bytes of JSON text in the place of `data`; only what writes the answer looks inside. */
class RawData {
  constructor(readonly bytes: Buffer) {}
}

const OPENING = Buffer.from('{"data":');

/** An answer of the fast lane as it is sent: what PostgreSQL wrote, and a few bytes around it. */
export function bytesOf({ data, extensions }: FormattedExecutionResult): Buffer | null {
  const raw: unknown = data;
  if (!(raw instanceof RawData)) {
    return null;
  }
  const rest = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return Buffer.concat([OPENING, raw.bytes, Buffer.from(`${rest}}\n`)]);
}

export const stringifyResult = (result: FormattedExecutionResult): string =>
  bytesOf(result)?.toString() ?? `${JSON.stringify(result)}\n`;

/** The same for both lanes: each masked field once, by its path. */
export const maskedExtensions = (masked: readonly Masked[]): { masked: Masked[] } | undefined =>
  masked.length === 0 ? undefined : { masked: [...masked].sort((a, b) => (a.path < b.path ? -1 : 1)) };

export const fragmentsOf = (document: DocumentNode): Record<string, FragmentDefinitionNode> => {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments[definition.name.value] = definition;
    }
  }
  return fragments;
};

/** All roots but introspection, which graphql-js answers; the plan then only tells how much is asked for. */
function roots(selector: Selector, operation: OperationDefinitionNode): SelectedNode[] {
  const { schema, fragments, variables } = selector.request;
  const query = schema.getQueryType();
  if (!query) {
    return [];
  }
  const chosen: SelectedNode[] = [];
  for (const [key, nodes] of collectFields(
    schema,
    { ...fragments },
    variables,
    query,
    operation.selectionSet,
  )) {
    const name = nodes[0]?.name.value ?? '';
    const field = query.getFields()[name];
    if (field !== undefined) {
      chosen.push(selector.root(field, nodes, key));
    } else if (name === '__typename') {
      chosen.push({ kind: 'text', key, text: JSON.stringify(query.name) });
    } else {
      selector.computes = true;
    }
  }
  return chosen;
}

function planned(question: Question, given: Variables, context: HubContext): Prepared | null {
  const { schema, operation, document } = question;
  const variables = coerceVariables(schema, operation, given);
  if (variables === null) {
    return null;
  }
  const { plans, decisions } = context;
  const key = `*|${decisions.key}|${signature(schema, operation, variables)}`;
  const plan = plans.find(operation, key, () => {
    const request: SelectRequest = {
      schema,
      entities: ENTITIES,
      fragments: fragmentsOf(document),
      variables,
      decisions,
      typed: false,
    };
    return makePlan(request, (selector) => roots(selector, operation));
  });
  return { plan, values: slotValues(plan.slots, variables) };
}

/** Null where graphql-js is to say what is wrong. */
export function prepare(question: Question, given: Variables, context: HubContext): Prepared | null {
  try {
    return planned(question, given, context);
  } catch (error) {
    context.store.logger.debug({ error: (error as Error).message }, 'left to the plain lane');
    return null;
  }
}

/** Null where graphql-js is to answer: a field is worked out in Node, or something failed and has to be said. */
export async function resultOf(
  prepared: Prepared,
  context: HubContext,
): Promise<FormattedExecutionResult | null> {
  const { plan, values } = prepared;
  if (plan.computes) {
    return null;
  }
  try {
    const data = new RawData(await answer(plan, values, context));
    const extensions = maskedExtensions(plan.masked);
    const result = { data, ...(extensions === undefined ? {} : { extensions }) };
    return result as unknown as FormattedExecutionResult;
  } catch (error) {
    if (!(error instanceof BadArgument)) {
      context.store.logger.warn({ error: (error as Error).message }, 'the fast lane failed');
    }
    return null;
  }
}
