/** The two ways in which a source fails: what it sent is not whole (refused), or it did not answer (asked again). */
import { HubError } from '../../kernel/errors';

/** The document itself is wrong: nothing of it is written but a batch that says why. */
export const unreadable = (reason: string, cause?: unknown): HubError =>
  new HubError('SOURCE_UNREADABLE', reason, undefined, { cause });

/** The source did not answer, or not to the end: nothing is written, the next poll asks again. */
export const unavailable = (reason: string, cause?: unknown): HubError =>
  new HubError('SERVER_UNAVAILABLE', reason, undefined, { cause });

export const isUnreadable = (error: unknown): error is HubError =>
  error instanceof HubError && error.code === 'SOURCE_UNREADABLE';

export const isUnavailable = (error: unknown): error is HubError =>
  error instanceof HubError && error.code === 'SERVER_UNAVAILABLE';
