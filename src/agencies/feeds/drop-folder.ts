/** A drop folder: the files of a record type in the order in which they were made, and what their sidecars say. */
import { lstat, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Mode } from '../agency';
import { modeOf } from '../delivery';
import { type FileAddress, smallText } from './file-bytes';
import { unavailable, unreadable } from './unreadable';

/** `<type>-<YYYYMMDD>-<full|delta>-<n>.csv` */
const NAME =
  /^(?<type>[a-z-]+)-(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})-(?<mode>full|delta)-(?<number>\d{1,6})\.csv$/;

export interface DropName {
  readonly file: string;
  readonly type: string;
  readonly day: string;
  readonly mode: Mode;
  /** Grows from file to file of one type; two spellings of one number stand side by side. */
  readonly order: string;
}

export function parseDropName(file: string): DropName | null {
  const parts = NAME.exec(file)?.groups;
  const mode = modeOf(parts?.mode);
  if (parts === undefined || mode === null) {
    return null;
  }
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  return {
    file,
    type: parts.type ?? '',
    day,
    mode,
    order: `${day}/${(parts.number ?? '').padStart(6, '0')}`,
  };
}

/** Written last: without it the file is still being written. */
const SIDECAR = z.object({
  rows: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/i),
  asOf: z.iso.date(),
});
export type Sidecar = z.output<typeof SIDECAR>;

const sidecarName = (file: string): string => file.replace(/\.csv$/, '.done');

const LONGEST_SIDECAR = 64 * 1024;

/** Null: there is none. */
export async function readSidecar({ path, links }: FileAddress): Promise<Sidecar | null> {
  const sidecar = { path: sidecarName(path), links };
  if (!(await isThere(sidecar.path))) {
    return null;
  }
  const text = await smallText(sidecar, LONGEST_SIDECAR);
  try {
    return SIDECAR.parse(JSON.parse(text ?? ''));
  } catch (error) {
    throw unreadable(`${basename(sidecar.path)} 的版式不符`, error);
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

export interface DropFile extends DropName {
  /** Its sidecar is there. */
  readonly finished: boolean;
}

/** The files of a type, in the order in which they were made. */
export async function filesOf(folder: string, type: string): Promise<readonly DropFile[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw unavailable(`读不到投递目录（${(error as NodeJS.ErrnoException).code ?? ''}）`, error);
  }
  const present = new Set(names);
  return names
    .sort()
    .flatMap((name) => parseDropName(name) ?? [])
    .filter((name) => name.type === type)
    .map((name) => ({ ...name, finished: present.has(sidecarName(name.file)) }))
    .sort((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)));
}
