/** The sentence of a result: nothing is said, nor found, on a value that is not there. */
import fc from 'fast-check';
import type { FactValue } from '../../src/agencies/facts';
import enterpriseJson from '../../src/criteria/catalogues/weihai-enterprise-2023.json';
import { elementsOf, questions } from './any-question';
import { compiled, elementOf, enterprise, ofEnterprise, park } from './good-unit';

const elementIf = (id: string, facts: Readonly<Record<string, FactValue>>) =>
  elementOf(ofEnterprise({ facts }), id);

const HOLE = /无(?=[，。、）]|$)|于无|为无|至无|不明人|不明家|null|undefined|NaN|\{|\}|\[|\]/;

test('no sentence has a hole where a value belongs', () => {
  fc.assert(
    fc.property(questions, (question) => {
      for (const { element, explanation } of elementsOf(question)) {
        expect([element, explanation === '' || HOLE.test(explanation)]).toEqual([element, false]);
      }
    }),
  );
});

test('nothing is met of which nothing was read: a fact that is known, evidence that is there, or a mark', () => {
  fc.assert(
    fc.property(questions, (question) => {
      for (const found of elementsOf(question).filter(({ result }) => result === 'MET')) {
        const { needs } = enterprise.elements
          .concat(park.elements)
          .find(({ element }) => element.id === found.element) ?? { needs: [] };
        const known = needs.some(([name]) => question.facts[name]?.known);
        expect([found.element, known || found.materials.length > 0]).toEqual([found.element, true]);
      }
    }),
  );
});

test('a day that is not there is never met: a system of openness without any publication is unknown, and says why', () => {
  const finding = elementIf('E3.openness', { opennessPublishedOn: '' });
  expect(finding).toMatchObject({ result: 'UNKNOWN', cause: 'NO_PUBLICATION_KNOWN', ask: ['union'] });
  expect(finding.explanation).toContain('没有公开日期');
  expect(elementIf('E3.openness', {})).toMatchObject({ result: 'MET' });
  expect(elementIf('E2.contract', { wageContractEndsOn: '' })).toMatchObject({
    result: 'MET',
    explanation: '含工资内容的集体合同在期。',
  });
});

test('a value that a sentence cannot do without is missing: then the result is unknown, whatever the condition says', () => {
  const found = elementIf('E2.contract-review', {
    contractReview: 'UNANSWERED',
    contractReceivedOn: '',
  });
  expect(found).toMatchObject({ result: 'UNKNOWN', cause: 'VALUE_NOT_GIVEN' });
});

test('a standard whose sentence names what may be missing outside of [ ] is refused, with the place', () => {
  const text = JSON.stringify(enterpriseJson).replace('[，会员{unionMembers}人]', '，会员{unionMembers}人');
  expect(() => compiled(JSON.parse(text))).toThrow(/E2\.union: the explanation "met" names \{unionMembers\}/);
});
