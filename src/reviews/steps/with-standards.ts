/** A broken or missing standard is for whoever keeps the file, not a bug of the hub: told as a failure. */
import { HubError } from '../../kernel/errors';
import { fail, type Result } from '../../kernel/result';

export async function withStandards<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    if (
      error instanceof HubError &&
      (error.code === 'CATALOGUE_INVALID' || error.code === 'NO_RULE_IN_FORCE')
    ) {
      return fail(error.code, error.message, error.hint);
    }
    throw error;
  }
}
