/** One list of an agency: a file of JSON lines, read from any byte on and changed only as an agency changes its list. */
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface Page {
  readonly lines: readonly string[];
  /** The byte after the last line read. */
  readonly end: number;
  readonly last: boolean;
  /** Which edition of the file was read: a replaced list has another. */
  readonly edition: string;
  readonly size: number;
}

const BLOCK = 1 << 18;

export type Item = { readonly [key: string]: unknown };

export class RecordsFile {
  /** Changes are made one after the other, or two writers would lose each other's. */
  private tail: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    readonly mode: 'full' | 'delta',
    private readonly keyName: string,
  ) {}

  /** Up to `limit` whole lines from a byte on. */
  async page(from: number, limit: number): Promise<Page> {
    const handle = await open(this.path, 'r');
    try {
      const { ino, mtimeMs, size } = await handle.stat();
      const edition = `${ino}-${Math.round(mtimeMs)}-${size}`;
      const lines: string[] = [];
      let rest = Buffer.alloc(0);
      let at = from;
      let end = from;
      for (;;) {
        const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, at);
        if (bytesRead === 0) {
          return { lines, end, last: true, edition, size };
        }
        at += bytesRead;
        rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        let start = 0;
        for (let stop = rest.indexOf(10); stop >= 0; stop = rest.indexOf(10, start)) {
          if (lines.length === limit) {
            return { lines, end, last: false, edition, size };
          }
          lines.push(rest.toString('utf8', start, stop));
          end += stop + 1 - start;
          start = stop + 1;
        }
        rest = rest.subarray(start);
      }
    } finally {
      await handle.close();
    }
  }

  /** Every line as an object, one at a time. */
  async *items(): AsyncGenerator<Item> {
    const lines = createInterface({
      input: createReadStream(this.path),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) {
      if (line !== '') {
        yield JSON.parse(line) as Item;
      }
    }
  }

  async count(): Promise<number> {
    let count = 0;
    for await (const item of this.items()) {
      count += item === undefined ? 0 : 1;
    }
    return count;
  }

  /** Events are added at the end; in a full list the item with the same key is replaced, or goes. */
  change(items: readonly Item[], remove: readonly string[]): Promise<void> {
    const work = () => (this.mode === 'delta' ? this.append(items) : this.rewrite(items, remove));
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }

  private async append(items: readonly Item[]): Promise<void> {
    await appendFile(this.path, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  }

  private async rewrite(items: readonly Item[], remove: readonly string[]): Promise<void> {
    const fresh = new Map(items.map((item) => [item[this.keyName], item]));
    const gone = new Set<unknown>(remove);
    const beside = `${this.path}.new`;
    const output = createWriteStream(beside);
    for await (const item of this.items()) {
      const key = item[this.keyName];
      if (gone.has(key)) {
        continue;
      }
      const next = fresh.get(key) ?? item;
      fresh.delete(key);
      if (!output.write(`${JSON.stringify(next)}\n`)) {
        await new Promise<void>((resolve) => output.once('drain', () => resolve()));
      }
    }
    const added = [...fresh.values()].map((item) => `${JSON.stringify(item)}\n`).join('');
    await new Promise<void>((resolve, reject) => {
      output.once('error', reject);
      output.end(added, () => resolve());
    });
    await rename(beside, this.path);
  }
}
