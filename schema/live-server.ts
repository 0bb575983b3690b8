/** Subscriptions on the gateway's own port: graphql-ws over WebSocket, subscriptions only. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../src/kernel/logger';
import type { HubContext } from './context';
import { isReadFor, LIVE_LIMITS } from './limits';
import type { Live } from './live';
import type { LiveContext } from './live-context';
import { liveDocument } from './live-documents';
import { endLine, Lines } from './live-lines';
import { formatError, formatLive, notSignedIn } from './server-errors';
import type { Signed } from './sign-in';
import { tooComplex } from './too-complex';

const PING_MS = 12_000;
const MOST_MESSAGE_BYTES = 65_536;

export interface LiveServerOptions {
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly logger: Logger;
  /** Who holds this Authorization, now. */
  who(authorization: string | undefined): Promise<Signed>;
  contextFor(signed: Signed): HubContext;
}

interface Extra {
  readonly request: IncomingMessage;
  readonly line: WebSocket;
}
type Parameters = Record<string, unknown>;

const authorizationOf = (
  parameters: Parameters | undefined,
  request: IncomingMessage,
): string | undefined => {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return typeof given === 'string' ? given : request.headers.authorization;
};

function graphqlServer({ schema, live, who, contextFor, logger }: LiveServerOptions, lines: Lines) {
  const format = formatError(logger);
  const said = (errors: readonly GraphQLError[]) => errors.map((error) => formatLive(format, error));
  return makeServer<Parameters, Extra>({
    connectionInitWaitTimeout: 0, // `lines` sees to it
    onConnect: async ({ connectionParams, extra: { request, line } }) => {
      const signed = await who(authorizationOf(connectionParams, request));
      return signed.known && (signed.actor === null || lines.signIn(line, signed.actor.id));
    },
    onSubscribe: ({ connectionParams, extra, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > LIVE_LIMITS.onLine) {
        return [
          tooComplex(
            `一条连接最多 ${LIVE_LIMITS.onLine} 个订阅。 At most ${LIVE_LIMITS.onLine} subscriptions on one line.`,
          ),
        ];
      }
      if (!isReadFor(lines.isSignedIn(extra.line), payload.query)) {
        return [notSignedIn()];
      }
      const document = liveDocument(schema, payload);
      if (!('kind' in document)) {
        return document;
      }
      const authorization = authorizationOf(connectionParams, extra.request);
      const contextValue: LiveContext = {
        live,
        renew: async () => contextFor(await who(authorization)),
      };
      const { operationName, variables } = payload;
      return { schema, document, operationName, variableValues: variables, contextValue } as ExecutionArgs;
    },
    onError: (_line, _id, _payload, errors) => said(errors),
    onNext: (_line, _id, _payload, _args, { errors, ...result }) =>
      errors === undefined ? undefined : { ...result, errors: said(errors as readonly GraphQLError[]) },
  });
}

/** A line that does not answer for two pings is dropped, so that its subscriptions end. */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
    }
    answered = false;
    socket.ping();
  }, PING_MS);
  socket.once('close', () => clearInterval(timer));
}

export interface LiveServer {
  close(): Promise<void>;
}

export function serveLive(http: HttpServer, options: LiveServerOptions): LiveServer {
  const lines = new Lines();
  const server = graphqlServer(options, lines);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: MOST_MESSAGE_BYTES });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    if (lines.full) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (line) => open(line, request));
  };
  const open = (line: WebSocket, request: IncomingMessage): void => {
    const fail = (error: unknown) => {
      options.logger.warn({ error: (error as Error).message }, 'a subscription line failed');
      endLine(line, CloseCode.InternalServerError, 'Internal server error');
    };
    lines.open(line);
    line.on('error', fail);
    keepAlive(line);
    const closed = server.opened(
      {
        protocol: line.protocol,
        send: (text) =>
          new Promise((resolve) => {
            line.send(text, () => resolve()); // a line that is gone says so by its close
          }),
        close: (code, reason) => endLine(line, code, reason),
        onMessage: (take) => line.on('message', (data) => void take(String(data)).catch(fail)),
      },
      { request, line },
    );
    line.once('close', (code, reason) => void closed(code, String(reason)));
  };
  http.on('upgrade', upgrade);
  return {
    async close() {
      http.off('upgrade', upgrade);
      for (const line of sockets.clients) {
        endLine(line, 1001, 'Going away');
      }
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}
