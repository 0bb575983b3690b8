/** What is on file of an enterprise, or a park, with nothing wrong: records and the lines of a materials file. */
import type { AgencyRecord } from '../../src/agencies/record';
import { enterprise, FUND, park, SURVEY } from '../criteria/good-unit';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function codeOf(index: number): string {
  const head = `91371002MA${String(index).padStart(7, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const character of head) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return head + (ALPHABET[(31 - (sum % 31)) % 31] ?? '');
}

export type Data = AgencyRecord['data'];
export type Records = Readonly<Record<string, Data>>;

/** What is on file of an enterprise with nothing wrong; `without` feeds left out, `change` merged into the data. */
export const goodRecords = (index: number): Records => ({
  'hrss/SOCIAL_INSURANCE': {
    status: 'ACTIVE',
    registeredOn: '2015-01-01',
    internalNumber: '1',
    insuredCount: 320,
    regionCode: '371002',
    industry: 'C',
  },
  'hrss/INTEGRITY_GRADE': {
    evaluatedYear: 2025,
    grade: 'A',
    publishedOn: '2026-07-15',
    validFrom: '2026-07-15',
    validTo: '2027-08-31',
  },
  'hrss/MEDIATION_BODY': { kind: 'COMMITTEE', establishedOn: '2018-01-01', endedOn: null, members: 3 },
  'hrss/COORDINATORS': { count: 2 },
  'hrss/CONTRACT_REVIEW': {
    contractNo: `C${index}`,
    receivedOn: '2026-01-10',
    reviewedOn: '2026-01-20',
    result: 'NO_OBJECTION',
  },
  'union/UNION_UNIT': {
    unionCode: null,
    unionName: '工会',
    establishedOn: '2016-01-01',
    termEndsOn: null,
    dissolvedOn: null,
    members: 210,
  },
  'union/NEGOTIATION': {
    subject: 'WAGES',
    offeredOn: '2026-02-01',
    repliedOn: '2026-02-10',
    concludedOn: '2026-03-01',
  },
  'union/COLLECTIVE_CONTRACT': {
    contractNo: `C${index}`,
    kind: 'WAGES',
    scope: 'UNIT',
    signedOn: '2026-01-01',
    termFrom: '2026-01-01',
    termTo: '2027-12-31',
    coversWages: true,
    covers: [],
  },
  'union/WORKERS_CONGRESS': {
    heldOn: '2026-02-15',
    present: 90,
    total: 100,
    rulesPassed: true,
    regional: false,
    covers: [],
  },
  'union/AFFAIRS_OPENNESS': { system: true, leadingBody: true, lastPublishedOn: '2026-06-30' },
});

const slotData: Readonly<Record<string, object>> = {
  'E1.organisation': { inPlace: true, partyMembers: 12 },
  'E3.board': { employeeDirector: true, supervisoryBoard: true, employeeSupervisor: true },
  'E5.fund': FUND,
  'E9.survey': SURVEY,
  'P6.safety': { works: true },
  'P6.health': { works: true },
  'P7.visit': { sign: true, place: true, facilities: true, content: true },
};

/** The lines of a materials file for a unit with nothing wrong. */
export function goodMaterials(
  code: string,
  kind: 'ENTERPRISE' | 'INDUSTRIAL_PARK' = 'ENTERPRISE',
  on = '2026-06-01',
) {
  const catalogue = kind === 'ENTERPRISE' ? enterprise : park;
  const needed = new Set(catalogue.elements.flatMap(({ slot }) => slot?.id ?? []));
  needed.delete('P5.body');
  needed.delete('P7.events');
  const slots = [...needed].map((element) => ({
    kind:
      { 'E9.survey': 'S', 'E3.board': 'Q', 'P6.safety': 'Q', 'P6.health': 'Q', 'P7.visit': 'V' }[element] ??
      'D',
    element,
    data: slotData[element] ?? { inPlace: true },
    number: '文〔2026〕1号',
    reason: null as string | null,
  }));
  const marks = [...catalogue.judged].map((element) => ({
    kind: 'MARK',
    element,
    data: { result: 'MET' },
    number: null,
    reason: '走访所见',
  }));
  return [...slots, ...marks].map((line) => ({
    ...line,
    key: `${code}-${line.kind}-${line.element}-${on}`,
    uscc: code,
    criterion: line.element.split('.')[0] ?? '',
    on,
    by: '县三方办',
  }));
}
