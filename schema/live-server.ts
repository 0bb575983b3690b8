/** Subscriptions on the gateway's own port: graphql-ws over WebSocket, subscriptions only. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../src/kernel/logger';
import type { HubContext } from './context';
import { limitsRule } from './limits';
import type { Live } from './live';
import type { LiveContext } from './live-context';
import type { Signed } from './sign-in';

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

type Extra = { readonly request: IncomingMessage };
type Parameters = Record<string, unknown>;

const authorizationOf = (
  parameters: Parameters | undefined,
  request: IncomingMessage,
): string | undefined => {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return typeof given === 'string' ? given : request.headers.authorization;
};

function graphqlServer({ schema, live, who, contextFor }: LiveServerOptions) {
  return makeServer<Parameters, Extra>({
    connectionInitWaitTimeout: 5_000,
    onConnect: async ({ connectionParams, extra }) =>
      (await who(authorizationOf(connectionParams, extra.request))).known,
    onSubscribe: ({ connectionParams, extra }, _id, payload) => {
      const document = parse(payload.query);
      const operation = getOperationAST(document, payload.operationName);
      if (operation?.operation !== 'subscription') {
        return [
          new GraphQLError('此处只接受订阅。 Only subscriptions are taken here; use POST for the rest.'),
        ];
      }
      const errors = validate(schema, document, [...specifiedRules, limitsRule]);
      if (errors.length > 0) {
        return errors;
      }
      const authorization = authorizationOf(connectionParams, extra.request);
      const contextValue: LiveContext = {
        live,
        renew: async () => contextFor(await who(authorization)),
      };
      const { operationName, variables } = payload;
      return { schema, document, operationName, variableValues: variables, contextValue } as ExecutionArgs;
    },
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
  const server = graphqlServer(options);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: MOST_MESSAGE_BYTES });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (line) => open(line, request));
  };
  const open = (line: WebSocket, request: IncomingMessage): void => {
    const fail = (error: unknown) => {
      options.logger.warn({ error: (error as Error).message }, 'a subscription line failed');
      line.close(CloseCode.InternalServerError, 'Internal server error');
    };
    line.on('error', fail);
    keepAlive(line);
    const closed = server.opened(
      {
        protocol: line.protocol,
        send: (text) =>
          new Promise((resolve) => {
            line.send(text, () => resolve()); // a line that is gone says so by its close
          }),
        close: (code, reason) => line.close(code, reason),
        onMessage: (take) => line.on('message', (data) => void take(String(data)).catch(fail)),
      },
      { request },
    );
    line.once('close', (code, reason) => void closed(code, String(reason)));
  };
  http.on('upgrade', upgrade);
  return {
    async close() {
      http.off('upgrade', upgrade);
      for (const line of sockets.clients) {
        line.close(1001, 'Going away');
        // A client that does not answer the close holds nothing up.
        setTimeout(() => line.terminate(), 500).unref();
      }
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}
