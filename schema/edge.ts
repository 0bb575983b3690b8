/**
 * The edge: a question that is known by its words, asked by somebody who is known, is answered as soon as its body is
 * there. Everything else goes on to Fastify and Apollo, which say what is wrong, and from whose answers the edge learns.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../src/kernel/actor';
import type { HubContext } from './context';
import type { KnownQuestions } from './known-questions';
import { checkRows } from './plan';
import { bytesOf, type Prepared, prepare, type Question, resultOf } from './question';
import type { Variables } from './select-arguments';
import type { SignIn } from './sign-in';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What clients say they take, and what Apollo gives them then. */
const ANSWERS: Readonly<Record<string, string>> = {
  '*/*': JSON_TYPE,
  'application/json': JSON_TYPE,
  'application/graphql-response+json': GRAPHQL_TYPE,
  'application/graphql-response+json,application/json;q=0.9': GRAPHQL_TYPE,
};

const BODIES = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]);

/** Keys that Fastify refuses wherever they stand, and the ways to write them with escapes. */
const SUSPECT = /"(?:__proto__|constructor)"|\\u00/;

interface Body {
  readonly query: string;
  readonly operationName: string | null | undefined;
  readonly variables: Variables;
}

export interface EdgeOptions {
  readonly signIn: SignIn;
  readonly known: KnownQuestions;
  readonly mostBytes: number;
  contextOf(actor: Actor): HubContext;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null where anything is unusual. */
function read(bytes: Buffer): Body | null {
  const text = bytes.toString('utf8');
  if (SUSPECT.test(text)) {
    return null;
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(body)) {
    return null;
  }
  const { query, operationName, variables = null, extensions = null } = body;
  const usual =
    typeof query === 'string' &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    operationName !== '' &&
    (variables === null || isRecord(variables)) &&
    (extensions === null || (isRecord(extensions) && extensions.persistedQuery === undefined));
  return usual ? { query, operationName, variables: variables ?? {} } : null;
}

/** Null where graphql-js is to say what is wrong, as it does where too many rows are asked for. */
function ready(question: Question, { variables }: Body, context: HubContext): Prepared | null {
  const prepared = prepare(question, variables, context);
  try {
    if (prepared !== null) {
      checkRows(prepared.plan, prepared.values);
    }
  } catch {
    return null;
  }
  return prepared;
}

export class Edge {
  readonly #bodies = new WeakMap<IncomingMessage, Buffer>();
  readonly #tried = new WeakSet<IncomingMessage>();
  #closed = false;

  constructor(private readonly options: EdgeOptions) {}

  /** Stands before Fastify, and hands over with the body that was read. */
  standBefore(app: FastifyInstance): void {
    const [further] = app.server.listeners('request') as RequestListener[];
    if (further === undefined) {
      throw new TypeError('Fastify does not listen');
    }
    app.server.removeAllListeners('request');
    app.server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#take(request, response, () => further(request, response)),
    );
    app.addHook('preParsing', (request, _reply, payload, done) => {
      const bytes = this.#bodies.get(request.raw);
      done(null, bytes === undefined ? payload : Readable.from(bytes, { objectMode: false }));
    });
  }

  /** The statement was run, and failed: it is not run a second time as it is. */
  triedIn = (request: IncomingMessage): boolean => this.#tried.has(request);

  /** From here on Fastify says that the service is closing. */
  close(): void {
    this.#closed = true;
  }

  #take(request: IncomingMessage, response: ServerResponse, further: () => void): void {
    const type = this.#answerType(request);
    const actor = type === null ? null : this.options.signIn.remembered(request.headers.authorization);
    if (type === null || actor === null) {
      further();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const bytes = Buffer.concat(chunks);
      this.#bodies.set(request, bytes);
      // What is unforeseen goes further in too: there it is logged, and told to nobody.
      void this.#answer(bytes, actor, request)
        .catch(() => null)
        .then((answer) => (answer === null ? further() : send(response, type, answer)));
    });
  }

  /** The content type of the answer; null: not for the edge. */
  #answerType({ method, url, headers }: IncomingMessage): string | null {
    const usual =
      !this.#closed &&
      method === 'POST' &&
      url === '/graphql' &&
      BODIES.has(headers['content-type'] ?? '') &&
      headers['content-encoding'] === undefined &&
      Number(headers['content-length']) <= this.options.mostBytes;
    return usual ? (ANSWERS[headers.accept ?? '*/*'] ?? null) : null;
  }

  /** The answer as it is sent; null where Apollo is to give it. */
  async #answer(bytes: Buffer, actor: Actor, request: IncomingMessage): Promise<Buffer | null> {
    const body = read(bytes);
    const question = body === null ? undefined : this.options.known.find(body.query, body.operationName);
    if (body === null || question === undefined) {
      return null;
    }
    const context = this.options.contextOf(actor);
    const prepared = ready(question, body, context);
    if (prepared === null) {
      return null;
    }
    const result = await resultOf(prepared, context);
    if (result === null) {
      this.#tried.add(request);
      return null;
    }
    return bytesOf(result);
  }
}

function send(response: ServerResponse, type: string, answer: Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': answer.length });
  response.end(answer);
}
