/** What must be said with each step of the procedure: documents, days, what the unit said. Pure. */
import { z } from 'zod';
import { refusePersonalNumbers } from '../kernel/free-text';
import { inputProblems } from '../kernel/input-problems';
import { fail, ok, type Result } from '../kernel/result';

const text = z.string().trim().min(1).max(2_000);
const documentNo = z.string().trim().min(1).max(200);

export const PAPERS = {
  /** The county tripartite reports to the city's: its document and grounds. */
  PROPOSE: z.strictObject({ documentNo, grounds: text }),
  WITHDRAW: z.strictObject({ reason: text }),
  /** The notice that says what is proposed, why, and until when the unit may speak. */
  NOTIFY: z.strictObject({ documentNo, servedOn: z.iso.date() }),
  /** What the unit said, or that it let the period pass; never a name of a person. */
  HEAR: z.discriminatedUnion('attended', [
    z.strictObject({ attended: z.literal(true), heardOn: z.iso.date(), statement: text }),
    z.strictObject({ attended: z.literal(false), heardOn: z.iso.date() }),
  ]),
} as const;

export type ProcedureAction = keyof typeof PAPERS;
export type Paper<Action extends ProcedureAction = ProcedureAction> = z.output<(typeof PAPERS)[Action]>;

export function readPaper<Action extends ProcedureAction>(
  action: Action,
  given: unknown,
): Result<Paper<Action>> {
  const parsed = PAPERS[action].safeParse(given);
  if (!parsed.success) {
    return fail(
      'INVALID_INPUT',
      `${action} 的内容不成立：${inputProblems(parsed.error.issues)}。 What was given with ${action} does not hold.`,
    );
  }
  const texts = Object.entries(parsed.data).filter((entry) => typeof entry[1] === 'string');
  return refusePersonalNumbers(Object.fromEntries(texts)) ?? ok(parsed.data as Paper<Action>);
}
