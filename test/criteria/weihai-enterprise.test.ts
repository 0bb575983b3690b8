/** Weihai's nine enterprise criteria: when each is met, not met, not applicable or unknown, at the very edge too. */
import {
  AS_OF,
  type Change,
  criterionOf,
  elementOf,
  enterprise,
  FUND,
  known,
  late,
  mark,
  material,
  ofEnterprise,
  SURVEY,
} from './good-unit';

type Case = readonly [what: string, change: Change, result: string, cause?: string, ask?: readonly string[]];

const check = (element: string, cases: readonly Case[]) =>
  describe(element, () => {
    test.each(cases.map((one) => [one[0], one] as const))('%s', (_what, one) => {
      const [, change, result, cause, ask] = one;
      const finding = elementOf(ofEnterprise(change), element);
      expect(finding.result).toBe(result);
      expect(finding.cause).toBe(cause ?? null);
      if (ask !== undefined) {
        expect(finding.ask).toEqual(ask);
      }
      expect(finding.explanation).not.toMatch(/[{}]|undefined|不明人/);
      expect(finding.explanation.length).toBeGreaterThan(4);
    });
  });

test('a unit with nothing wrong passes, and every criterion is met', () => {
  const { verdict, findings } = ofEnterprise();
  expect(verdict).toBe('PASS');
  expect(findings.map(({ criterion, result }) => `${criterion} ${result}`)).toEqual(
    ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9'].map((id) => `${id} MET`),
  );
});

check('E1.organisation', [
  ['a founding reply shows it', {}, 'MET'],
  [
    'nothing was handed in',
    { without: ['E1.organisation'] },
    'UNKNOWN',
    'MATERIAL_MISSING',
    ['unit', 'party'],
  ],
  [
    'a department says no: never held against the unit',
    { materials: [material('Q', 'E1.organisation', { inPlace: false })] },
    'UNKNOWN',
    'NOT_HELD_AGAINST',
  ],
  [
    'too few members',
    { materials: [material('D', 'E1.organisation', { inPlace: false, partyMembers: 2 })] },
    'NOT_APPLICABLE',
  ],
  [
    'just enough members',
    { materials: [material('D', 'E1.organisation', { inPlace: false, partyMembers: 3 })] },
    'UNKNOWN',
    'NOT_HELD_AGAINST',
  ],
]);
check('E1.role', [
  ['marked', {}, 'MET'],
  ['marked as not played', { materials: [mark('E1.role', 'NOT_MET')] }, 'NOT_MET'],
  ['not marked', { without: ['E1.role'] }, 'UNKNOWN', 'MARK_MISSING', ['county']],
  ['the mark is a year old to the day', { materials: [mark('E1.role', 'MET', '2025-11-20')] }, 'MET'],
  ['the mark is older', { materials: [mark('E1.role', 'MET', '2025-11-19')] }, 'UNKNOWN', 'MARK_TOO_OLD'],
  [
    'no organisation can be had',
    { materials: [material('D', 'E1.organisation', { inPlace: false, partyMembers: 1 })] },
    'NOT_APPLICABLE',
  ],
]);
check('E2.union', [
  ['there is one', {}, 'MET'],
  ['a complete list has none', { facts: { unionExists: false } }, 'NOT_MET'],
  ['the list is late', { facts: { unionExists: late() } }, 'UNKNOWN', 'FEED_LATE', ['union']],
]);
check('E2.negotiation', [
  ['twelve months ago to the day', { facts: { lastWageNegotiationOn: '2025-11-20' } }, 'MET'],
  ['a day more', { facts: { lastWageNegotiationOn: '2025-11-19' } }, 'NOT_MET'],
  ['never', { facts: { lastWageNegotiationOn: '' } }, 'NOT_MET'],
  ['unknown', { facts: { lastWageNegotiationOn: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('E2.contract', [
  ['in force', {}, 'MET'],
  ['ended', { facts: { wageContractInForce: false, wageContractEndsOn: '2026-10-01' } }, 'NOT_MET'],
  ['unknown', { facts: { wageContractInForce: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('E2.contract-review', [
  ['no objection', {}, 'MET'],
  [
    'silence until after the fifteenth day',
    { facts: { contractReview: 'UNANSWERED', contractReceivedOn: '2026-11-04' } },
    'MET',
  ],
  [
    'the fifteenth day is today',
    { facts: { contractReview: 'UNANSWERED', contractReceivedOn: '2026-11-05' } },
    'UNKNOWN',
    'OBJECTION_PERIOD_RUNNING',
    ['hrss'],
  ],
  ['objected to', { facts: { contractReview: 'OBJECTION' } }, 'NOT_MET'],
  [
    'no contract to review',
    { facts: { contractReview: 'NO_CONTRACT', contractReceivedOn: '' } },
    'NOT_APPLICABLE',
  ],
  [
    'never received',
    { facts: { contractReview: 'NOT_RECEIVED', contractReceivedOn: '' } },
    'UNKNOWN',
    'CONTRACT_NOT_RECEIVED',
    ['union', 'hrss'],
  ],
  ['unknown', { facts: { contractReview: late('hrss/SOCIAL_INSURANCE') } }, 'UNKNOWN', 'FEED_LATE', ['hrss']],
]);
check('E2.pay-growth', [
  ['marked', {}, 'MET'],
  ['marked against', { materials: [mark('E2.pay-growth', 'NOT_MET')] }, 'NOT_MET'],
  [
    'a series alone decides nothing',
    {
      without: ['E2.pay-growth'],
      materials: [
        material('D', 'E2.pay-series', {
          payGrowthPercent: '9.00',
          profitGrowthPercent: '1.00',
          productivityGrowthPercent: '1.00',
        }),
      ],
    },
    'UNKNOWN',
    'MARK_MISSING',
  ],
]);
check('E3.congress', [
  ['within the year', { facts: { lastCongressOn: '2025-11-20' } }, 'MET'],
  ['a day more', { facts: { lastCongressOn: '2025-11-19' } }, 'NOT_MET'],
  ['unknown', { facts: { lastCongressOn: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('E3.rules', [
  ['passed', {}, 'MET'],
  ['not passed', { facts: { congressPassedRules: false } }, 'NOT_MET'],
  ['unknown', { facts: { congressPassedRules: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('E3.openness', [
  ['open', {}, 'MET'],
  ['not', { facts: { opennessSystem: false } }, 'NOT_MET'],
  ['unknown', { facts: { opennessSystem: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
const board = (
  employeeDirector: boolean,
  supervisoryBoard: boolean,
  employeeSupervisor: boolean,
): Change => ({
  materials: [material('Q', 'E3.board', { employeeDirector, supervisoryBoard, employeeSupervisor })],
});
check('E3.employee-director', [
  ['on the board', {}, 'MET'],
  ['on the supervisory board instead', board(false, true, true), 'MET'],
  ['nowhere, with 300 staff and more', board(false, false, false), 'NOT_MET'],
  ['nowhere, with exactly 300', { ...board(false, false, false), facts: { insuredCount: 300 } }, 'NOT_MET'],
  ['fewer staff', { ...board(false, false, false), facts: { insuredCount: 299 } }, 'NOT_APPLICABLE'],
  [
    'no company',
    { without: ['E3.board'], facts: { isCompany: false, insuredCount: late('hrss/SOCIAL_INSURANCE') } },
    'NOT_APPLICABLE',
  ],
  ['the department has not answered', { without: ['E3.board'] }, 'UNKNOWN', 'MATERIAL_MISSING', ['market']],
  [
    'nobody on the board, and the staff is unknown',
    { ...board(false, false, false), facts: { insuredCount: late('hrss/SOCIAL_INSURANCE') } },
    'UNKNOWN',
    'FEED_LATE',
  ],
]);
check('E3.employee-supervisor', [
  ['on it', {}, 'MET'],
  ['none on it', board(true, true, false), 'NOT_MET'],
  ['no such board', board(true, false, false), 'NOT_APPLICABLE'],
  ['no company', { without: ['E3.board'], facts: { isCompany: false } }, 'NOT_APPLICABLE'],
  ['the department has not answered', { without: ['E3.board'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('E4.committee', [
  ['a committee', {}, 'MET'],
  [
    'a committee, whatever the unknown size',
    { facts: { insuredCount: late('hrss/SOCIAL_INSURANCE') } },
    'MET',
  ],
  [
    'a named mediator of a small firm',
    { facts: { mediationCommittee: false, namedMediator: true, insuredCount: 299 } },
    'MET',
  ],
  [
    'a named mediator of a large one',
    { facts: { mediationCommittee: false, namedMediator: true, insuredCount: 300 } },
    'NOT_MET',
  ],
  [
    'a named mediator of a firm of unknown size',
    {
      facts: { mediationCommittee: false, namedMediator: true, insuredCount: late('hrss/SOCIAL_INSURANCE') },
    },
    'UNKNOWN',
    'FEED_LATE',
  ],
  [
    'nothing in a complete list, whatever the size',
    {
      facts: { mediationCommittee: false, namedMediator: false, insuredCount: late('hrss/SOCIAL_INSURANCE') },
    },
    'NOT_MET',
  ],
  [
    'unknown',
    {
      facts: {
        mediationCommittee: late('hrss/SOCIAL_INSURANCE'),
        namedMediator: late('hrss/SOCIAL_INSURANCE'),
      },
    },
    'UNKNOWN',
    'FEED_LATE',
    ['hrss'],
  ],
]);
check('E4.rules', [
  ['handed in', {}, 'MET'],
  ['the unit says it has none', { materials: [material('D', 'E4.rules', { inPlace: false })] }, 'NOT_MET'],
  ['missing', { without: ['E4.rules'] }, 'UNKNOWN', 'MATERIAL_MISSING', ['unit']],
]);
check('E4.coordinator', [
  ['one', { facts: { coordinatorCount: 1 } }, 'MET'],
  ['none', { facts: { coordinatorCount: 0 } }, 'NOT_MET'],
  ['unknown', { facts: { coordinatorCount: late('hrss/SOCIAL_INSURANCE') } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('E4.handling', [
  [
    'a thousand disputes are not held against it',
    { facts: { disputesClosed: 1000, disputesMediated: 0 } },
    'MET',
  ],
  ['not marked', { without: ['E4.handling'] }, 'UNKNOWN', 'MARK_MISSING'],
]);
check('E5.plan', [
  ['in date', {}, 'MET'],
  [
    'out of date',
    { materials: [material('D', 'E5.plan', { inPlace: true }, '2024-11-19')] },
    'UNKNOWN',
    'MATERIAL_TOO_OLD',
  ],
]);
const fund = (change: Partial<Record<keyof typeof FUND, string | boolean>>): Change => ({
  materials: [material('D', 'E5.fund', { ...FUND, ...change })],
});
check('E5.front-line-share', [
  ['sixty per cent to the cent', fund({ spent: '250000.00', frontLineSpent: '150000.00' }), 'MET'],
  ['a cent less', fund({ spent: '250000.00', frontLineSpent: '149999.99' }), 'NOT_MET'],
  [
    'nothing spent: no division',
    fund({ spent: '0.00', frontLineSpent: '0.00' }),
    'UNKNOWN',
    'NOTHING_SPENT',
    ['unit'],
  ],
  ['not audited', fund({ audited: false }), 'UNKNOWN', 'STATEMENT_NOT_AUDITED'],
  ['missing', { without: ['E5.fund'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('E5.fund-in-full', [
  ['at the rate', fund({ wageBill: '20000000.00', drawn: '300000.00' }), 'MET'],
  ['a cent less', fund({ drawn: '299999.99' }), 'NOT_MET'],
]);
check('E7.no-breach', [
  ['no decision', {}, 'MET'],
  [
    'a decision on the first day of the look-back',
    { facts: { lastWomenHoursDecisionOn: '2024-11-20' } },
    'NOT_MET',
  ],
  ['a decision the day before', { facts: { lastWomenHoursDecisionOn: '2024-11-19' } }, 'MET'],
  ['unknown', { facts: { lastWomenHoursDecisionOn: late('hrss/SOCIAL_INSURANCE') } }, 'UNKNOWN', 'FEED_LATE'],
]);
const survey = (
  change: Readonly<Record<string, string | number>>,
  without: readonly string[] = [],
  on = '2026-06-01',
): Change => ({
  materials: [
    material(
      'S',
      'E9.survey',
      Object.fromEntries(
        Object.entries({ ...SURVEY, ...change }).filter(([name]) => !without.includes(name)),
      ),
      on,
    ),
  ],
});
const all = (mean: string) =>
  Object.fromEntries(
    Object.keys(SURVEY)
      .slice(2)
      .map((name) => [name, mean]),
  );
check('E9.items', [
  ['eight', {}, 'MET'],
  ['seven', survey({}, ['democracy']), 'NOT_MET'],
  ['fewer answers than may be shown', survey({ n: 9 }), 'UNKNOWN', 'SURVEY_GROUP_TOO_SMALL', ['county']],
  ['none', { without: ['E9.survey'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('E9.satisfaction', [
  ['at the mark', survey(all('80.00')), 'MET'],
  ['a hundredth less in one item', survey({ ...all('80.00'), care: '79.99' }), 'NOT_MET'],
  ['an item was not asked: no mean', survey({}, ['pay']), 'UNKNOWN', 'VALUE_NOT_GIVEN'],
  ['29 answers of 320 staff', survey({ n: 29 }), 'UNKNOWN', 'SURVEY_TOO_FEW_ANSWERS'],
  ['12 answers of 15 staff', { ...survey({ n: 12 }), facts: { insuredCount: 15 } }, 'MET'],
  [
    '11 answers of 15 staff',
    { ...survey({ n: 11 }), facts: { insuredCount: 15 } },
    'UNKNOWN',
    'SURVEY_TOO_FEW_ANSWERS',
  ],
  [
    '20 answers, and the staff is unknown',
    { ...survey({ n: 20, ...all('10.00') }), facts: { insuredCount: late('hrss/SOCIAL_INSURANCE') } },
    'UNKNOWN',
    'FEED_LATE',
  ],
  ['a year old to the day', survey({}, [], '2025-11-20'), 'MET'],
  ['older', survey({}, [], '2025-11-19'), 'UNKNOWN', 'MATERIAL_TOO_OLD', ['county']],
  ['dated after the day asked', survey({}, [], '2026-11-21'), 'UNKNOWN', 'MATERIAL_MISSING'],
]);

test.each([...enterprise.judged])('%s is decided by a mark and by nothing else', (element) => {
  expect(elementOf(ofEnterprise({ without: [element] }), element).result).toBe('UNKNOWN');
  expect(elementOf(ofEnterprise({ materials: [mark(element, 'NOT_MET')] }), element).result).toBe('NOT_MET');
});

test('E6 and E8 are judged throughout, and E8 reads no record at all', () => {
  for (const { criterion, element, facts } of enterprise.elements) {
    if (criterion.id === 'E6' || criterion.id === 'E8') {
      expect(element.kind).toBe('JUDGED');
    }
    if (criterion.id === 'E8') {
      expect(facts).toEqual([]);
    }
  }
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
