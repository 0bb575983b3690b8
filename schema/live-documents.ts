/** What is asked on a line: a subscription within the same limits as any request, or why it is not taken. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { limitsRule, MOST_TOKENS } from './limits';
import { coded } from './server-errors';

interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
}

export function liveDocument(
  schema: GraphQLSchema,
  { query, operationName }: Payload,
): DocumentNode | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
  }
  const errors = validate(schema, document, [...specifiedRules, limitsRule]);
  if (errors.length > 0) {
    return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
  return getOperationAST(document, operationName)?.operation === 'subscription'
    ? document
    : [
        new GraphQLError(
          '此处只接受订阅，其余请用 POST。 Only subscriptions are taken here; use POST for the rest.',
          {
            extensions: { code: 'BAD_REQUEST' },
          },
        ),
      ];
}
