/** Imports the tripartite office's register: parks and townships, and the employers in them. */
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import type { z } from 'zod';
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { HubError } from '../../kernel/errors';
import { openRegularFile } from '../../store/regular-file';
import { type Store, type Tx, transaction } from '../../store/transaction';
import { MEMBERSHIP, PARK, type RefusedRow, type RegisterWritten } from '../register';
import { writeMemberships } from '../steps/write-memberships';
import { writeParks } from '../steps/write-parks';

export interface RegisterReport extends RegisterWritten {
  readonly read: number;
  readonly unchanged: number;
}

interface Command {
  readonly path: string;
  readonly actor: Actor;
}

const CHUNK = 2000;

/** `office-parks.csv` */
export const importParks = (store: Store, command: Command): Promise<RegisterReport> =>
  importRegister(store, command, PARK, 'parks.imported', writeParks);

/** `office-memberships.csv`; parks and employers must be known before. */
export const importMemberships = (store: Store, command: Command): Promise<RegisterReport> =>
  importRegister(store, command, MEMBERSHIP, 'memberships.imported', writeMemberships);

async function importRegister<Row extends object>(
  store: Store,
  command: Command,
  schema: z.ZodType<Row>,
  action: string,
  write: (tx: Tx, rows: readonly (Row & { readonly row: number })[]) => Promise<RegisterWritten>,
): Promise<RegisterReport> {
  const count = { read: 0, written: 0, unchanged: 0 };
  const refused: RefusedRow[] = [];
  let rows: (Row & { row: number })[] = [];
  const flush = async () => {
    const result = await transaction(store, (tx) => write(tx, rows));
    count.written += result.written;
    count.unchanged += rows.length - result.written - result.refused.length;
    refused.push(...result.refused);
    rows = [];
  };
  for await (const raw of recordsOf(command.path)) {
    count.read += 1;
    const parsed = schema.safeParse(raw);
    if (parsed.success) {
      rows.push({ ...parsed.data, row: count.read });
    } else {
      const [issue] = parsed.error.issues;
      refused.push({ row: count.read, reason: `${issue?.path.join('.')}：${issue?.message}` });
    }
    if (rows.length >= CHUNK) {
      await flush();
    }
  }
  await flush();
  await writeAudit(store, command.actor, action, { ...count, refused: refused.length });
  return { ...count, refused };
}

async function writeAudit(
  store: Store,
  actor: Actor,
  action: string,
  detail: Record<string, number>,
): Promise<void> {
  await transaction(store, (tx) =>
    appendAudit(tx, { unitId: null, actor, action, subjectType: 'register', subjectId: 'office', detail }),
  );
}

async function* recordsOf(path: string): AsyncGenerator<unknown> {
  const opened = await openRegularFile(path, 'FOLLOW');
  if (!opened.ok) {
    const { code, message, hint } = opened.failure;
    throw new HubError(code, `读不到 ${path}：${message}`, hint);
  }
  const parser = parse({ bom: true, columns: true, skip_empty_lines: true });
  // An error of either stream ends the parser, and so the loop below.
  pipeline(opened.value.createReadStream(), parser, () => undefined);
  try {
    yield* parser;
  } catch (error) {
    const { lines } = error as { lines?: number };
    const place = lines === undefined ? '内容' : `第 ${lines} 行`;
    throw new HubError('SOURCE_UNREADABLE', `${path} 的${place}读不出：列数或引号不符`, '请核对后重新导入', {
      cause: error,
    });
  }
}
