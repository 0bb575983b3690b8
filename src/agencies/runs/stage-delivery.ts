/** Reads a delivery to its end in constant memory: checks each row, and puts differences into the scratch tables. */
import type { ClientBase } from 'pg';
import { copyRows } from '../../store/copy';
import type { CleanRow, RawRow, RecordType, RejectedRow } from '../agency';
import type { FeedProfile } from '../bounds';
import type { DeliveryEnd, RawRows } from '../delivery';
import type { PersonKey } from '../person';
import { type PreparedRow, prepareRow, STAGE_COLUMNS } from '../prepare-row';

export interface StageOptions {
  readonly client: ClientBase;
  readonly loadId: string;
  readonly recordType: RecordType;
  readonly personKey: PersonKey;
  /** The feed has records: what is equal to them is left out before it is copied. */
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

const CHUNK = 2000;
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

/** While PostgreSQL takes one chunk, the next one is read and checked. */
class Stage {
  private read = 0;
  private unchanged = 0;
  private valid = 0;
  private readonly filled: Record<string, number> = {};
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: StageOptions) {}

  async add(raw: readonly RawRow[]): Promise<void> {
    const { recordType, loadId, personKey } = this.options;
    const prepared: PreparedRow[] = [];
    const rejected: RejectedRow[] = [];
    for (const row of raw) {
      const answer = recordType.read(row);
      if (answer.ok) {
        this.note(answer.row);
        prepared.push(prepareRow(loadId, recordType, personKey, answer.row));
      } else {
        rejected.push(answer.row);
      }
    }
    this.read += raw.length;
    await this.writing;
    this.writing = this.write(prepared, rejected);
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

  private note(row: CleanRow): void {
    this.valid += 1;
    for (const field of this.options.recordType.limits.bounds?.mayNotEmpty ?? []) {
      const value = row.data[field];
      if (value !== null && value !== undefined) {
        this.filled[field] = (this.filled[field] ?? 0) + 1;
      }
    }
  }

  private async write(prepared: readonly PreparedRow[], rejected: readonly RejectedRow[]): Promise<void> {
    const { client, loadId, known } = this.options;
    const differing = known ? await this.differing(prepared) : prepared;
    this.unchanged += prepared.length - differing.length;
    if (differing.length > 0) {
      await copyRows(
        client,
        'import_stage',
        STAGE_COLUMNS,
        differing.map(({ values }) => values),
      );
    }
    if (rejected.length > 0) {
      const values = rejected.map((row) => [
        loadId,
        row.number,
        row.sourceKey,
        row.unitCode,
        row.organisationCode,
        row.nameNormalised,
        row.field,
        row.reason,
        row.bytes,
      ]);
      await copyRows(client, 'import_reject', REJECT_COLUMNS, values);
    }
  }

  /** Keys and digests go to PostgreSQL; only what is new or changed comes back, and the rest is noted as seen. */
  private async differing(prepared: readonly PreparedRow[]): Promise<readonly PreparedRow[]> {
    const { client, loadId, recordType } = this.options;
    const { rows } = await client.query<{ place: number }>(
      `with given as (
         select g.place, g.key, h.digest = g.digest and h.state = 'PRESENT' as same
         from unnest($1::text[], $2::bytea[]) with ordinality as g (key, digest, place)
         left join record_head h on h.agency = $4 and h.record_type = $5 and h.source_key = g.key
       ), noted as (
         insert into import_seen (load_id, source_key) select $3, key from given where same
       )
       select place::int from given where same is not true order by place`,
      [
        prepared.map(({ sourceKey }) => sourceKey),
        prepared.map(({ digest }) => digest),
        loadId,
        recordType.agency,
        recordType.name,
      ],
    );
    return rows.flatMap(({ place }) => prepared[place - 1] ?? []);
  }
}
