/** A file written in blocks with its digest counted along: memory stays the same however long the file grows. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const BLOCK = 1 << 16;

export class FileSink {
  private readonly descriptor: number;
  private readonly hash = createHash('sha256');
  private parts: string[] = [];
  private length = 0;

  constructor(
    path: string,
    private readonly encode: (text: string) => Buffer = (text) => Buffer.from(text, 'utf8'),
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.descriptor = openSync(path, 'w');
  }

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    if (this.length >= BLOCK) {
      this.flush();
    }
  }

  private flush(): void {
    const bytes = this.encode(this.parts.join(''));
    this.hash.update(bytes);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.descriptor, bytes, written);
    }
    this.parts = [];
    this.length = 0;
  }

  /** Writes the rest and answers the digest of the whole file. */
  close(): string {
    this.flush();
    closeSync(this.descriptor);
    return this.hash.digest('hex');
  }
}

/** One CSV line without its end: quoted only where RFC 4180 asks for it. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
