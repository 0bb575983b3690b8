/** A file as bytes: hashed whole, or read in pieces. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { unreadable } from './unreadable';

const PIECE = 128 * 1024;

export async function* readPieces(path: string, onPiece?: (bytes: number) => void): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
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

export async function fileDigest(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of readPieces(path)) {
    hash.update(piece);
  }
  return hash.digest();
}

export const fileSize = async (path: string): Promise<number> => (await stat(path)).size;
