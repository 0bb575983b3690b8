/** Lines as long as they are open: of each account so many, and a few places for those of which nobody knows yet who it is. */
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { LIVE_LIMITS } from './limits';

const SIGN_IN_MS = 5_000;
const CLOSE_MS = 1_000;

const SIGN_IN = '请先登录 / sign in first';
const TOO_MANY_LINES = `同一账号最多 ${LIVE_LIMITS.ofAccount} 条连接 / at most ${LIVE_LIMITS.ofAccount} lines of one account`;

/** Says why, and does not wait for long until the other side agrees. */
export function endLine(line: WebSocket, code: number | undefined, reason: string | undefined): void {
  line.close(code, reason);
  setTimeout(() => line.terminate(), CLOSE_MS).unref();
}

/** A line is signed in once an account is known for it; one without a token is let go like one that never says a word. */
export class Lines {
  /** Oldest first, each with the end of its patience. */
  readonly #waiting = new Map<WebSocket, NodeJS.Timeout>();
  readonly #accounts = new Map<string, Set<WebSocket>>();
  readonly #signedIn = new Set<WebSocket>();

  /** Where all places of those who wait are taken, the oldest makes room: whoever signs in at once is never turned away. */
  open(line: WebSocket): void {
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined && this.#waiting.size >= LIVE_LIMITS.waiting) {
      this.#noLongerWaiting(oldest);
      oldest.terminate();
    }
    const patience = setTimeout(() => endLine(line, CloseCode.Unauthorized, SIGN_IN), SIGN_IN_MS);
    this.#waiting.set(line, patience);
    line.once('close', () => this.#noLongerWaiting(line));
  }

  /** False: the account has as many as it may have, or the line is gone meanwhile; it is closed. */
  signIn(line: WebSocket, account: string): boolean {
    if (!this.#waiting.has(line)) {
      return false;
    }
    const lines = this.#accounts.get(account) ?? new Set();
    if (lines.size >= LIVE_LIMITS.ofAccount) {
      endLine(line, CloseCode.TooManyInitialisationRequests, TOO_MANY_LINES);
      return false;
    }
    this.#noLongerWaiting(line);
    this.#signedIn.add(line);
    this.#accounts.set(account, lines.add(line));
    line.once('close', () => {
      this.#signedIn.delete(line);
      lines.delete(line);
      if (lines.size === 0) {
        this.#accounts.delete(account);
      }
    });
    return true;
  }

  isSignedIn(line: WebSocket): boolean {
    return this.#signedIn.has(line);
  }

  get full(): boolean {
    return this.#signedIn.size >= LIVE_LIMITS.lines;
  }

  #noLongerWaiting(line: WebSocket): void {
    clearTimeout(this.#waiting.get(line));
    this.#waiting.delete(line);
  }
}
