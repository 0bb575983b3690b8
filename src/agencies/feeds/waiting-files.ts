/** The files of a drop folder that are to be taken now, and those that cannot be, with what stands in their way. */
import { join } from 'node:path';
import type { Agency, RecordType } from '../agency';
import { type Delivery, parseAsOf } from '../delivery';
import { type DropFile, filesOf } from './drop-folder';
import { openFile } from './open-file';
import { unavailable, unreadable } from './unreadable';

/** A delivery that is waiting, opened only when its turn comes. */
export interface Waiting {
  readonly source: string;
  /** Remembered when it was taken or, being a whole list, passed over; null: it is looked at again at every poll. */
  readonly file: string | null;
  open(): Promise<Delivery>;
}

/**
 * In their order. A file without its sidecar stops the line: what comes after it must not be taken before it. A name
 * whose day cannot be stops nothing and is read by nobody, until it is put right.
 */
export async function waitingFiles(
  agency: Agency,
  recordType: RecordType,
  folder: string,
  { taken, today }: { readonly taken: ReadonlySet<string>; readonly today: string },
): Promise<readonly Waiting[]> {
  const left = (await filesOf(folder, recordType.ownName)).filter(({ file }) => !taken.has(file));
  const dated = left.filter(({ day }) => parseAsOf(day, today).ok);
  const stop = dated.findIndex(({ finished }) => !finished);
  const ready = stop === -1 ? dated : dated.slice(0, stop);
  const misdated = left.filter((file) => file.finished && !dated.includes(file));
  return [
    ...ready.map(({ file }) => ({
      source: file,
      file,
      open: () =>
        openFile({ agency, recordType, path: join(folder, file), links: 'REFUSE', mode: null, asOf: null }),
    })),
    ...misdated.map(({ file, day }) =>
      closed(file, unreadable(`文件名中的日期 ${day} 不存在或尚未到来，请更正文件名后重新投递`)),
    ),
    ...stopped(dated.slice(ready.length)),
  ];
}

/** Said only when something waits behind it: a file by itself is still being written. */
function stopped([unfinished, ...behind]: readonly DropFile[]): readonly Waiting[] {
  const waiting = behind.filter(({ finished }) => finished).length;
  return unfinished === undefined || waiting === 0
    ? []
    : [closed(unfinished.file, unavailable(`${unfinished.file} 尚无 .done，其后 ${waiting} 个文件在等它`))];
}

const closed = (source: string, why: Error): Waiting => ({
  source,
  file: null,
  open: () => Promise.reject(why),
});
