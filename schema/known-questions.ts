/** Questions that were read, checked and answered before, by their very words: what no limit or rule has to look at again. */
import { Kept, type KeptLimits } from './kept';
import { BYTES_OF_CHARACTER } from './plan-cache';
import type { Question } from './question';

const LIMITS: KeptLimits = { entries: 1_000, bytes: 32 * 1024 * 1024 };

/** A name holds no line break, so no two pairs have one key. */
const keyOf = (text: string, name: string | null | undefined): string => `${name ?? ''}\n${text}`;

export class KnownQuestions {
  readonly #questions: Kept<Question>;

  constructor(limits: KeptLimits = LIMITS) {
    this.#questions = new Kept(limits);
  }

  get size(): number {
    return this.#questions.size;
  }

  /** Whatever hangs on who asks, and with which variables, is no part of it. */
  find(text: string, operationName: string | null | undefined): Question | undefined {
    return this.#questions.find(keyOf(text, operationName));
  }

  /** `question`: what the words mean, after all rules of validation held. */
  learn(text: string, operationName: string | null | undefined, question: Question): void {
    this.#questions.keep(keyOf(text, operationName), question, BYTES_OF_CHARACTER * text.length);
  }
}
