/** A recipient that costs little: checks each signature and each unit's order, and answers with a signed receipt. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

const key = Buffer.from((process.env.SECRET ?? '').replace('whsec_', ''), 'base64');
const marks = new Map<string, number>();
/** One event in so many is refused when it comes first; 0: none. */
let refuseOneIn = 0;
const refused = new Set<string>();
const seen = { taken: 0, unsigned: 0, outOfOrder: 0 };

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

function isRefused(eventId: string): boolean {
  if (refuseOneIn === 0 || refused.has(eventId) || Number.parseInt(eventId.slice(-6), 16) % refuseOneIn > 0) {
    return false;
  }
  refused.add(eventId);
  return true;
}

/** Null: not now. */
function receipt(bytes: Buffer, headers: http.IncomingHttpHeaders): string | null {
  const { eventId, unitSeq, unit } = JSON.parse(bytes.toString('utf8')) as Body;
  if (isRefused(eventId)) {
    return null;
  }
  seen.taken += 1;
  seen.unsigned += isSigned(headers, bytes) ? 0 : 1;
  seen.outOfOrder += unitSeq === (marks.get(unit.code) ?? 0) + 1 ? 0 : 1;
  marks.set(unit.code, unitSeq);
  const at = new Date().toISOString();
  const signature = hmac(`${eventId}.${unitSeq}.APPLIED.${at}`).toString('base64');
  return JSON.stringify({ receipt: { eventId, unitSeq, state: 'APPLIED', at, signature } });
}

/** Asked between runs: what came, what was wrong, and a clean sheet; how many are refused from now on. */
function count(url: string): string {
  const text = JSON.stringify({ ...seen, refused: refused.size });
  Object.assign(seen, { taken: 0, unsigned: 0, outOfOrder: 0 });
  marks.clear();
  refused.clear();
  refuseOneIn = Number(new URL(url, 'http://localhost').searchParams.get('refuseOneIn') ?? 0);
  return text;
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url?.startsWith('/count')) {
      response.end(count(request.url));
      return;
    }
    const body = receipt(Buffer.concat(chunks), request.headers);
    response.writeHead(body === null ? 503 : 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body ?? '{}'),
    });
    response.end(body ?? '{}');
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
