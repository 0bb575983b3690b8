/** A recipient that costs little: checks each signature and each unit's order, and answers with a signed receipt. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

const key = Buffer.from((process.env.SECRET ?? '').replace('whsec_', ''), 'base64');
const marks = new Map<string, number>();
let taken = 0;
let wrong = 0;

interface Body {
  eventId: string;
  unitSeq: number;
  unit: { code: string };
}

const hmac = (text: string | Buffer): Buffer => createHmac('sha256', key).update(text).digest();

function isSigned(headers: http.IncomingHttpHeaders, body: Buffer): boolean {
  const given = Buffer.from(String(headers['webhook-signature']).replace('v1,', ''), 'base64');
  const signed = hmac(
    Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]),
  );
  return given.length === signed.length && timingSafeEqual(given, signed);
}

function receipt(bytes: Buffer, headers: http.IncomingHttpHeaders): string {
  const { eventId, unitSeq, unit } = JSON.parse(bytes.toString('utf8')) as Body;
  taken += 1;
  if (!isSigned(headers, bytes) || unitSeq !== (marks.get(unit.code) ?? 0) + 1) {
    wrong += 1;
  }
  marks.set(unit.code, unitSeq);
  const at = new Date().toISOString();
  const signature = hmac(`${eventId}.${unitSeq}.APPLIED.${at}`).toString('base64');
  return JSON.stringify({ receipt: { eventId, unitSeq, state: 'APPLIED', at, signature } });
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/count') {
      // Asked after each run: what came, what was wrong, and a clean sheet.
      response.end(JSON.stringify({ taken, wrong }));
      marks.clear();
      taken = 0;
      wrong = 0;
      return;
    }
    const body = receipt(Buffer.concat(chunks), request.headers);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log(`ready http://127.0.0.1:${process.env.PORT}/events`),
);
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
