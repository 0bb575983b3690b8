/** What the runs of this room are given from outside: the key for fields on persons, and who is told how far they are. */
import type { PersonKey } from './person';

export interface Progress {
  /** Rows read so far. */
  readonly rows: number;
  readonly bytes: number;
  /** Null: the source does not say. */
  readonly totalBytes: number | null;
}

export interface ImportPorts {
  readonly personKey: PersonKey;
}
