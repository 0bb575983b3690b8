/** Expected failures are values: a step returns a result, only bugs are thrown. */
import type { Failure, FailureCode } from './errors';

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (code: FailureCode, message: string, hint?: string): Result<never> => ({
  ok: false,
  failure: hint === undefined ? { code, message } : { code, message, hint },
});
