/** The closed list of failure codes; mapped once to GraphQL, HTTP status and retry class. */

/** `retry`: NEVER – the same call will fail again; LATER – it may pass once something else has changed. */
interface FailureKind {
  readonly httpStatus: number;
  readonly retry: 'NEVER' | 'LATER';
}

export const FAILURES = {
  NOT_SIGNED_IN: { httpStatus: 401, retry: 'NEVER' },
  NOT_ALLOWED: { httpStatus: 403, retry: 'NEVER' },
  NOT_FOUND: { httpStatus: 404, retry: 'NEVER' },
  INVALID_INPUT: { httpStatus: 400, retry: 'NEVER' },
  INVALID_CODE: { httpStatus: 400, retry: 'NEVER' },
  WRONG_STATE: { httpStatus: 409, retry: 'NEVER' },
  ALREADY_DONE: { httpStatus: 409, retry: 'NEVER' },
  NOT_AGREED: { httpStatus: 409, retry: 'NEVER' },
  SUPERSEDED: { httpStatus: 409, retry: 'LATER' },
  NO_RULE_IN_FORCE: { httpStatus: 409, retry: 'NEVER' },
  EVIDENCE_MISSING: { httpStatus: 409, retry: 'LATER' },
  DELIVERY_HELD: { httpStatus: 409, retry: 'LATER' },
  CATALOGUE_INVALID: { httpStatus: 422, retry: 'NEVER' },
  FEED_OUT_OF_BOUNDS: { httpStatus: 422, retry: 'LATER' },
  SOURCE_UNREADABLE: { httpStatus: 422, retry: 'LATER' },
  CONFIGURATION_INVALID: { httpStatus: 500, retry: 'NEVER' },
  SERVER_UNAVAILABLE: { httpStatus: 503, retry: 'LATER' },
  SCHEMA_OUT_OF_DATE: { httpStatus: 503, retry: 'LATER' },
  TOO_COMPLEX: { httpStatus: 400, retry: 'NEVER' },
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof FAILURES;

/** An expected failure as data: `message` says what is wrong, `hint` what to do about it. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint?: string;
}

/** A failure that cannot be returned (start-up, configuration, broken source): thrown with its code. */
export class HubError extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HubError';
  }
}
