/** Imports the tripartite office's register: parks and townships, and the employers in them. */
import type { z } from 'zod';
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { readCsvRegister } from '../../store/register-file';
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
  schema: z.ZodType<Row> & { readonly shape: object },
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
  for await (const { row, content } of readCsvRegister(command.path, Object.keys(schema.shape))) {
    count.read += 1;
    const parsed = schema.safeParse(content);
    if (parsed.success) {
      rows.push({ ...parsed.data, row });
    } else {
      const [issue] = parsed.error.issues;
      refused.push({ row, reason: `${issue?.path.join('.')}：${issue?.message}` });
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
