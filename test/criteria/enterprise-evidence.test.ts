/** Weihai's criteria E5 to E9: training and its fund, breaches, what a reviewer judges, what the workers say. */
import { checkWith } from './each-element';
import {
  type Change,
  elementOf,
  enterprise,
  FUND,
  late,
  mark,
  material,
  ofEnterprise,
  SURVEY,
} from './good-unit';

const check = checkWith(ofEnterprise);

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
