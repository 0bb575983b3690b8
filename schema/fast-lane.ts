/** The fast lane: a whole query is one statement, and its JSON text goes through Apollo to the client untouched. */
import {
  type ApolloServerPlugin,
  type GraphQLRequestContextDidResolveOperation,
  type GraphQLRequestContextResponseForOperation,
  type GraphQLRequestListener,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import type { HubContext } from './context';
import type { KnownQuestions } from './known-questions';
import { introspects } from './limits';
import { checkRows } from './plan';
import { fragmentsOf, maskedExtensions, type Prepared, prepare, type Question, resultOf } from './question';
import { notSignedIn, onLinesOnly } from './server-errors';

type Asked =
  | GraphQLRequestContextDidResolveOperation<HubContext>
  | GraphQLRequestContextResponseForOperation<HubContext>;

function questionOf({ operation, schema, document }: Asked): Question | null {
  return operation?.operation === 'query' ? { schema, document, operation } : null;
}

class Listener implements GraphQLRequestListener<HubContext> {
  #prepared: Prepared | null = null;

  constructor(
    private readonly fast: boolean,
    private readonly known: KnownQuestions,
  ) {}

  async didResolveOperation(asked: Asked): Promise<void> {
    const { operation, document, contextValue } = asked;
    if (operation?.operation === 'subscription') {
      throw onLinesOnly();
    }
    if (operation && !contextValue.decisions.signedIn && introspects(operation, fragmentsOf(document))) {
      throw notSignedIn();
    }
    const question = questionOf(asked);
    this.#prepared = question && prepare(question, asked.request.variables ?? {}, contextValue);
    if (this.#prepared !== null) {
      checkRows(this.#prepared.plan, this.#prepared.values);
    }
  }

  async responseForOperation(asked: Asked): Promise<GraphQLResponse | null> {
    const prepared = this.#prepared;
    if (!this.fast || asked.contextValue.lane === 'plain' || prepared === null) {
      return null;
    }
    const singleResult = await resultOf(prepared, asked.contextValue);
    if (singleResult === null) {
      return null;
    }
    this.#learn(asked);
    return {
      http: { status: undefined, headers: new HeaderMap() },
      body: { kind: 'single', singleResult },
    };
  }

  /** A question that is asked again need not be read and checked again. */
  #learn(asked: Asked): void {
    const question = questionOf(asked);
    if (question !== null && asked.source !== undefined) {
      this.known.learn(asked.source, asked.request.operationName, question);
    }
  }

  async willSendResponse({
    contextValue,
    response,
  }: Parameters<NonNullable<GraphQLRequestListener<HubContext>['willSendResponse']>>[0]): Promise<void> {
    const extensions = maskedExtensions(contextValue.masked);
    if (response.body.kind === 'single' && extensions !== undefined) {
      response.body.singleResult.extensions = extensions;
    }
  }
}

/** `fast: false` leaves everything to the plain lane: for the tests that compare the two. */
export const lanes = (options: {
  readonly fast: boolean;
  readonly known: KnownQuestions;
}): ApolloServerPlugin<HubContext> => ({
  requestDidStart: async () => new Listener(options.fast, options.known),
});
