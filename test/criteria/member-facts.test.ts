/** Facts over the member firms of a park: counted from the same records, and nobody is scored. */
import { AS_OF, contract, type Given, review, told, unit } from './on-file';

describe('the members of a park', () => {
  const firm = (unitId: string, given: Given, reviewResult: 'PASS' | 'FAIL' | null = null) =>
    unit({ 'hrss/SOCIAL_INSURANCE': [{ insuredCount: 10 }], ...given }, { unitId, reviewResult });
  const grade = (letter: string): Given => ({
    'hrss/INTEGRITY_GRADE': [
      {
        evaluatedYear: 2025,
        grade: letter,
        publishedOn: '2026-07-15',
        validFrom: '2026-07-15',
        validTo: '2027-08-31',
      },
    ],
  });
  const listed: Given = {
    'hrss/LISTING_DECISION': [
      {
        documentNo: 'L1',
        personRole: 'EMPLOYER',
        decidedOn: '2026-02-01',
        servedOn: '2026-02-03',
        expectedRemovalOn: '2029-02-01',
      },
    ],
  };
  const members = [
    firm('1', grade('A')),
    firm('2', { ...grade('A'), ...listed }),
    firm('3', grade('A'), 'FAIL'),
    firm('4', grade('B'), 'PASS'),
    firm('5', grade('C')),
    firm('6', {}, 'PASS'),
    firm('7', {
      'union/COLLECTIVE_CONTRACT': [contract],
      'hrss/CONTRACT_REVIEW': [review],
      'union/WORKERS_CONGRESS': [{ heldOn: '2026-03-03', regional: false, rulesPassed: true, covers: [] }],
    }),
  ];
  const of = (name: string) => told(name, {}, AS_OF, { members });
  test('are counted by grade, without those listed or failed, with those that passed a review', () => {
    expect(
      ['members', 'membersKnown', 'membersGradedA', 'membersGradedB', 'membersPassedUngraded'].map(of),
    ).toEqual([7, 6, 1, 1, 1]);
  });
  test('one whose listing only vanished from the list leaves open how many are up to standard', () => {
    const gone = { ...unit(grade('A')), gone: unit(listed).records };
    const park = (name: string) => told(name, {}, AS_OF, { members: [...members, gone] });
    expect(['membersGradedA', 'membersGradedB', 'membersPassedUngraded', 'membersKnown'].map(park)).toEqual([
      'RECORD_GONE',
      'RECORD_GONE',
      'RECORD_GONE',
      7,
    ]);
  });
  test('one on whom a row is in doubt leaves the count unknown where it rests on that feed, and no other', () => {
    const doubtful = { ...unit({}), doubtful: new Set(['hrss/INTEGRITY_GRADE'] as const) };
    const park = (name: string) => told(name, {}, AS_OF, { members: [...members, doubtful] });
    expect([park('membersGradedA'), park('membersCovered'), park('members')]).toEqual([
      'ROW_QUARANTINED',
      1,
      8,
    ]);
  });
  test('are counted as covered, by firms and by staff', () => {
    expect(
      ['membersContractKnown', 'membersCovered', 'workersKnown', 'workersCovered', 'membersStaffKnown'].map(
        of,
      ),
    ).toEqual([7, 1, 70, 10, 7]);
  });
  test('give one day each for breaches and congresses', () => {
    expect(of('memberCongressDates')).toEqual(['2026-03-03']);
    expect(of('memberBreachDates')).toEqual([]);
  });
});
