/** What is signed can be verified by others, and only a receipt that was signed for this very event confirms. */
import { Webhook } from 'standardwebhooks';
import { outcomeOf } from '../../src/delivery/outcome';
import { readReceipt } from '../../src/delivery/receipt';
import { RETRY_WAITS, retryAfterSeconds, waitSeconds } from '../../src/delivery/retry';
import {
  isSignedBy,
  type Receipt,
  receiptSignature,
  signatureHeaders,
  signingKey,
  signingKeys,
} from '../../src/delivery/signature';
import vectors from './vectors.json';

test.each(vectors.messages)('vector $id', ({ secrets, id, timestamp, body, signature }) => {
  const headers = signatureHeaders(signingKeys(secrets.join(' ')), id, timestamp, Buffer.from(body));
  expect(headers['webhook-signature']).toBe(signature);
  expect(headers).toMatchObject({ 'webhook-id': id, 'webhook-timestamp': String(timestamp) });
});

test.each(vectors.receipts)('receipt vector', ({ secret, signature, ...receipt }) => {
  const key = signingKey(secret) ?? Buffer.alloc(0);
  expect(receiptSignature(key, receipt as Receipt)).toBe(signature);
  expect(isSignedBy([key], { ...receipt, signature } as Receipt)).toBe(true);
  expect(isSignedBy([key], { ...receipt, unitSeq: 8, signature } as Receipt)).toBe(false);
});

test('an independent library accepts it with the new secret and with the one being retired', () => {
  const message = vectors.messages[1] as (typeof vectors.messages)[number];
  const now = Math.floor(Date.now() / 1000);
  const headers = signatureHeaders(
    signingKeys(message.secrets.join(' ')),
    message.id,
    now,
    Buffer.from(message.body),
  );
  for (const secret of message.secrets) {
    expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body));
  }
  expect(() => new Webhook(vectors.messages[0]?.secrets[0] ?? '').verify(message.body, headers)).toThrow();
  expect(() => new Webhook(message.secrets[0] ?? '').verify(`${message.body} `, headers)).toThrow();
});

test.each([
  '',
  'whsec_',
  'whsec_!!!',
  'whsec_c2hvcnQ=',
  'YSBzZWNyZXQgb2YgYXQgbGVhc3QgMjQgYnl0ZXM=',
])('%s is no secret', (text) => expect(signingKey(text)).toBeNull());

describe('receipts', () => {
  const given = vectors.receipts[0] as (typeof vectors.receipts)[number];
  const keys = signingKeys(given.secret);
  const event = { eventId: given.eventId, unitSeq: String(given.unitSeq) };
  const { secret, ...receipt } = given;
  const answer = (changed: object) => JSON.stringify({ receipt: { ...receipt, ...changed } });

  test('the right one is valid', () => {
    expect(readReceipt(answer({}), event, keys).kind).toBe('VALID');
  });
  test.each([
    ['another event', { eventId: '0192f7a0-0000-7000-8000-000000000002' }],
    ['another number', { unitSeq: 8 }],
    ['the number as text', { unitSeq: '7' }],
    ['another state', { state: 'ALREADY' }],
    ['an unknown state', { state: 'SEEN' }],
    ['another instant', { at: '2026-11-21T02:00:01.000Z' }],
    ['no instant', { at: 'x' }],
    ['a number without end', { unitSeq: 1e300 }],
    ['a signature without end', { signature: 'A'.repeat(5000) }],
    ['a signature that is a list', { signature: ['AAAA'] }],
    ['no signature', { signature: undefined }],
    ['a forged signature', { signature: 'AAAA' }],
  ])('%s: invalid', (_name, changed) => {
    expect(readReceipt(answer(changed), event, keys).kind).toBe('INVALID');
  });
  test.each([
    ['2026-11-21T02:00:00.000Z\u0000'],
    ['Sat Nov 21 2026 02:00:00 GMT (x)'],
    ['2026-11-21'],
    ['2026-02-30T02:00:00Z'],
    [`2026-11-21T02:00:00.${'0'.repeat(10)}Z`],
    ['+275760-09-13T00:00:00.000Z'],
  ])('rightly signed over %j, which is no instant: invalid, and the reason says so', (at) => {
    const signed = { eventId: given.eventId, unitSeq: given.unitSeq, state: 'APPLIED', at } as const;
    const signature = receiptSignature(keys[0] ?? Buffer.alloc(0), signed);
    expect(readReceipt(answer({ ...signed, signature }), event, keys)).toMatchObject({
      kind: 'INVALID',
      why: expect.stringMatching(/^已收下，但回执无效：at .*Accepted, receipt invalid/),
    });
  });
  test('an instant with an offset is one', () => {
    const signed = {
      eventId: given.eventId,
      unitSeq: given.unitSeq,
      state: 'APPLIED',
      at: '2026-11-21T10:00:00+08:00',
    } as const;
    const signature = receiptSignature(keys[0] ?? Buffer.alloc(0), signed);
    expect(readReceipt(answer({ ...signed, signature }), event, keys).kind).toBe('VALID');
  });
  test.each(['', 'OK', '[]', '{}', '{"receipt":null}', '{"receipt":'])('%s: none', (text) => {
    expect(readReceipt(text, event, keys).kind).toBe('NONE');
  });

  const answered = (status: number, text = '') =>
    ({ kind: 'ANSWERED', status, retryAfter: null, text }) as const;
  test.each([
    [answered(200, answer({})), 'DELIVERED'],
    [answered(202, answer({})), 'DELIVERED'],
    [answered(200), 'ACCEPTED'],
    [answered(204), 'ACCEPTED'],
    [answered(202), 'ACCEPTED'],
    [answered(200, answer({ signature: 'AAAA' })), 'ACCEPTED'],
    [answered(408), 'RETRY'],
    [answered(425), 'RETRY'],
    [answered(429), 'RETRY'],
    [answered(500), 'RETRY'],
    [answered(503, answer({})), 'RETRY'],
    [answered(301), 'REJECTED'],
    [answered(307), 'REJECTED'],
    [answered(400), 'REJECTED'],
    [answered(401), 'REJECTED'],
    [answered(410), 'REJECTED'],
    [answered(413), 'REJECTED'],
    [{ kind: 'NOT_SENT', error: 'ECONNREFUSED' } as const, 'RETRY'],
    [{ kind: 'NO_ANSWER', error: 'ECONNRESET' } as const, 'UNKNOWN'],
  ])('%j comes to %s', (result, outcome) => {
    expect(outcomeOf(result, event, keys).outcome).toBe(outcome);
  });
});

describe('waits', () => {
  test('follow the table within a fifth, and stay at its end', () => {
    for (let failures = 1; failures < 15; failures++) {
      const due = RETRY_WAITS[Math.min(failures, RETRY_WAITS.length) - 1] ?? 0;
      for (const id of ['a', 'b', 'c', 'd']) {
        const wait = waitSeconds(failures, id, 0);
        expect(wait).toBeGreaterThanOrEqual(due * 0.8);
        expect(wait).toBeLessThanOrEqual(due * 1.2);
      }
    }
    expect(RETRY_WAITS).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 14400, 21600]);
  });
  test('two lanes that failed together drift apart', () => {
    expect(waitSeconds(1, 'one', 0)).not.toBe(waitSeconds(1, 'other', 0));
  });

  const now = new Date('2026-11-21T00:00:00Z');
  test.each([
    [null, 0],
    ['', 0],
    ['120', 120],
    ['0', 0],
    ['-5', 0],
    ['1.5', 0],
    ['soon', 0],
    ['99999999999', 21_600],
    ['Sat, 21 Nov 2026 00:01:30 GMT', 90],
    ['Sat, 21 Nov 2026 23:00:00 GMT', 21_600],
    ['Sat, 21 Nov 2025 00:01:30 GMT', 0],
  ])('Retry-After %s asks for %d s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
  test('a wish longer than the wait is honoured, a shorter one does not shorten it', () => {
    expect(waitSeconds(1, 'a', 100)).toBe(100);
    expect(waitSeconds(4, 'a', 1)).toBeGreaterThan(400);
  });
});
