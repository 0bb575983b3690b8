/** Any facts and any material of a unit, for what must hold of every evaluation. */
import fc from 'fast-check';
import { FACTS } from '../../src/agencies/fact-registry';
import type { Fact, Facts } from '../../src/agencies/facts';
import type { CompiledCatalogue } from '../../src/criteria/compile';
import { evaluate, type Question } from '../../src/criteria/evaluate';
import type { Material } from '../../src/criteria/material';
import { AS_OF, enterprise, park } from './good-unit';

const day = fc
  .integer({ min: 0, max: 1200 })
  .map((back) => new Date(Date.UTC(2026, 10, 20) - back * 86_400_000).toISOString().slice(0, 10));

const VALUES = {
  BOOL: fc.boolean(),
  INT: fc.integer({ min: 0, max: 400 }),
  DATE: fc.oneof(fc.constant(''), day),
  TEXT: fc.constantFrom('NO_OBJECTION', 'OBJECTION', 'UNANSWERED', 'NOT_RECEIVED', 'NO_CONTRACT'),
  DATES: fc.array(day, { maxLength: 8 }),
} as const;

const factOf = (name: string): fc.Arbitrary<Fact> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: VALUES[FACTS.get(name)?.type ?? 'BOOL'].map(
        (value): Fact => ({ known: true, value, records: ['1'], asOf: AS_OF }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('FEED_LATE', 'FEED_HELD', 'FEED_NEVER_DELIVERED')
        .map((cause): Fact => ({ known: false, cause, feed: 'hrss/COORDINATORS', ask: 'hrss' })),
    },
  );

const FIELDS = {
  BOOL: fc.boolean(),
  INT: fc.integer({ min: 0, max: 200 }),
  DECIMAL: fc.integer({ min: 0, max: 10_000 }).map((cents) => (cents / 100).toFixed(2)),
  TEXT: fc.constant('摘要'),
} as const;

const materialsOf = (catalogue: CompiledCatalogue, marks: boolean): fc.Arbitrary<Material[]> => {
  const slots = [...catalogue.slots.values()].map((slot) =>
    fc.option(
      fc
        .record({
          on: day,
          data: fc.record(
            Object.fromEntries(Object.entries(slot.fields).map(([name, { type }]) => [name, FIELDS[type]])),
          ),
        })
        .map(
          ({ on, data }): Material => ({
            id: `m-${slot.id}`,
            kind: slot.kinds[0] ?? 'D',
            place: slot.id,
            on,
            number: '1',
            data,
            reason: null,
          }),
        ),
    ),
  );
  const judged = [...catalogue.judged].map((element) =>
    fc.option(
      fc.record({ on: day, result: fc.constantFrom('MET', 'NOT_MET') }).map(
        ({ on, result }): Material => ({
          id: `k-${element}`,
          kind: 'MARK',
          place: element,
          on,
          number: null,
          data: { result },
          reason: '看过现场',
        }),
      ),
    ),
  );
  return fc
    .tuple(...slots, ...(marks ? judged : []))
    .map((all) => all.filter((one): one is Material => one !== null));
};

export const questionOf = (catalogue: CompiledCatalogue, marks = true): fc.Arbitrary<Question> =>
  fc.record({
    catalogue: fc.constant(catalogue),
    asOf: fc.constant(AS_OF),
    facts: fc.record(
      Object.fromEntries(catalogue.facts.map((name) => [name, factOf(name)])),
    ) as fc.Arbitrary<Facts>,
    materials: materialsOf(catalogue, marks),
    orders: fc.dictionary(fc.constantFrom(...catalogue.elements.map(({ element }) => element.id)), day, {
      maxKeys: 5,
    }),
  });

export const questions = fc.oneof(questionOf(enterprise), questionOf(park));
export const elementsOf = (question: Question) =>
  evaluate(question).findings.flatMap(({ elements }) => elements);
