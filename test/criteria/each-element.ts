/** The cases of one element: what is changed on a good unit, and what is found. */

import type { Evaluation } from '../../src/criteria/evaluate';
import { type Change, elementOf } from './good-unit';

export type Case = readonly [
  what: string,
  change: Change,
  result: string,
  cause?: string,
  ask?: readonly string[],
];

/** Declares one test per case; each also holds that the sentence is one that an officer could send. */
export const checkWith =
  (evaluate: (change: Change) => Evaluation) =>
  (element: string, cases: readonly Case[]): void =>
    describe(element, () => {
      test.each(cases.map((one) => [one[0], one] as const))('%s', (_what, [, change, result, cause, ask]) => {
        const finding = elementOf(evaluate(change), element);
        expect(finding.result).toBe(result);
        expect(finding.cause).toBe(cause ?? null);
        if (ask !== undefined) {
          expect(finding.ask).toEqual(ask);
        }
        expect(finding.explanation).not.toMatch(/[{}]|undefined|不明人/);
        expect(finding.explanation.length).toBeGreaterThan(4);
      });
    });
