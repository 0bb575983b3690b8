/** One GET at an agency's address: with bearer and time limits, patient for seconds when the source is busy. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { unavailable, unreadable } from './unreadable';

export interface HttpSource {
  readonly url: string;
  readonly token: string | null;
  /** Longest wait for the head of an answer, and between two pieces of its body. */
  readonly timeoutMs?: number;
  /** A source that is busy is waited for in place up to this long; beyond, the next poll asks again. */
  readonly patienceMs?: number;
}

/** The source has replaced the list while we paged through it: start again from the front. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

const TIMEOUT_MS = 20_000;
const PATIENCE_MS = 5_000;
const SOON_MS = 500;

export async function* readAnswer(
  source: HttpSource,
  path: string,
  parameters: Readonly<Record<string, string>>,
): AsyncGenerator<Uint8Array> {
  const url = new URL(path, source.url.endsWith('/') ? source.url : `${source.url}/`);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  const { body } = await askPatiently(source, url);
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unavailable(`应答中断：${(error as Error).message}`, error);
  }
}

async function askPatiently(source: HttpSource, url: URL): Promise<Dispatcher.ResponseData> {
  let waited = 0;
  for (;;) {
    const response = await ask(source, url);
    if (response.statusCode !== 429) {
      return accepted(response);
    }
    await response.body.dump();
    const pause = retryAfterMs(response.headers['retry-after']);
    waited += pause;
    if (waited > (source.patienceMs ?? PATIENCE_MS)) {
      throw unavailable(`来源繁忙（429），请 ${Math.ceil(pause / 1000)} 秒后再取`);
    }
    await sleep(pause);
  }
}

async function ask(
  { token, timeoutMs = TIMEOUT_MS }: HttpSource,
  url: URL,
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, {
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
  } catch (error) {
    throw unavailable(`来源没有应答：${(error as Error).message}`, error);
  }
}

async function accepted(response: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
  const { statusCode, headers, body } = response;
  if (statusCode === 200) {
    if (String(headers['content-type'] ?? '').includes('html')) {
      await body.dump();
      throw unreadable('来源以网页作答，不是数据');
    }
    return response;
  }
  await body.dump();
  switch (statusCode) {
    case 410:
      throw new CursorExpired();
    case 401:
    case 403:
      throw unavailable(`来源拒绝了令牌（${statusCode}），请检查 FEED_*_TOKEN`);
    default:
      throw unavailable(`来源应答 ${statusCode}`);
  }
}

/** Seconds, or nothing that we can read: then soon. Never negative, never a date (no clock of ours is asked). */
function retryAfterMs(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : SOON_MS;
}
