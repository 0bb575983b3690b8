/** Reads a delivery to its end in constant memory: knows rows that were taken in before, checks the rest, and stages it. */
import type { ClientBase } from 'pg';
import { CopyText, copyRows, copyText } from '../../store/copy';
import type { RawRow, RecordType } from '../agency';
import type { FeedProfile } from '../bounds';
import type { DeliveryEnd, RawRows } from '../delivery';
import type { PersonKey } from '../person';
import { type PreparedRow, prepareRow, STAGE_COLUMNS } from '../prepare-row';
import { type RawDigest, rawDigest } from '../raw-digest';
import { isBlank } from '../row-reader';
import { type GivenRow, newRows } from './new-rows';

export interface StageOptions {
  readonly client: ClientBase;
  readonly loadId: string;
  readonly recordType: RecordType;
  readonly personKey: PersonKey;
  /** The feed has records: rows that were taken in before are left out before they are read. */
  readonly known: boolean;
  /** Told of every raw row that was read, e.g. to make a digest of them. */
  readonly onRows: (rows: readonly RawRow[]) => void;
}

export interface Staged {
  readonly end: DeliveryEnd;
  readonly read: number;
  readonly unchanged: number;
  readonly profile: FeedProfile;
}

const CHUNK = 5000;
/** A row may be a megabyte long, so pieces of the source are counted too: some 8 MB of it are in memory at a time. */
const PIECES = 64;
const REJECT_COLUMNS = [
  'load_id',
  'row_number',
  'source_key',
  'unit_code',
  'organisation_code',
  'name_normalised',
  'field',
  'reason',
  'bytes',
];

export async function stageDelivery(rows: RawRows, options: StageOptions): Promise<Staged> {
  const stage = new Stage(options);
  let waiting: RawRow[] = [];
  let pieces = 0;
  try {
    for (;;) {
      const next = await rows.next();
      if (next.done === true) {
        await stage.add(waiting);
        await stage.settled();
        return { end: next.value, ...stage.figures() };
      }
      options.onRows(next.value);
      waiting = waiting.concat(next.value);
      pieces += 1;
      if (waiting.length >= CHUNK || pieces >= PIECES) {
        await stage.add(waiting);
        waiting = [];
        pieces = 0;
      }
    }
  } finally {
    await stage.abandoned();
  }
}

/** While PostgreSQL takes one chunk, the next one is read. */
class Stage {
  private read = 0;
  private unchanged = 0;
  private valid = 0;
  private readonly filled: Record<string, number> = {};
  private readonly mayNotEmpty: readonly (readonly [string, string])[];
  private readonly digestOf: RawDigest;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: StageOptions) {
    const { recordType, personKey } = options;
    this.digestOf = rawDigest(recordType, personKey);
    this.mayNotEmpty = (recordType.limits.bounds?.mayNotEmpty ?? []).map((field) => [
      field,
      recordType.columnOf(field),
    ]);
  }

  async add(raw: readonly RawRow[]): Promise<void> {
    const given = raw.map((row) => ({ row, digest: row.values === null ? '' : this.digestOf(row.values) }));
    this.read += raw.length;
    await this.writing;
    this.writing = this.options.known ? this.writeNew(given) : this.write(given);
    // Reported by the next add() or settled(); until then it is not unhandled.
    this.writing.catch(() => undefined);
  }

  settled(): Promise<void> {
    return this.writing;
  }

  /** After an error elsewhere the connection must still be idle before it is used again. */
  async abandoned(): Promise<void> {
    await this.writing.catch(() => undefined);
  }

  figures(): Omit<Staged, 'end'> {
    return { read: this.read, unchanged: this.unchanged, profile: { rows: this.valid, filled: this.filled } };
  }

  private async writeNew(given: readonly GivenRow[]): Promise<void> {
    const { client, loadId, recordType } = this.options;
    const fresh = await newRows(client, loadId, recordType, given);
    this.unchanged += given.length - fresh.size;
    const rest = given.filter((row) => {
      const isNew = fresh.has(row);
      if (!isNew) {
        this.note(row.row);
      }
      return isNew;
    });
    if (rest.length > 0) {
      await this.write(rest);
    }
  }

  /** Rows are checked as PostgreSQL takes them: it works on those before while the next ones are made. */
  private async write(given: readonly GivenRow[]): Promise<void> {
    const { client } = this.options;
    const rejected = new CopyText(REJECT_COLUMNS);
    await copyRows(client, 'import_stage', STAGE_COLUMNS, this.accepted(given, rejected));
    if (rejected.rows > 0) {
      await copyText(client, 'import_reject', rejected);
    }
  }

  private *accepted(given: readonly GivenRow[], rejected: CopyText): Generator<PreparedRow> {
    const { recordType, loadId, personKey } = this.options;
    for (const { row, digest } of given) {
      const answer = recordType.read(row);
      if (answer.ok) {
        this.note(row);
        yield prepareRow(loadId, recordType, personKey, answer.row, digest);
      } else {
        const { number, sourceKey, unitCode, organisationCode, nameNormalised, field, reason, bytes } =
          answer.row;
        const unit = [unitCode, organisationCode, nameNormalised];
        rejected.add([loadId, number, sourceKey, ...unit, field, reason, bytes]);
      }
    }
  }

  /** Of a row that is valid, read now or before: what the agency filled in. */
  private note({ values }: RawRow): void {
    this.valid += 1;
    for (const [field, column] of this.mayNotEmpty) {
      if (!isBlank(values?.[column])) {
        this.filled[field] = (this.filled[field] ?? 0) + 1;
      }
    }
  }
}
