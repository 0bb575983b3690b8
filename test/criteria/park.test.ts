/** Weihai's seven criteria for parks and townships: shares over the members, documents, visits, replies. */
import { checkWith } from './each-element';
import { late, mark, material, ofPark, park } from './good-unit';

const check = checkWith(ofPark);

test('a park with nothing wrong passes', () => {
  const { verdict, findings } = ofPark();
  expect(verdict).toBe('PASS');
  expect(findings.map(({ criterion, result }) => `${criterion} ${result}`)).toEqual(
    ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'].map((id) => `${id} MET`),
  );
});

check('P1.agenda', [
  ['within the year', {}, 'MET'],
  [
    'a year ago to the day',
    { materials: [material('D', 'P1.agenda', { inPlace: true }, '2025-11-20')] },
    'MET',
  ],
  [
    'longer ago',
    { materials: [material('D', 'P1.agenda', { inPlace: true }, '2025-11-19')] },
    'UNKNOWN',
    'MATERIAL_TOO_OLD',
  ],
  ['never', { without: ['P1.agenda'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('P2.lawful', [
  ['nine of ten without a breach', { facts: { memberBreachDates: ['2026-01-01'] } }, 'MET'],
  ['eight of ten', { facts: { memberBreachDates: ['2026-01-01', '2024-11-20'] } }, 'NOT_MET'],
  [
    'the second breach lies before the look-back',
    { facts: { memberBreachDates: ['2026-01-01', '2024-11-19'] } },
    'MET',
  ],
  [
    'no member is registered',
    { facts: { members: 0, memberBreachDates: [] } },
    'UNKNOWN',
    'NO_MEMBERS_KNOWN',
  ],
  [
    'the feed is late',
    { facts: { memberBreachDates: late('hrss/SOCIAL_INSURANCE') } },
    'UNKNOWN',
    'FEED_LATE',
  ],
]);
check('P2.standard', [
  ['eight of ten known', { facts: { membersKnown: 10, membersGradedA: 6, membersGradedB: 2 } }, 'MET'],
  ['seven of ten known', { facts: { membersKnown: 10, membersGradedA: 6, membersGradedB: 1 } }, 'NOT_MET'],
  [
    'one that passed a review makes it eight',
    { facts: { membersKnown: 10, membersGradedB: 1, membersPassedUngraded: 1 } },
    'MET',
  ],
  ['half of the members known', { facts: { membersKnown: 5, membersGradedA: 4, membersGradedB: 0 } }, 'MET'],
  [
    'fewer known: no judgement',
    { facts: { membersKnown: 4, membersGradedA: 0, membersGradedB: 0 } },
    'UNKNOWN',
    'KNOWN_SHARE_TOO_LOW',
  ],
]);
check('P3.firms', [
  ['six of ten covered', { facts: { membersCovered: 6 } }, 'MET'],
  ['five', { facts: { membersCovered: 5 } }, 'NOT_MET'],
  ['unknown', { facts: { membersCovered: late() } }, 'UNKNOWN', 'FEED_LATE'],
]);
check('P3.workers', [
  ['sixty per cent', { facts: { workersCovered: 600 } }, 'MET'],
  ['one fewer', { facts: { workersCovered: 599 } }, 'NOT_MET'],
]);
check('P4.employers-body', [
  ['a chamber', {}, 'MET'],
  [
    'a confederation body, the chambers unknown',
    { facts: { chamberBody: late(), confederationBody: true } },
    'MET',
  ],
  ['neither', { facts: { chamberBody: false } }, 'NOT_MET'],
  [
    'none, the other unknown',
    { facts: { chamberBody: false, confederationBody: late() } },
    'UNKNOWN',
    'FEED_LATE',
  ],
]);
check('P4.reported-in-time', [
  ['on the third day', { facts: { lastLabourIncidentReportDays: 3 } }, 'MET'],
  ['on the fourth', { facts: { lastLabourIncidentReportDays: 4 } }, 'NOT_MET'],
  [
    'long ago',
    { facts: { lastLabourIncidentOn: '2024-11-19', lastLabourIncidentReportDays: 9 } },
    'NOT_APPLICABLE',
  ],
  ['never', { facts: { lastLabourIncidentOn: '', lastLabourIncidentReportDays: 0 } }, 'NOT_APPLICABLE'],
]);
check('P5.body', [
  ['on the list', {}, 'MET'],
  [
    'not on the list, but founded by a document',
    { facts: { opennessLeadingBody: false }, materials: [material('D', 'P5.body', { inPlace: true })] },
    'MET',
  ],
  [
    'neither',
    { facts: { opennessLeadingBody: false }, materials: [material('D', 'P5.body', { inPlace: false })] },
    'NOT_MET',
  ],
  ['not on the list, no document', { facts: { opennessLeadingBody: false } }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('P5.congresses', [
  [
    'six of ten within the year',
    { facts: { memberCongressDates: Array.from({ length: 6 }, () => '2025-11-20') } },
    'MET',
  ],
  [
    'one of them a day earlier',
    { facts: { memberCongressDates: ['2025-11-19', ...Array.from({ length: 5 }, () => '2025-11-20')] } },
    'NOT_MET',
  ],
]);
check('P6.safety', [
  ['it works', {}, 'MET'],
  ['it does not', { materials: [material('Q', 'P6.safety', { works: false })] }, 'NOT_MET'],
  ['no answer: silence is not consent', { without: ['P6.safety'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
]);
check('P6.effect', [
  ['accidents alone are no proof', { facts: { incidents: 5, lastIncidentOn: '2026-11-01' } }, 'MET'],
  ['the reviewer says it does not work', { materials: [mark('P6.effect', 'NOT_MET')] }, 'NOT_MET'],
]);
check('P7.sign', [
  ['on the list and seen', {}, 'MET'],
  ['on the list, not seen', { without: ['P7.visit'] }, 'UNKNOWN', 'MATERIAL_MISSING'],
  [
    'not on the list: no visit is needed to know',
    { facts: { stationSign: false }, without: ['P7.visit'] },
    'NOT_MET',
  ],
  [
    'on the list, seen without',
    { materials: [material('V', 'P7.visit', { sign: false, place: true, facilities: true, content: true })] },
    'NOT_MET',
  ],
]);
check('P7.coordinators', [
  ['two', { facts: { stationCoordinators: 2 } }, 'MET'],
  ['one', { facts: { stationCoordinators: 1 } }, 'NOT_MET'],
]);
check('P7.events', [
  ['enough on the list', {}, 'MET'],
  [
    'enough by document',
    { facts: { stationEvents: 0 }, materials: [material('D', 'P7.events', { count: 2 })] },
    'MET',
  ],
  [
    'too few by both',
    { facts: { stationEvents: 1 }, materials: [material('D', 'P7.events', { count: 1 })] },
    'NOT_MET',
  ],
]);

test('townships have criteria but no city title, and no member firm is run through the nine criteria', () => {
  expect(park.catalogue.unitKinds).toContain('TOWNSHIP');
  expect(park.catalogue.titleKinds).toEqual(['INDUSTRIAL_PARK']);
  expect(park.facts.filter((name) => /^member|^workers/.test(name)).length).toBeGreaterThan(8);
});
