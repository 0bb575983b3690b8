/** Weihai's criteria E1 to E4, at the very edge too: Party, union and contract, congress and board, mediation. */
import { checkWith } from './each-element';
import { type Change, late, mark, material, ofEnterprise } from './good-unit';

const check = checkWith(ofEnterprise);

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
