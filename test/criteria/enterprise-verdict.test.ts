/** From findings to the verdict, worst first; and what a finding tells. */
import { AS_OF, type Change, criterionOf, elementOf, known, late, ofEnterprise } from './good-unit';

test('a unit with nothing wrong passes, and every criterion is met', () => {
  const { verdict, findings } = ofEnterprise();
  expect(verdict).toBe('PASS');
  expect(findings.map(({ criterion, result }) => `${criterion} ${result}`)).toEqual(
    ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9'].map((id) => `${id} MET`),
  );
});

describe('the verdict, worst first', () => {
  const unmet: Change = { facts: { coordinatorCount: 0 } };
  test('one element not met: to be put right', () => {
    expect(ofEnterprise(unmet).verdict).toBe('RECTIFY');
  });
  test('one unknown: evidence is pending', () => {
    const evaluation = ofEnterprise({ without: ['E9.survey'] });
    expect(evaluation.verdict).toBe('PENDING_EVIDENCE');
    expect(criterionOf(evaluation, 'E9')).toBe('UNKNOWN');
  });
  test('not met and unknown together: to be put right', () => {
    expect(ofEnterprise({ ...unmet, without: ['E9.survey'] }).verdict).toBe('RECTIFY');
  });
  test('still not met after the day it was ordered for: fail; on that day not yet', () => {
    const orders = { 'E4.coordinator': '2026-11-20' };
    expect(ofEnterprise({ ...unmet, orders }).verdict).toBe('RECTIFY');
    expect(ofEnterprise({ ...unmet, orders, asOf: '2026-11-21' }).verdict).toBe('FAIL');
  });
  test('something else that is not met after that day was never ordered: to be put right', () => {
    expect(ofEnterprise({ ...unmet, orders: { 'E3.openness': '2026-01-01' } }).verdict).toBe('RECTIFY');
  });
  test('ordered, and now unknown: never a fail', () => {
    const facts = { coordinatorCount: late('hrss/SOCIAL_INSURANCE') };
    expect(ofEnterprise({ facts, orders: { 'E4.coordinator': '2026-01-01' } }).verdict).toBe(
      'PENDING_EVIDENCE',
    );
  });
});

test('a finding says what was read, from which records, by which parameters', () => {
  const finding = elementOf(
    ofEnterprise({ facts: { coordinatorCount: known(0, ['77']) } }),
    'E4.coordinator',
  );
  expect(finding).toEqual({
    element: 'E4.coordinator',
    result: 'NOT_MET',
    cause: null,
    ask: [],
    values: { coordinatorCount: 0 },
    parameters: [{ name: 'coordinatorsAtLeast', value: 1, mark: 'P' }],
    records: ['77'],
    materials: [],
    article: '五（一）第四项“配备劳动关系协调员”；人数为参数',
    explanation: '劳动关系协调员0人，不足1人。',
  });
  expect(elementOf(ofEnterprise({ facts: { coordinatorCount: late() } }), 'E4.coordinator').explanation).toBe(
    '劳动关系协调员情况不明。原因：来源数据未按期更新。请向总工会核实。',
  );
  expect(AS_OF).toBe('2026-11-20');
});
