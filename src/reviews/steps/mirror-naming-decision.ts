/** The decision of a naming body that is not the city: entered with its document, never made here; it ends the title's open case. */
import { type BodyOpinion } from '../../designations/lifecycle';
import { decideTitle } from '../../designations/steps/decide-title';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { closeCasesOfTitle } from './close-cases';
import type { DecisionRecorded } from './record-decision';

/**
 * Only the body that named may cancel. A body above the city (province, state) heard the unit in its own procedure,
 * so its document alone is asked for; a county's tripartite is under the same rule as the city's: hearing and opinions.
 */
export interface MirrorNamingDecision {
  readonly designationId: string;
  /** The body that decided, as its document has it. */
  readonly namingBody: string;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly heardOn: string | null;
  /** A county's decision: one of each body that exists in a county. */
  readonly opinions: readonly BodyOpinion[];
  readonly grounds: string;
  readonly actor: Actor;
}

interface TitleRow {
  readonly level: string;
  readonly naming_body: string | null;
}

const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '');

function refuse(command: MirrorNamingDecision, title: TitleRow | undefined): Result<never> | null {
  const { actor, namingBody } = command;
  if (actor.role !== 'CITY_OFFICER' && actor.role !== 'COUNTY_OFFICER') {
    return fail(
      'NOT_ALLOWED',
      '命名机关的决定由三方办公室经办人员登记。 It is entered by an officer of the tripartite office.',
    );
  }
  if (title === undefined) {
    return fail('NOT_FOUND', '没有这一称号。 There is no such title.');
  }
  if (title.level === 'CITY') {
    return fail(
      'NOT_ALLOWED',
      '市级称号由市三方按案件程序决定。 A title of the city is decided on by the city, in its case.',
    );
  }
  if (plain(namingBody) === '') {
    return fail('INVALID_INPUT', '请写明作出决定的机关。 Say which body decided.');
  }
  if (title.naming_body !== null && plain(title.naming_body) !== plain(namingBody)) {
    return fail(
      'NOT_ALLOWED',
      `这一称号由${title.naming_body}命名，只有它可以取消。 Only the body that named may cancel.`,
    );
  }
  return refusePersonalNumbers({ namingBody });
}

export async function mirrorNamingDecision(
  tx: Tx,
  command: MirrorNamingDecision,
): Promise<Result<DecisionRecorded>> {
  const { namingBody, ...decision } = command;
  const [title] = await tx.query<TitleRow>('select level, naming_body from designation where id = $1', [
    command.designationId,
  ]);
  const refused = refuse(command, title);
  if (refused !== null) {
    return refused;
  }
  // Cases are locked before the unit's stream, which the decision takes.
  await closeCasesOfTitle(tx, command.designationId, {
    documentNo: command.documentNo,
    decidedOn: command.decidedOn,
    decidingBody: namingBody,
  });
  const decided = await decideTitle(tx, {
    ...decision,
    caseId: null,
    outcome: 'CANCEL',
    decidingBody: title?.level === 'COUNTY' ? 'COUNTY_TRIPARTITE' : 'NAMING_BODY',
    bodyName: namingBody,
  });
  if (!decided.ok) {
    return decided;
  }
  const { decisionId, flagId, eventIds } = decided.value;
  return ok({ decisionId, flagIds: flagId === null ? [] : [flagId], eventIds });
}
