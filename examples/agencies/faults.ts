/** The switches by which a test makes a source misbehave. */
import type { ServerResponse } from 'node:http';
import { answer } from './program';

/**
 * down: connection closed without an answer · slow: answers after delayMs · busy: 429 with Retry-After ·
 * garbage: a page in HTML with status 200 · cut: the answer breaks off · half: a whole answer with half the list.
 */
const FAULTS = ['none', 'down', 'slow', 'busy', 'garbage', 'cut', 'half'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Switches {
  fault: Fault;
  delayMs: number;
  retryAfter: number;
  /** How many requests the fault still meets; null = until it is switched off. */
  times: number | null;
  asOf: string | null;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export function takeFault(switches: Switches): Fault {
  const { fault, times } = switches;
  if (fault !== 'none' && times !== null) {
    switches.times = times - 1;
    if (switches.times <= 0) {
      switches.fault = 'none';
    }
  }
  return fault;
}

/** Answers true when the fault was the whole answer. */
export async function misbehave(
  fault: Fault,
  switches: Switches,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault) {
    case 'none':
    case 'half':
      return false;
    case 'slow':
      await pause(switches.delayMs);
      return false;
    case 'down':
      response.destroy();
      return true;
    case 'busy':
      answer(response, 429, { error: 'too many requests' }, { 'retry-after': String(switches.retryAfter) });
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<html><body>系统维护中，请稍后再试</body></html>');
      return true;
    case 'cut':
      cutShort(response);
      return false;
    default: {
      const never: never = fault;
      return never;
    }
  }
}

/** Lets the first bytes through and then breaks the connection. */
function cutShort(response: ServerResponse): void {
  const write = response.write.bind(response);
  const breakOff = (chunk: unknown): boolean => {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk ?? ''));
    write(bytes.subarray(0, Math.floor(bytes.length / 2)));
    setTimeout(() => response.destroy(), 20);
    return false;
  };
  response.write = breakOff as typeof response.write;
  response.end = ((chunk: unknown) => {
    breakOff(chunk);
    return response;
  }) as typeof response.end;
}

/** Turns the switches that the body names; answers what is wrong with it. */
export function turn(switches: Switches, body: { readonly [key: string]: unknown }): string | null {
  if (body.fault !== undefined) {
    const fault = FAULTS.find((one) => one === body.fault);
    if (fault === undefined) {
      return `fault is one of ${FAULTS.join(', ')}`;
    }
    switches.fault = fault;
    switches.times = typeof body.times === 'number' ? body.times : null;
  }
  switches.delayMs = typeof body.delayMs === 'number' ? body.delayMs : switches.delayMs;
  switches.retryAfter = typeof body.retryAfter === 'number' ? body.retryAfter : switches.retryAfter;
  switches.asOf = typeof body.asOf === 'string' ? body.asOf : switches.asOf;
  return null;
}
