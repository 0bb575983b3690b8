/** A record as other rooms read it: what a body said of a unit, cleaned, with where and when it was said. */
import type { Json } from '../kernel/canonical-json';
import { canonicalJson } from '../kernel/canonical-json';
import type { AgencyBody } from './agency';

export interface AgencyRecord<Data = { readonly [field: string]: Json }> {
  readonly id: string;
  readonly agency: AgencyBody;
  readonly recordType: string;
  readonly sourceKey: string;
  /** Ours, growing by one with each change; the agency's own version may leap. */
  readonly version: number;
  readonly observedOn: string;
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  readonly data: Data;
}

/** All that a record says; what its digest is taken over. */
export interface RecordContent {
  readonly agency: string;
  readonly recordType: string;
  readonly sourceKey: string;
  readonly sourceVersion: number;
  readonly unitCode: string | null;
  readonly unitName: string;
  readonly observedOn: string;
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  readonly data: { readonly [field: string]: Json };
  readonly original: { readonly [column: string]: Json };
}

/** The canonical form of a record: one text for one content. */
export const canonicalRecord = (content: RecordContent): string =>
  canonicalOf(content, canonicalJson(content.data), canonicalJson(content.original));

/** The same from canonical texts of its two big members that are at hand already; keys in sorted order. */
export function canonicalOf(
  content: Omit<RecordContent, 'data' | 'original'>,
  data: string,
  original: string,
): string {
  const text = JSON.stringify;
  return (
    `{"agency":${text(content.agency)},"data":${data},"effectiveFrom":${text(content.effectiveFrom)},` +
    `"effectiveTo":${text(content.effectiveTo)},"observedOn":${text(content.observedOn)},"original":${original},` +
    `"recordType":${text(content.recordType)},"sourceKey":${text(content.sourceKey)},` +
    `"sourceVersion":${content.sourceVersion},"unitCode":${text(content.unitCode)},` +
    `"unitName":${text(content.unitName)}}`
  );
}
