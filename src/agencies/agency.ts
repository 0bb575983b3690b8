/** The one interface behind which a body stands: what it delivers, by which way, and what is let in. */
import type { Body } from '../kernel/actor';
import type { Json } from '../kernel/canonical-json';

/** The bodies that deliver records; the tripartite office keeps registers and has no feed. */
export type AgencyBody = Exclude<Body, 'office'>;

/** FULL: the whole list each time, what is no longer in it is gone. DELTA: each row stands for itself. */
export type Mode = 'FULL' | 'DELTA';

export interface InTwoLanguages {
  readonly zh: string;
  readonly en: string;
}

/** What a delivery may not do without an officer looking at it first. */
export interface Bounds {
  /** By what share a whole list may shrink. */
  readonly maxShrink: number;
  /** What share of the rows may be quarantined. */
  readonly maxQuarantined: number;
  /** Below so many rows shares say nothing. */
  readonly minRows: number;
  /** Fields that, once filled, are not suddenly empty: neither in every row nor in rows that had them. */
  readonly mayNotEmpty: readonly string[];
  /** What share of the rows with such a field may lose it. */
  readonly mayEmptyShare: number;
  /** So many rows may lose it whatever their share: corrections of single records. */
  readonly mayEmptyRows: number;
  /** Whether an id of the agency may come to name another unit's code. */
  readonly mayChangeCode: boolean;
}

export interface FeedLimits {
  /** A feed that was not complete for more days than this is late: what rests on it is unknown. */
  readonly lateAfterDays: number;
  /** Null: each row carries its own document of removal, so nothing of it is ever held back. */
  readonly bounds: Bounds | null;
}

/** One row as the agency wrote it: its own column names, allow-listed columns only. */
export interface RawRow {
  readonly number: number;
  /** Null: the row cannot be taken apart, so nothing of it may be kept. */
  readonly values: Readonly<Record<string, Cell>> | null;
}

export type Plain = string | number | boolean | null;

/** What stands in one column: a plain value, or a flat list of them. */
export type Cell = Plain | undefined | Undecodable | Nested | readonly (Plain | Nested)[];

/** A cell whose bytes are no text in the agency's encoding. */
export interface Undecodable {
  readonly undecodable: string;
}

/** An object or a list where a plain value belongs: it may hold anything, a worker's data too, so nothing of it is kept. */
export interface Nested {
  readonly nested: true;
}

export interface PersonFields {
  readonly name?: string;
  readonly idType?: string;
  readonly idNumber?: string;
}

/** A row that passed: cleaned fields, and beside them the values as given. */
export interface CleanRow {
  readonly number: number;
  readonly sourceKey: string;
  readonly sourceVersion: number;
  readonly unitCode: string | null;
  /** Old papers carry nine characters instead of the code. */
  readonly organisationCode: string | null;
  readonly unitName: string;
  readonly observedOn: string;
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  readonly data: { readonly [field: string]: Json };
  readonly original: { readonly [column: string]: Json };
  /** Fields on a person named in a decision: they go encrypted into a table of their own, nowhere else. */
  readonly person: PersonFields | null;
}

/** A row that did not pass. `bytes`: JSON of its allowed columns, without what may be a person's name or number. */
export interface RejectedRow {
  readonly number: number;
  readonly sourceKey: string | null;
  readonly unitCode: string | null;
  /** By these the unit is found where its code cannot be read; neither is kept. */
  readonly organisationCode: string | null;
  readonly nameNormalised: string | null;
  readonly field: string;
  readonly reason: string;
  readonly bytes: Buffer;
}

export type ReadRow =
  | { readonly ok: true; readonly row: CleanRow }
  | { readonly ok: false; readonly row: RejectedRow };

export interface RecordType {
  readonly agency: AgencyBody;
  /** Our name, e.g. SOCIAL_INSURANCE. */
  readonly name: string;
  /** The agency's name for it, e.g. social-insurance: file prefix, query parameter. */
  readonly ownName: string;
  readonly title: InTwoLanguages;
  /** The law or practice that the records come from. */
  readonly source: string;
  readonly mode: Mode;
  readonly limits: FeedLimits;
  /** The allow-list: any other column is dropped before anything is stored, quarantine included. */
  readonly columns: readonly string[];
  /** The column of the agency's own number of a record. */
  readonly keyColumn: string;
  /** The agency's column from which a field of the cleaned record comes: what its officers call it. */
  columnOf(field: string): string;
  /** Whether units are created and named from these records (of one type only: hrss social insurance). */
  readonly namesUnits: boolean;
  /** Whether rows may name a person; the record then has `personCommitment`. */
  readonly namesPersons: boolean;
  read(raw: RawRow): ReadRow;
}

/** How the deliveries arrive; the client for each stands in feeds/. */
export type Way =
  | { readonly kind: 'DROP_FOLDER'; readonly encoding: 'gb18030' }
  | { readonly kind: 'PAGED_JSON' }
  | { readonly kind: 'XML_EXPORT' }
  | { readonly kind: 'NDJSON' }
  /** Nobody is polled: an officer brings `<body>-<type>.csv`. */
  | { readonly kind: 'BY_HAND'; readonly encoding: 'utf8' };

export interface Agency {
  readonly body: AgencyBody;
  readonly name: InTwoLanguages;
  readonly way: Way;
  readonly recordTypes: readonly RecordType[];
}
