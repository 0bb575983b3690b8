/** A statement that gives one row of one text: asked for without describing it, and taken as the bytes that came. */
import type { Connection, Submittable } from 'pg';
import { RowSocket } from './row-socket';

export interface TextStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Given where it is to be prepared, and used again under this name. */
  readonly name?: string;
}

/** What `pg` has for those who write their own queries; its types leave it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  parse(query: { name: string; text: string; types: readonly number[] }): void;
  bind(bound: { portal: string; statement: string; values: readonly (string | null)[] }): void;
  execute(portal: { portal: string; rows: number }): void;
  sync(): void;
}

/** Before the value: how many columns, and its length. */
const ROW_HEAD_BYTES = 6;

const escaped = (item: unknown): string =>
  item === null ? 'NULL' : `"${String(item).replace(/[\\"]/g, '\\$&')}"`;

/** A value as PostgreSQL reads it; its type is said in the statement. */
function written(value: unknown): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  return Array.isArray(value) ? `{${value.map(escaped).join(',')}}` : String(value);
}

export class TextQuery implements Submittable {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | null)[];
  #socket: RowSocket | null = null;
  #answer: Buffer | null = null;

  constructor(
    statement: TextStatement,
    private readonly done: (error: Error | null, answer: Buffer | null) => void,
  ) {
    this.name = statement.name ?? '';
    this.text = statement.text;
    this.values = statement.values.map(written);
  }

  submit(connection: Connection): null {
    const wire = connection as unknown as Wire;
    if (connection.stream instanceof RowSocket) {
      this.#socket = connection.stream;
      this.#socket.takeRows((row) => {
        this.#answer = row.readInt32BE(2) < 0 ? null : row.subarray(ROW_HEAD_BYTES);
      });
    }
    wire.stream.cork();
    if (this.name === '' || wire.parsedStatements[this.name] === undefined) {
      wire.parse({ name: this.name, text: this.text, types: [] });
    }
    wire.bind({ portal: '', statement: this.name, values: this.values });
    wire.execute({ portal: '', rows: 0 });
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  /** On an encrypted connection there is no socket to take rows from. */
  handleDataRow({ fields: [text] }: { fields: readonly (string | null)[] }): void {
    this.#answer = typeof text === 'string' ? Buffer.from(text) : null;
  }

  handleReadyForQuery(): void {
    this.#socket?.takeRows(null);
    this.done(null, this.#answer);
  }

  handleError(error: Error): void {
    this.#socket?.takeRows(null);
    this.done(error, null);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
}
