/**
 * The socket of a PostgreSQL connection. On request it takes rows out of what comes, as bytes, before `pg` makes
 * strings of them: an answer that goes on as it came is then neither decoded nor encoded.
 */
import { Socket } from 'node:net';

const HEAD_BYTES = 5;
const DATA_ROW = 'D'.charCodeAt(0);

type Taker = (row: Buffer) => void;

/** What a message is made of: one byte of type, four of length (their own included), and the rest. */
export class RowSocket extends Socket {
  #taker: Taker | null = null;
  /** The beginning of a message whose head has not come whole. */
  #begun: Buffer | null = null;
  /** Bytes of the current message that are still to come. */
  #left = 0;
  /** Parts of a row that is being taken; null: the current message goes on to `pg`. */
  #row: Buffer[] | null = null;

  /** From now on rows come here, and not to `pg`; until `null` is given. */
  takeRows(taker: Taker | null): void {
    this.#taker = taker;
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (chunk === null) {
      return super.push(null);
    }
    const further = this.#sift(this.#begun === null ? chunk : Buffer.concat([this.#begun, chunk]));
    const [only] = further;
    if (only === undefined) {
      return true;
    }
    return super.push(further.length === 1 ? only : Buffer.concat(further), encoding);
  }

  /** Takes the rows out; what is left goes on in its order. */
  #sift(bytes: Buffer): Buffer[] {
    const further: Buffer[] = [];
    let at = 0;
    this.#begun = null;
    while (at < bytes.length) {
      if (this.#left === 0 && !this.#begin(bytes, at)) {
        this.#begun = bytes.subarray(at);
        break;
      }
      const part = bytes.subarray(at, at + this.#left);
      (this.#row ?? further).push(part);
      at += part.length;
      this.#left -= part.length;
      if (this.#left === 0 && this.#row !== null) {
        const [whole] = this.#row;
        const row = this.#row.length === 1 && whole ? whole : Buffer.concat(this.#row);
        this.#row = null;
        this.#taker?.(row.subarray(HEAD_BYTES));
      }
    }
    return further;
  }

  /** False: its head is not whole. */
  #begin(bytes: Buffer, at: number): boolean {
    if (bytes.length - at < HEAD_BYTES) {
      return false;
    }
    this.#left = 1 + bytes.readInt32BE(at + 1);
    this.#row = this.#taker !== null && bytes[at] === DATA_ROW ? [] : null;
    return true;
  }
}
