/** A delivery that was read to its end and lies in the scratch tables, ready to be merged in one transaction. */
import type { Actor } from '../kernel/actor';
import type { Mode, RecordType } from './agency';
import type { FeedProfile } from './bounds';

export interface Load {
  /** The number under which its rows lie in import_stage, import_seen and import_reject. */
  readonly loadId: string;
  readonly recordType: RecordType;
  readonly mode: Mode;
  readonly source: string;
  readonly digest: Buffer;
  readonly asOf: string;
  /** Null: the cursor of the feed stays where it is. */
  readonly cursor: string | null;
  /** The name of a file of the drop folder, which is taken with this delivery; null: it came another way. */
  readonly file: string | null;
  readonly read: number;
  /** Rows found equal to what is stored while they were read; they are not in the stage. */
  readonly unchanged: number;
  readonly profile: FeedProfile;
  /** What the feed stood at when reading began; if another delivery came in between, this one is read again. */
  readonly lastBatchId: string | null;
  /** A poll that brings nothing new leaves no batch behind; a file always does. */
  readonly polled: boolean;
  readonly actor: Actor;
}
