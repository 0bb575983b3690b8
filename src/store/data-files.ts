/** Dated data that ships with the program, one JSON file each: adding a rule is adding a file. */
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../kernel/errors';

export interface DataFile {
  readonly file: string;
  readonly content: unknown;
}

function contentOf(folder: string, file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  } catch (error) {
    throw new HubError('CATALOGUE_INVALID', `${file}：不是有效的 JSON（${(error as Error).message}）`);
  }
}

/** In the order of their names. Throws CATALOGUE_INVALID, naming the file that is no JSON. */
export const readDataFiles = (folder: string): DataFile[] =>
  fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => ({ file, content: contentOf(folder, file) }));

/** Throws CATALOGUE_INVALID when two entries have one id, naming both files. */
export function requireOwnIds(entries: readonly { readonly file: string; readonly id: string }[]): void {
  const files = new Map<string, string>();
  for (const { file, id } of entries) {
    const other = files.get(id);
    if (other !== undefined) {
      throw new HubError('CATALOGUE_INVALID', `${file}：编号 ${id} 与 ${other} 中的相同`);
    }
    files.set(id, file);
  }
}
