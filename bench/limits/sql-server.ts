/** The least that answers a query: a bare HTTP server and one prepared statement whose result is the answer's text. */
import fs from 'node:fs';
import http from 'node:http';
import { Pool } from 'pg';
import { clientConfig } from '../../src/store/connection';

const [file = '', names = ''] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');
/** Paths into the variables, in the order of the statement's parameters. */
const parameters = names.split(',').map((name) => name.split('.'));
/** Connections as the hub opens them: the same role, time limits and number. */
const options = { role: 'app', name: 'bench limit', statementSeconds: 15 } as const;
const pool = new Pool({ ...clientConfig(process.env.DATABASE_URL ?? '', options), max: 10 });

const value = (variables: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], variables);

async function answer(body: string): Promise<string> {
  const { variables } = JSON.parse(body) as { variables: unknown };
  const values = parameters.map((keys) => value(variables, keys));
  const { rows } = await pool.query<{ answer: string }>({ name: 'limit', text, values });
  return rows[0]?.answer ?? 'null';
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(Buffer.concat(chunks).toString('utf8')).then(
      (json) => {
        const body = Buffer.from(`{"data":${json}}\n`);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
        response.end(body);
      },
      (error: Error) => {
        response.writeHead(500);
        response.end(error.message);
      },
    );
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log(`ready http://127.0.0.1:${process.env.PORT}/graphql`),
);
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void pool.end();
});
