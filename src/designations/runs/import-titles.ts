/** Imports a list of titles: the office's own with codes, or a published one with names alone. */
import { basename } from 'node:path';
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { dateInShanghai } from '../../kernel/clock';
import { readCsvRegister } from '../../store/register-file';
import { type Store, transaction } from '../../store/transaction';
import { writeTitles } from '../steps/write-titles';
import { readTitleRow, type TitleRow } from '../title-row';

interface Command {
  readonly path: string;
  readonly actor: Actor;
}

export interface TitlesReport {
  readonly read: number;
  readonly written: number;
  readonly unchanged: number;
  readonly attached: number;
  readonly proposed: number;
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
}

const CHUNK = 200;
/** What every list has; codes, documents and naming bodies only some. */
const COLUMNS = ['name', 'kind', 'title', 'level', 'named_on'];

/** Chunks are committed one by one; broken off and begun again, it goes on where it was. */
export async function importTitles(store: Store, { path, actor }: Command): Promise<TitlesReport> {
  const source = basename(path);
  const today = dateInShanghai(store.clock.now());
  const count = { read: 0, written: 0, attached: 0, proposed: 0 };
  const refused: { row: number; reason: string }[] = [];
  let rows: { row: number; title: TitleRow }[] = [];
  const flush = async () => {
    const titles = rows.map(({ title }) => title);
    const written = await transaction(store, (tx) => writeTitles(tx, { rows: titles, source, actor }));
    for (const { row, title } of rows) {
      const reason = written.refused.get(title.sourceKey);
      if (reason !== undefined) {
        refused.push({ row, reason });
      }
    }
    count.written += written.written;
    count.attached += written.attached;
    count.proposed += written.proposed;
    rows = [];
  };
  for await (const { row, content } of readCsvRegister(path, COLUMNS)) {
    count.read += 1;
    const title = readTitleRow(content);
    if (!title.ok) {
      refused.push({ row, reason: title.reason });
    } else if (title.row.namedOn > today) {
      refused.push({ row, reason: `命名日期（${title.row.namedOn}）不得晚于今日（${today}）` });
    } else {
      rows.push({ row, title: title.row });
    }
    if (rows.length >= CHUNK) {
      await flush();
    }
  }
  await flush();
  const unchanged = count.read - count.written - refused.length;
  await transaction(store, (tx) =>
    appendAudit(tx, {
      unitId: null,
      actor,
      action: 'titles.imported',
      subjectType: 'LIST',
      subjectId: source,
      detail: { ...count, unchanged, refused: refused.length },
    }),
  );
  return { ...count, unchanged, refused };
}
