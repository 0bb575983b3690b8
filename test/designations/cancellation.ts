/** Who decides in these tests, and a decision with all that it needs. */
import { type DecideTitle } from '../../src/designations/steps/decide-title';
import { type Actor } from '../../src/kernel/actor';
import { type Result } from '../../src/kernel/result';
import { query, type Store } from '../../src/store/transaction';

export const city: Actor = {
  id: 'city',
  name: '市三方办',
  role: 'CITY_OFFICER',
  body: 'office',
  region: null,
};
export const county: Actor = {
  id: 'county',
  name: '环翠区三方办',
  role: 'COUNTY_OFFICER',
  body: 'office',
  region: '371002',
};

export function value<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(`${result.failure.code}: ${result.failure.message}`);
  }
  return result.value;
}

export const cancellation = (designationId: string, more: Partial<DecideTitle> = {}): DecideTitle => ({
  designationId,
  caseId: null,
  outcome: 'CANCEL',
  documentNo: '威三方〔2026〕9号',
  decidedOn: '2026-08-30',
  decidingBody: 'CITY_TRIPARTITE',
  opinions: [
    { body: 'hrss', opinion: 'AGREE' },
    { body: 'union', opinion: 'AGREE' },
    { body: 'confederation', opinion: 'AGREE' },
    { body: 'federation', opinion: 'ABSTAIN' },
  ],
  heardOn: '2026-08-20',
  grounds: '复核不符合条件，限期整改后仍未达到',
  actor: city,
  ...more,
});
/** What was sent of a unit, in order: `DESIGNATION flag.applied`. */
export const eventsOf = async (store: Store, unitId: string): Promise<string[]> =>
  (
    await query<{ what: string }>(
      store,
      `select subject_kind || ' ' || type as what from event where unit_id = $1 order by unit_seq`,
      [unitId],
    )
  ).map(({ what }) => what);
