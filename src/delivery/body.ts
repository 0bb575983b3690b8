/** The bytes that one class of recipients gets: the whole resulting state, cut to the fields that were granted. */
import type { Json } from '../kernel/canonical-json';

/** The resulting state of what the event is about; the fields beyond these four leave only where granted. */
export interface EventState {
  readonly kind: string;
  readonly subject: string;
  readonly version: number;
  readonly state: 'ACTIVE' | 'WITHDRAWN';
  readonly [field: string]: Json;
}

export interface EventUnit {
  /** Unified social credit code; of a park without one, the city's own code. */
  readonly code: string;
  readonly name: string;
  readonly regionCode: string | null;
}

export interface EventHeader {
  readonly eventId: string;
  readonly type: string;
  readonly unit: EventUnit;
  readonly unitSeq: string;
  readonly supersedes: string | null;
  readonly occurredAt: string;
  /** After this day the recipient asks again before it acts. */
  readonly recheckBy: string | null;
}

const ALWAYS = ['kind', 'subject', 'version', 'state'];

/** The name of a class: its fields in order. Recipients with the same fields share the same bytes. */
export const projectionOf = (fields: readonly string[]): string => [...new Set(fields)].sort().join(' ');

/** The class of a recall whose grant has ended: that it is withdrawn, and nothing else. */
export const RECALL_ONLY = projectionOf([]);

function cut(state: EventState, projection: string): { [field: string]: Json } {
  const granted = projection === '' ? [] : projection.split(' ');
  const kept: { [field: string]: Json } = {};
  for (const field of [...ALWAYS, ...granted]) {
    const value = state[field];
    if (value !== undefined) {
      kept[field] = value;
    }
  }
  return kept;
}

export function bodyOf(header: EventHeader, state: EventState, projection: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      specVersion: '1',
      eventId: header.eventId,
      type: header.type,
      unit: header.unit,
      unitSeq: Number(header.unitSeq),
      flag: cut(state, projection),
      supersedes: header.supersedes,
      occurredAt: header.occurredAt,
      recheckBy: header.recheckBy,
    }),
    'utf8',
  );
}
