/** What must hold of every evaluation, whatever the facts and the material. */
import fc from 'fast-check';
import type { Fact } from '../../src/agencies/facts';
import { evaluate } from '../../src/criteria/evaluate';
import { nextOrders } from '../../src/criteria/orders';
import { evaluateSnapshot, snapshotDigest, snapshotOf, snapshotText } from '../../src/criteria/snapshot';
import { elementsOf, questionOf, questions } from './any-question';
import { AS_OF, enterprise, park } from './good-unit';

test('the verdict is the worst that holds', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const elements = elementsOf(question);
      const unmet = elements.filter(({ result }) => result === 'NOT_MET');
      const overdue = unmet.some(({ element }) => (question.orders[element] ?? AS_OF) < AS_OF);
      const unknown = elements.some(({ result }) => result === 'UNKNOWN');
      const expected = overdue
        ? 'FAIL'
        : unmet.length > 0
          ? 'RECTIFY'
          : unknown
            ? 'PENDING_EVIDENCE'
            : 'PASS';
      expect(evaluate(question).verdict).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test('unknown is never clean, and always says why and whom to ask', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { verdict, findings } = evaluate(question);
      for (const { result, elements } of findings) {
        for (const element of elements) {
          expect(element.result === 'UNKNOWN').toBe(element.cause !== null);
          expect(element.result === 'UNKNOWN').toBe(element.ask.length > 0);
        }
        if (elements.some((element) => element.result === 'UNKNOWN')) {
          expect(result).not.toBe('MET');
          expect(verdict).not.toBe('PASS');
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('without a mark no judged element is met or not met', () => {
  fc.assert(
    fc.property(fc.oneof(questionOf(enterprise, false), questionOf(park, false)), (question) => {
      for (const { element, result } of elementsOf(question)) {
        if (question.catalogue.judged.has(element)) {
          expect(['UNKNOWN', 'NOT_APPLICABLE']).toContain(result);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('a fact that becomes unknown leaves a result as it is, or makes it unknown: it never accuses and never clears', () => {
  fc.assert(
    fc.property(questions, fc.nat(), (question, place) => {
      const name = question.catalogue.facts[place % question.catalogue.facts.length] ?? '';
      const unknown: Fact = { known: false, cause: 'FEED_HELD', feed: 'hrss/COORDINATORS', ask: 'hrss' };
      const after = elementsOf({ ...question, facts: { ...question.facts, [name]: unknown } });
      for (const [at, before] of elementsOf(question).entries()) {
        const allowed =
          before.result === 'NOT_APPLICABLE'
            ? ['NOT_APPLICABLE', 'UNKNOWN', 'MET']
            : [before.result, 'UNKNOWN'];
        expect(allowed).toContain(after[at]?.result);
      }
    }),
    { numRuns: 300 },
  );
});

test('the order of the material does not matter, nor does older material of the same place', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const older = question.materials.map((one) => ({
        ...one,
        id: `a${one.id}`,
        on: '2020-01-01',
        data: {},
      }));
      const shuffled = [...question.materials].reverse();
      expect(evaluate({ ...question, materials: [...shuffled, ...older] })).toEqual(evaluate(question));
    }),
    { numRuns: 100 },
  );
});

test('the snapshot, read back from the database, gives the same verdict and findings byte for byte', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const text = snapshotText(snapshotOf(question, '1'));
      const read = JSON.parse(text);
      expect(snapshotText(read)).toBe(text);
      expect(snapshotDigest(snapshotText(read))).toEqual(snapshotDigest(text));
      expect(JSON.stringify(evaluateSnapshot(question.catalogue, read))).toBe(
        JSON.stringify(evaluate(question)),
      );
    }),
    { numRuns: 200 },
  );
});

test('an order is given for each element not met, kept while it is, and gone once it is met', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const evaluation = evaluate(question);
      const orders = nextOrders(evaluation, question.orders, '2027-01-04');
      for (const { element, result } of evaluation.findings.flatMap(({ elements }) => elements)) {
        const before = question.orders[element];
        const expected =
          result === 'NOT_MET' ? (before ?? '2027-01-04') : result === 'UNKNOWN' ? before : undefined;
        expect(orders[element]).toBe(expected);
      }
    }),
    { numRuns: 200 },
  );
});
