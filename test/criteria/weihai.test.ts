/** Placeholder while the room is built. */
import { FACTS } from '../../src/agencies/fact-registry';
import { loadCatalogues } from '../../src/criteria/load-catalogues';

test('loads', () => {
  const all = loadCatalogues(FACTS);
  expect(all.map((one) => one.catalogue.id)).toEqual(['weihai-enterprise-2023', 'weihai-park-2023']);
});
