/** Opens a file that somebody names: a regular one alone, so that no pipe hangs us and no link leads elsewhere. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fail, ok, type Result } from '../kernel/result';

/** FOLLOW where a person gives the path; REFUSE where files are found in a folder that others may write to. */
export type Links = 'FOLLOW' | 'REFUSE';

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件',
  ENOTDIR: '没有这个文件',
  EACCES: '没有读取权限',
  EPERM: '没有读取权限',
};
const NOT_REGULAR = '不是普通文件（目录、管道、设备或符号链接）';

/** The failure names no path: the caller says which file it asked for. Close the handle, or read it to its end. */
export async function openRegularFile(path: string, links: Links): Promise<Result<FileHandle>> {
  // Without waiting for a writer: a pipe then opens at once, and is seen for what it is.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (links === 'REFUSE' ? constants.O_NOFOLLOW : 0);
  let handle: FileHandle;
  try {
    handle = await open(path, flags);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return fail('INVALID_INPUT', CAUSES[code] ?? NOT_REGULAR, '请核对路径');
  }
  if ((await handle.stat()).isFile()) {
    return ok(handle);
  }
  await handle.close();
  return fail('INVALID_INPUT', NOT_REGULAR, '请核对路径');
}
