/** A file as bytes: hashed whole, or read in pieces; only ever a regular file. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type Links, openRegularFile } from '../../store/regular-file';
import { unreadable } from './unreadable';

const PIECE = 128 * 1024;

export interface FileAddress {
  readonly path: string;
  readonly links: Links;
}

async function openFound({ path, links }: FileAddress): Promise<FileHandle> {
  const opened = await openRegularFile(path, links);
  if (!opened.ok) {
    throw unreadable(`未读取：${opened.failure.message}`);
  }
  return opened.value;
}

export async function* readPieces(
  file: FileAddress,
  onPiece?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const handle = await openFound(file);
  try {
    for await (const piece of handle.createReadStream({ highWaterMark: PIECE })) {
      onPiece?.((piece as Buffer).length);
      yield piece as Buffer;
    }
  } catch (error) {
    throw unreadable(
      `读不到文件：${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      error,
    );
  }
}

export async function fileDigest(file: FileAddress): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of readPieces(file)) {
    hash.update(piece);
  }
  return hash.digest();
}

/** A file that is small by its nature, as text; null: longer than it may be. */
export async function smallText(file: FileAddress, most: number): Promise<string | null> {
  const handle = await openFound(file);
  try {
    const { size } = await handle.stat();
    return size > most ? null : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
