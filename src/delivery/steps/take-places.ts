/** Gives events their ids and their numbers in the streams of their units, and writes them. */
import { canonicalJson } from '../../kernel/canonical-json';
import { sha256 } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';
import type { EventHeader, EventState } from '../body';

export interface EventCommand {
  readonly unitId: string;
  readonly type: string;
  /** What the grants of recipients name, e.g. `DESIGNATION`. */
  readonly subjectKind: string;
  /** What of this kind the event is about; a withdrawal goes to all who were sent an event of it. */
  readonly subjectId: string;
  readonly withdraws: boolean;
  readonly state: EventState;
  /** After this day a recipient asks again before it acts. */
  readonly recheckBy?: string | null;
  /** The event whose words this one repeats, for a recipient that came later. */
  readonly restates?: string;
  /** Why: a word and an id, `title-decision 0192…`. */
  readonly cause: string;
}

export interface PlacedEvent {
  readonly command: EventCommand;
  readonly header: EventHeader;
}

export const subjectKey = (subject: Pick<EventCommand, 'unitId' | 'subjectKind' | 'subjectId'>): string =>
  `${subject.unitId} ${subject.subjectKind} ${subject.subjectId}`;

/** The stream's row is locked, so numbers are gap-free, in commit order, and taken back by a rollback. */
const TAKE_PLACES = /* sql */ `
  with given as (
    select unit_id, subject_kind, subject_id, place, row_number() over (partition by unit_id order by place) as step
    from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as g (unit_id, subject_kind, subject_id, place)
  ), taken as (
    update unit_stream s set last_seq = s.last_seq + n.n
    from (select unit_id, count(*) as n from given group by unit_id) n
    where s.unit_id = n.unit_id
    returning s.unit_id, s.last_seq - n.n as before
  )
  select uuidv7() as event_id, (taken.before + given.step)::text as unit_seq,
    coalesce(u.code, u.local_code) as code, u.name, u.region_code,
    (select e.id from event e
     where e.unit_id = given.unit_id and e.subject_kind = given.subject_kind and e.subject_id = given.subject_id
     order by e.unit_seq desc limit 1) as supersedes
  from given join taken using (unit_id) join unit u on u.id = given.unit_id
  order by given.place
`;

interface PlaceRow {
  event_id: string;
  unit_seq: string;
  code: string;
  name: string;
  region_code: string | null;
  supersedes: string | null;
}

const INSERT_EVENTS = /* sql */ `
  insert into event (id, unit_id, unit_seq, type, subject_kind, subject_id, withdraws, supersedes, state, digest,
    cause, restates, occurred_at)
  select *, $13::timestamptz from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[],
    $7::boolean[], $8::uuid[], $9::jsonb[], $10::bytea[], $11::text[], $12::uuid[])
`;

function place(tx: Tx, command: EventCommand, row: PlaceRow): PlacedEvent {
  return {
    command,
    header: {
      eventId: row.event_id,
      type: command.type,
      unit: { code: row.code, name: row.name, regionCode: row.region_code },
      unitSeq: row.unit_seq,
      supersedes: row.supersedes,
      occurredAt: tx.now.toISOString(),
      recheckBy: command.recheckBy ?? null,
    },
  };
}

async function insertEvents(tx: Tx, events: readonly PlacedEvent[]): Promise<void> {
  const contents = events.map(({ command, header }) => ({
    ...header,
    unit: { ...header.unit },
    state: command.state,
  }));
  await tx.query(INSERT_EVENTS, [
    events.map(({ header }) => header.eventId),
    events.map(({ command }) => command.unitId),
    events.map(({ header }) => header.unitSeq),
    events.map(({ command }) => command.type),
    events.map(({ command }) => command.subjectKind),
    events.map(({ command }) => command.subjectId),
    events.map(({ command }) => command.withdraws),
    events.map(({ header }) => header.supersedes),
    contents.map((content) => JSON.stringify(content)),
    contents.map((content) => sha256(canonicalJson(content))),
    events.map(({ command }) => command.cause),
    events.map(({ command }) => command.restates ?? null),
    tx.now,
  ]);
}

/** Needs the streams locked. In the given order; several events of one unit get consecutive numbers. */
export async function takePlaces(tx: Tx, commands: readonly EventCommand[]): Promise<PlacedEvent[]> {
  if (new Set(commands.map(subjectKey)).size < commands.length) {
    throw new Error(
      'two events on one subject in one call: the later one could not see who was sent the earlier',
    );
  }
  const rows = await tx.query<PlaceRow>(TAKE_PLACES, [
    commands.map(({ unitId }) => unitId),
    commands.map(({ subjectKind }) => subjectKind),
    commands.map(({ subjectId }) => subjectId),
  ]);
  const events = commands.map((command, i) => {
    const row = rows[i];
    if (row === undefined || rows.length !== commands.length) {
      throw new Error(`an event is about a unit that does not exist (${command.unitId})`);
    }
    return place(tx, command, row);
  });
  await insertEvents(tx, events);
  return events;
}
