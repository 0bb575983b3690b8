/** One title in several namings: a list that names a unit again, or in its own words, gives it no second title. */
import { comparable } from '../../kernel/comparable-text';
import type { Tx } from '../../store/transaction';
import { eventCounts } from '../shape';
import { stands, titleState } from '../title';
import { readTitles } from './raise-flags';

interface Words {
  readonly title: string;
  readonly level: string;
}

/** The same title of the same level, however it is written. */
export const isSameTitle = (one: Words, other: Words): boolean =>
  one.level === other.level && comparable(one.title) === comparable(other.title);

interface Other extends Words {
  readonly id: string;
  readonly namedOn: string;
  readonly asked: Words;
}

const OTHERS = /* sql */ `
  select o.id, o.title, o.level, o.named_on as "namedOn", jsonb_build_object('title', d.title, 'level', d.level) as asked
  from designation d join designation o on o.unit_id = d.unit_id and o.id <> d.id
  where d.id = $1
`;

/** Other namings of this title that stand, from before a day: what ends the title on that day ends them. */
export async function readOtherNamings(
  tx: Tx,
  { designationId, until }: { readonly designationId: string; readonly until: string },
): Promise<string[]> {
  const others = await tx.query<Other>(OTHERS, [designationId]);
  const same = others.filter((other) => other.namedOn <= until && isSameTitle(other, other.asked));
  const titles = await readTitles(
    tx,
    same.map(({ id }) => id),
  );
  return titles.filter(({ events }) => stands(titleState(events))).map(({ id }) => id);
}

const ENDED_WITH = /* sql */ `
  select e.designation_id as id
  from designation_event e join title_decision made on made.id = e.decision_id join designation d on d.id = e.designation_id
  where made.designation_id = $1 and d.id <> $1 and d.unit_id = $2 and ${eventCounts('e')}
`;

/** Namings of the unit that ended by the decision on this one. */
export async function readEndedWith(tx: Tx, designationId: string, unitId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(ENDED_WITH, [designationId, unitId]);
  return rows.map(({ id }) => id);
}

/** What ended a title: the day and the paper, and the decision, where one was entered. */
export interface TitleEnd {
  readonly decisionId: string | null;
  readonly documentNo: string | null;
  readonly onDate: string;
}

const INSERT_END = /* sql */ `
  insert into designation_event (designation_id, version, kind, on_date, document_no, decision_id, recorded_at)
  select given.id, (select coalesce(max(version), 0) + 1 from designation_event e where e.designation_id = given.id),
    'CANCELLED', $2, $3, $4, $5
  from unnest($1::uuid[]) as given (id)
`;

/** Needs the stream of their unit locked. */
export const endNamings = async (tx: Tx, ids: readonly string[], end: TitleEnd): Promise<void> => {
  await tx.query(INSERT_END, [ids, end.onDate, end.documentNo, end.decisionId, tx.now]);
};
