/** From the one input of all steps to the paper of this step: what was given, and nothing else. */
import type { TakeCaseStepInput } from './inputs';

export function paperOf(input: TakeCaseStepInput): Record<string, unknown> {
  const { caseId: _case, action: _action, ...given } = input;
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
}
