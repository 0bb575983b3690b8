/** An officer's answer to a proposed match: kept with who and why, never overwritten, reversible by a further answer. */
import { mayAct } from '../../access/rules';
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';

export type MatchAnswer = 'SAME' | 'NOT_SAME' | 'UNSURE' | 'WITHDRAWN';

const ANSWERS: Readonly<Record<MatchAnswer, string>> = {
  SAME: '是同一单位',
  NOT_SAME: '不是同一单位',
  UNSURE: '无法确定',
  WITHDRAWN: '已撤回',
};

export interface MatchDecided {
  readonly candidateId: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly unitId: string;
  /** What the room that owns the subject must now do; deciding itself joins nothing. */
  readonly effect: 'ATTACH' | 'DETACH' | 'NONE';
}

interface Candidate {
  readonly id: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly region_code: string | null;
  readonly version: number | null;
  readonly answer: MatchAnswer | null;
}

export async function decideMatch(
  tx: Tx,
  command: { candidateId: string; answer: MatchAnswer; why: string; actor: Actor },
): Promise<Result<MatchDecided>> {
  const { actor, answer } = command;
  const why = command.why.trim();
  if (!mayAct(actor, 'match.decide')) {
    return fail('NOT_ALLOWED', '同一性判断由三方办工作人员作出');
  }
  if (why === '') {
    return fail('INVALID_INPUT', '同一性判断须写明理由', '请填写 why');
  }
  const personal = refusePersonalNumbers({ why });
  if (personal !== null) {
    return personal;
  }
  const subject = await lockSubject(tx, command.candidateId);
  const candidates = subject === null ? [] : await readCandidates(tx, subject);
  const candidate = candidates.find(({ id }) => id === command.candidateId);
  if (subject === null || candidate === undefined) {
    return fail('NOT_FOUND', '没有这一同一性候选', '请从 matchCandidates 中取编号');
  }
  if (actor.role === 'COUNTY_OFFICER' && candidate.region_code !== actor.region) {
    return fail('NOT_ALLOWED', '该单位不在本人所属区划内');
  }
  const refusal = refusalOf(candidate, candidates, answer);
  if (refusal !== null) {
    return refusal;
  }
  const version = (candidate.version ?? 0) + 1;
  await tx.query(
    `insert into match_decision (candidate_id, version, answer, why, actor_id, actor_name, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [candidate.id, version, answer, why, actor.id, actor.name, tx.now],
  );
  await appendAudit(tx, {
    unitId: candidate.unit_id,
    actor,
    action: 'match.decided',
    subjectType: 'match_candidate',
    subjectId: candidate.id,
    detail: { ...subject, answer, previous: candidate.answer, version, why },
  });
  const effect = answer === 'SAME' ? 'ATTACH' : candidate.answer === 'SAME' ? 'DETACH' : 'NONE';
  return ok({ candidateId: candidate.id, ...subject, unitId: candidate.unit_id, effect });
}

interface Subject {
  readonly subjectType: string;
  readonly subjectId: string;
}

/** Locks all candidates of the subject in one order, so that two officers cannot both answer SAME at once. */
async function lockSubject(tx: Tx, candidateId: string): Promise<Subject | null> {
  const [subject] = await tx.query<Subject>(
    `select c.subject_type as "subjectType", c.subject_id as "subjectId" from match_candidate c
     join match_candidate asked using (subject_type, subject_id)
     where asked.id = $1 order by c.id for update of c`,
    [candidateId],
  );
  return subject ?? null;
}

/** After the lock, in a statement of its own: it sees what was committed while we waited. */
async function readCandidates(tx: Tx, subject: Subject): Promise<Candidate[]> {
  return tx.query<Candidate>(
    `select c.id, c.unit_id, u.name as unit_name, u.region_code, d.version, d.answer
     from match_candidate c
     join unit u on u.id = c.unit_id
     left join lateral (select version, answer from match_decision where candidate_id = c.id
       order by version desc limit 1) d on true
     where c.subject_type = $1 and c.subject_id = $2`,
    [subject.subjectType, subject.subjectId],
  );
}

function refusalOf(
  candidate: Candidate,
  candidates: readonly Candidate[],
  answer: MatchAnswer,
): ReturnType<typeof fail> | null {
  if (candidate.answer === answer) {
    return fail('ALREADY_DONE', `现有判断已是“${ANSWERS[answer]}”`);
  }
  if (answer === 'WITHDRAWN' && candidate.answer === null) {
    return fail('WRONG_STATE', '尚无可撤回的判断');
  }
  const other = candidates.find(({ id, answer: standing }) => id !== candidate.id && standing === 'SAME');
  if (answer === 'SAME' && other !== undefined) {
    return fail('WRONG_STATE', `“${other.unit_name}”已被判断为同一单位`, '如判断有误，请先撤回该判断');
  }
  return null;
}
