/** The fast lane: a whole query is one statement, and its JSON text goes to the client untouched. */
import {
  type ApolloServerPlugin,
  type GraphQLRequestContextDidResolveOperation,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import {
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { type Arguments, BadArgument } from '../src/store/compile-parameters';
import type { SelectedNode } from '../src/store/selection';
import type { HubContext } from './context';
import { introspects } from './limits';
import { answer, checkRows, makePlan } from './plan';
import type { Plan } from './plan-cache';
import { ENTITIES } from './registry';
import type { Selector, SelectRequest } from './select';
import { coerceVariables, signature, slotValues } from './select-arguments';
import type { Masked } from './selected';
import { notSignedIn, onLinesOnly } from './server-errors';

/** JSON text in the place of `data`; only `stringifyResult` looks inside. */
class RawData {
  constructor(readonly text: string) {}
}

export const stringifyResult = (result: FormattedExecutionResult): string => {
  const data: unknown = result.data;
  if (!(data instanceof RawData)) {
    return `${JSON.stringify(result)}\n`;
  }
  const rest = result.extensions === undefined ? '' : `,"extensions":${JSON.stringify(result.extensions)}`;
  return `{"data":${data.text}${rest}}\n`;
};

/** The same for both lanes: each masked field once, by its path. */
export const maskedExtensions = (masked: readonly Masked[]): { masked: Masked[] } | undefined =>
  masked.length === 0 ? undefined : { masked: [...masked].sort((a, b) => (a.path < b.path ? -1 : 1)) };

type Asked = GraphQLRequestContextDidResolveOperation<HubContext>;

interface Prepared {
  readonly plan: Plan;
  readonly values: readonly Arguments[];
}

export const fragmentsOf = (document: Asked['document']): Record<string, FragmentDefinitionNode> => {
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

function prepare(asked: Asked): Prepared | null {
  const { operation, schema, contextValue: context, document } = asked;
  if (operation?.operation !== 'query') {
    return null;
  }
  const variables = coerceVariables(schema, operation, asked.request.variables ?? {});
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
function tryToPrepare(asked: Asked): Prepared | null {
  try {
    return prepare(asked);
  } catch (error) {
    asked.contextValue.store.logger.debug({ error: (error as Error).message }, 'left to the plain lane');
    return null;
  }
}

async function respond(prepared: Prepared, context: HubContext): Promise<GraphQLResponse | null> {
  const { plan, values } = prepared;
  if (plan.computes) {
    return null;
  }
  try {
    const data = new RawData(await answer(plan, values, context));
    const extensions = maskedExtensions(plan.masked);
    const singleResult = { data, ...(extensions === undefined ? {} : { extensions }) };
    return {
      http: { status: undefined, headers: new HeaderMap() },
      body: { kind: 'single', singleResult: singleResult as unknown as FormattedExecutionResult },
    };
  } catch (error) {
    if (!(error instanceof BadArgument)) {
      context.store.logger.warn({ error: (error as Error).message }, 'the fast lane failed');
    }
    return null;
  }
}

function listener(): GraphQLRequestListener<HubContext> {
  let prepared: Prepared | null = null;
  return {
    async didResolveOperation(asked) {
      const { operation, document, contextValue } = asked;
      if (operation?.operation === 'subscription') {
        throw onLinesOnly();
      }
      if (operation && !contextValue.decisions.signedIn && introspects(operation, fragmentsOf(document))) {
        throw notSignedIn();
      }
      prepared = tryToPrepare(asked);
      if (prepared !== null) {
        checkRows(prepared.plan, prepared.values);
      }
    },
    responseForOperation: async ({ contextValue }) =>
      prepared === null ? null : respond(prepared, contextValue),
    async willSendResponse({ contextValue, response }) {
      const extensions = maskedExtensions(contextValue.masked);
      if (response.body.kind === 'single' && extensions !== undefined) {
        response.body.singleResult.extensions = extensions;
      }
    },
  };
}

/** `fast: false` leaves everything to the plain lane: for the tests that compare the two. */
export const lanes = (options: { readonly fast: boolean }): ApolloServerPlugin<HubContext> => ({
  requestDidStart: async () => {
    const both = listener();
    return options.fast ? both : { ...both, responseForOperation: async () => null };
  },
});
