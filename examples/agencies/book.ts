/** What a recipient keeps: per unit a high-water mark and the flags in force, in a file that is on disk before anything is confirmed. */
import { closeSync, existsSync, fdatasync, openSync, readFileSync, truncateSync, write } from 'node:fs';

export interface FlagState {
  readonly kind: string;
  readonly subject: string;
  readonly version: number;
  readonly state: 'ACTIVE' | 'WITHDRAWN';
  readonly [field: string]: unknown;
}

export interface HubEvent {
  readonly eventId: string;
  readonly type: string;
  readonly code: string;
  readonly unitSeq: number;
  readonly flag: FlagState;
}

export interface Arrival {
  readonly eventId: string;
  readonly unitSeq: number;
  readonly type: string;
  readonly result: 'APPLIED' | 'ALREADY';
  readonly at: string;
}

interface UnitPage {
  mark: number;
  readonly flags: Map<string, FlagState>;
  readonly arrivals: Arrival[];
}

export interface UnitView {
  readonly mark: number;
  readonly flags: readonly FlagState[];
  readonly arrivals: readonly Arrival[];
}

/** Reads a signed body; null if it is not an event of this shape. */
export function readEvent(bytes: Buffer): HubEvent | null {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const event = body as {
    readonly eventId?: unknown;
    readonly type?: unknown;
    readonly unit?: { readonly code?: unknown } | null;
    readonly unitSeq?: unknown;
    readonly flag?: FlagState | null;
  } | null;
  const { eventId, type, unit, unitSeq, flag } = event ?? {};
  const code = unit?.code;
  const sound =
    typeof eventId === 'string' &&
    typeof type === 'string' &&
    typeof code === 'string' &&
    typeof unitSeq === 'number' &&
    Number.isSafeInteger(unitSeq) &&
    unitSeq >= 1 &&
    typeof flag?.kind === 'string' &&
    typeof flag.subject === 'string' &&
    (flag.state === 'ACTIVE' || flag.state === 'WITHDRAWN');
  return sound ? { eventId, type, code, unitSeq, flag } : null;
}

export class Book {
  private readonly units = new Map<string, UnitPage>();
  private readonly descriptor: number | null;
  private waiting: string[] = [];
  private flushing: Promise<void> | null = null;
  private queued = 0;
  private written = 0;
  private broken: Error | null = null;

  constructor(path: string | null) {
    if (path === null) {
      this.descriptor = null;
      return;
    }
    if (existsSync(path)) {
      this.replay(path);
    }
    this.descriptor = openSync(path, 'a');
  }

  /** A line without its end was being written when the power went: nobody was told of it, so it goes. */
  private replay(path: string): void {
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) {
      truncateSync(path, whole);
    }
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) {
      if (line !== '') {
        const { event, at } = JSON.parse(line) as { readonly event: HubEvent; readonly at: string };
        this.enter(event, at);
      }
    }
  }

  /** At or below the mark nothing changes; above it the state that the event carries holds, whatever was missed between. */
  private enter(event: HubEvent, at: string): 'APPLIED' | 'ALREADY' {
    const page: UnitPage = this.units.get(event.code) ?? { mark: 0, flags: new Map(), arrivals: [] };
    this.units.set(event.code, page);
    const { eventId, unitSeq, type, flag } = event;
    const result = unitSeq <= page.mark ? 'ALREADY' : 'APPLIED';
    page.arrivals.push({ eventId, unitSeq, type, result, at });
    if (result === 'APPLIED') {
      page.mark = unitSeq;
      page.flags.set(`${flag.kind}/${flag.subject}`, flag);
    }
    return result;
  }

  /** Resolves when the event, or the one that made it superfluous, is on disk. */
  async record(event: HubEvent, at: string): Promise<'APPLIED' | 'ALREADY'> {
    const result = this.enter(event, at);
    if (result === 'APPLIED') {
      this.waiting.push(`${JSON.stringify({ event, at })}\n`);
      this.queued += 1;
    }
    await this.flushed();
    return result;
  }

  /** Everything entered up to now is on disk; many events share one write. */
  async flushed(): Promise<void> {
    const target = this.queued;
    while (this.written < target) {
      this.flushing ??= this.flush();
      await this.flushing;
    }
    if (this.broken !== null) {
      throw this.broken;
    }
  }

  /** After a failed write nothing is confirmed any more: the file no longer says what was accepted. */
  private async flush(): Promise<void> {
    const lines = this.waiting;
    this.waiting = [];
    try {
      if (this.descriptor !== null && this.broken === null) {
        await writeDown(this.descriptor, Buffer.from(lines.join(''), 'utf8'));
      }
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.written += lines.length;
      this.flushing = null;
    }
  }

  view(): { [code: string]: UnitView } {
    const views: { [code: string]: UnitView } = {};
    for (const [code, { mark, flags, arrivals }] of this.units) {
      views[code] = { mark, flags: [...flags.values()], arrivals };
    }
    return views;
  }

  get size(): number {
    return this.units.size;
  }

  async close(): Promise<void> {
    await this.flushed();
    if (this.descriptor !== null) {
      closeSync(this.descriptor);
    }
  }
}

function writeDown(descriptor: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, 0, bytes.length, null, (error, written) => {
      if (error !== null || written < bytes.length) {
        reject(error ?? new Error('short write'));
        return;
      }
      fdatasync(descriptor, (failed) => (failed === null ? resolve() : reject(failed)));
    });
  });
}
