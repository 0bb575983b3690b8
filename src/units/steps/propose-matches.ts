/** Proposes units that a name-only record may mean; an officer decides. The same pair is never proposed twice. */
import type { Tx } from '../../store/transaction';
import { normaliseName } from '../name';
import { type Likeness, likeness, PROPOSE_FROM } from '../similarity';

export interface MatchSubject {
  readonly id: string;
  readonly name: string;
  /** Where the document places it: two to six digits of an administrative division. */
  readonly regionHint?: string | null;
  readonly kind?: string | null;
}

interface Found {
  readonly place: number;
  readonly unit_id: string;
  readonly normalised: string;
  readonly current: boolean;
  readonly region_code: string | null;
  readonly kind: string;
}

interface Proposal extends Likeness {
  readonly subject: MatchSubject;
  readonly unitId: string;
}

/** A name costs a tenth of a second among a million that begin with the same place. */
const CHUNK = 50;
const PROPOSALS_PER_SUBJECT = 5;
const LOOKED_AT = 20;
/** Below this pg_trgm does not even bring a name; above, likeness() decides. */
const TRIGRAM_THRESHOLD = '0.3';

export async function proposeMatches(
  tx: Tx,
  command: { readonly subjectType: string; readonly subjects: readonly MatchSubject[] },
): Promise<{ readonly proposed: number }> {
  let proposed = 0;
  for (let start = 0; start < command.subjects.length; start += CHUNK) {
    const subjects = command.subjects.slice(start, start + CHUNK);
    const proposals = rank(subjects, await findAlike(tx, subjects));
    proposed += await writeProposals(tx, command.subjectType, proposals);
  }
  return { proposed };
}

/**
 * Equal and similar names, former ones included: one statement for some dozen subjects. Alike is what tells firms apart: by
 * their whole names, half a million firms of a large city are alike, for all of them are 有限公司.
 */
async function findAlike(tx: Tx, subjects: readonly MatchSubject[]): Promise<Found[]> {
  await tx.query(`select set_config('pg_trgm.similarity_threshold', $1, true)`, [TRIGRAM_THRESHOLD]);
  return tx.query<Found>(
    `select s.place::int, n.unit_id, n.normalised, n.current, u.region_code, u.kind
     from unnest($1::text[]) with ordinality as s (normalised, place)
     cross join lateral (select name_core(s.normalised) as core offset 0) own
     cross join lateral (
       (select unit_id, normalised, last_seen_on is null as current from unit_name
        where normalised = s.normalised limit ${LOOKED_AT})
       union
       (select unit_id, normalised, last_seen_on is null from unit_name
        where core % own.core
        order by similarity(core, own.core) desc, similarity(normalised, s.normalised) desc, unit_id
        limit ${LOOKED_AT})
     ) n
     join unit u on u.id = n.unit_id
     where s.normalised <> ''`,
    [subjects.map(({ name }) => normaliseName(name))],
  );
}

/** The best name of each unit, the best units of each subject. */
function rank(subjects: readonly MatchSubject[], found: readonly Found[]): Proposal[] {
  return subjects.flatMap((subject, index) => {
    const best = new Map<string, Proposal>();
    const named = {
      normalised: normaliseName(subject.name),
      regionHint: subject.regionHint ?? null,
      kind: subject.kind ?? null,
    };
    for (const row of found) {
      if (row.place !== index + 1) {
        continue;
      }
      const answer = likeness(named, { ...row, regionCode: row.region_code });
      const known = best.get(row.unit_id);
      if (answer.score >= PROPOSE_FROM && (known === undefined || known.score < answer.score)) {
        best.set(row.unit_id, { subject, unitId: row.unit_id, ...answer });
      }
    }
    return [...best.values()]
      .sort((a, b) => b.score - a.score || (BigInt(a.unitId) < BigInt(b.unitId) ? -1 : 1))
      .slice(0, PROPOSALS_PER_SUBJECT);
  });
}

async function writeProposals(tx: Tx, subjectType: string, proposals: readonly Proposal[]): Promise<number> {
  if (proposals.length === 0) {
    return 0;
  }
  const rows = await tx.query(
    `insert into match_candidate (subject_type, subject_id, subject_name, unit_id, score, reason, created_at)
     select $1, given.*, $7
     from unnest($2::text[], $3::text[], $4::bigint[], $5::numeric[], $6::text[])
       as given (subject_id, subject_name, unit_id, score, reason)
     where not exists (select from match_candidate c
       where c.subject_type = $1 and c.subject_id = given.subject_id and c.unit_id = given.unit_id)
     on conflict do nothing
     returning id`,
    [
      subjectType,
      proposals.map(({ subject }) => subject.id),
      proposals.map(({ subject }) => subject.name),
      proposals.map(({ unitId }) => unitId),
      proposals.map(({ score }) => score),
      proposals.map(({ reason }) => reason),
      tx.now,
    ],
  );
  return rows.length;
}
