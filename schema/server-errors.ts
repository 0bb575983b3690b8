/** Errors as clients see them: a code and what to do; what went wrong inside stays in the log. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../src/kernel/logger';
import { NOT_SIGNED_IN } from './problem';

/** No connection, or one that broke: the same request may pass a moment later. */
const UNAVAILABLE = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|57P0[1-3]|53300|08)/;

const INSIDE: GraphQLFormattedError = {
  message: '内部错误，已记录。 Something failed inside; it has been logged.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};

const AWAY: GraphQLFormattedError = {
  message: '数据库暂不可用，请稍后重试。 The database does not answer; please try again in a moment.',
  extensions: { code: 'SERVER_UNAVAILABLE' },
};

/** PostgreSQL ended a statement that took too long: the answer is another question. */
const TOO_LONG: GraphQLFormattedError = {
  message:
    '查询用时过长，已中止；请缩小范围或减小 first。 The query took too long and was ended; ask for less of it at once.',
  extensions: { code: 'TOO_COMPLEX' },
};

const originalOf = (error: unknown): unknown =>
  (error as { originalError?: unknown } | null)?.originalError ?? error;

export function isUnavailable(error: unknown): boolean {
  const { code, message } = originalOf(error) as { code?: string; message?: string };
  return (
    UNAVAILABLE.test(code ?? '') || /Connection terminated|timeout exceeded when trying/.test(message ?? '')
  );
}

/** `limit` marks what the limits refused: as a validation rule they would go under another code. */
export const formatError =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { limit, ...rest } = formatted.extensions ?? {};
    if (limit !== undefined) {
      return { message: formatted.message, extensions: { ...rest, code: 'TOO_COMPLEX' } };
    }
    if (rest.code !== 'INTERNAL_SERVER_ERROR') {
      return formatted;
    }
    const original = originalOf(error) as { code?: string; message?: string; stack?: string };
    logger.error(
      { error: original.message, stack: original.stack, path: formatted.path },
      'a request failed',
    );
    const said = isUnavailable(error) ? AWAY : original.code === '57014' ? TOO_LONG : INSIDE;
    return formatted.path === undefined ? said : { ...said, path: formatted.path };
  };

type Format = ReturnType<typeof formatError>;

/** What Apollo does for HTTP: a code on every error, and none of what is meant for HTTP. */
export function formatLive(format: Format, error: GraphQLError): GraphQLFormattedError {
  const { http: _http, code, ...rest } = error.extensions;
  const usual = error.originalError === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
  return format({ ...error.toJSON(), extensions: { ...rest, code: code ?? usual } }, error);
}

export const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code, ...error.extensions },
  });

/** The answer to a token that nobody holds: HTTP 401, in the form of a GraphQL answer. */
export const UNKNOWN_TOKEN = {
  errors: [
    {
      message: '令牌无效或已撤销。 The token is not known, or has been revoked.',
      extensions: {
        code: 'NOT_SIGNED_IN',
        hint: '请核对 Authorization: Bearer <令牌>。 Check the header Authorization: Bearer <token>.',
      },
    },
  ],
} as const;

/** Where no root can say it: the schema itself was asked for, or more than is read for whoever is not signed in. */
export const notSignedIn = (): GraphQLError => {
  const { code, message, hint } = NOT_SIGNED_IN;
  return new GraphQLError(message, { extensions: { code, hint, http: { status: 401 } } });
};

/** One answer is no place for events that come one after another. */
export const onLinesOnly = (): GraphQLError =>
  new GraphQLError(
    '订阅请用 WebSocket（同一地址，graphql-transport-ws）。 A subscription is for the WebSocket line: the same address, graphql-transport-ws.',
    { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
  );
