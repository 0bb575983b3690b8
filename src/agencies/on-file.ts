/** How facts look into the records of a unit: typed by feed, in force on a day, the latest of several. Pure. */
import type { FactValue, FeedKey, Found, UnitEvidence } from './facts';
import type { AgencyRecord } from './record';

/** A date that the source may leave out. */
export type MaybeDate = string | null | undefined;

const NONE: readonly AgencyRecord[] = [];

/** The current records of one feed. `Data` is the cleaned form that the body's record type declares. */
export function recordsOf<Data>(evidence: UnitEvidence, feed: FeedKey): readonly AgencyRecord<Data>[] {
  return (evidence.records.get(feed) ?? NONE) as unknown as readonly AgencyRecord<Data>[];
}

/** Those that the feed no longer has, though nothing says that they ended. */
export function goneOf<Data>(evidence: UnitEvidence, feed: FeedKey): readonly AgencyRecord<Data>[] {
  return (evidence.gone.get(feed) ?? NONE) as unknown as readonly AgencyRecord<Data>[];
}

export const found = (value: FactValue, ...records: readonly { readonly id: string }[]): Found => ({
  value,
  records: records.map((record) => record.id),
});

export const notGiven: Found = { unknown: 'VALUE_NOT_GIVEN' };

/** From the first day to the last, both included; an open end never ends. */
export const isInForce = (from: MaybeDate, to: MaybeDate, asOf: string): boolean =>
  (from ?? '') <= asOf && (to === null || to === undefined || to >= asOf);

/** Begun and not yet ended: on the day of its end a thing no longer exists. */
export const exists = (from: MaybeDate, ended: MaybeDate, asOf: string): boolean =>
  (from ?? '') <= asOf && (ended === null || ended === undefined || ended > asOf);

/** The one with the latest date up to the day asked; of two on one day the one with the greater id. */
export function latest<Data>(
  records: readonly AgencyRecord<Data>[],
  dateOf: (data: Data) => MaybeDate,
  asOf: string,
): { readonly record: AgencyRecord<Data>; readonly date: string } | null {
  let best: { record: AgencyRecord<Data>; date: string } | null = null;
  for (const record of records) {
    const date = dateOf(record.data) ?? '';
    if (date !== '' && date <= asOf && (best === null || isLater(date, record, best))) {
      best = { record, date };
    }
  }
  return best;
}

function isLater(
  date: string,
  record: { readonly id: string },
  best: { readonly record: { readonly id: string }; readonly date: string },
): boolean {
  return date > best.date || (date === best.date && BigInt(record.id) > BigInt(best.record.id));
}

/** A fact that is the latest such date: '' says that a complete feed has none. */
export function latestDate<Data>(
  records: readonly AgencyRecord<Data>[],
  dateOf: (data: Data) => MaybeDate,
  asOf: string,
): Found {
  const best = latest(records, dateOf, asOf);
  return best === null ? found('') : found(best.date, best.record);
}
