/** The facts that 工商联's records contribute on a unit. Pure. */
import type { FactDefinition } from '../facts';
import { exists, found, recordsOf } from '../on-file';
import type { Honour, LocalBody } from './record-types';

export const FEDERATION_FACTS: readonly FactDefinition[] = [
  {
    name: 'honours',
    type: 'INT',
    agency: 'federation',
    feeds: ['federation/HONOUR'],
    scope: 'UNIT',
    about: { zh: '工商联荣誉项数', en: 'honours of the federation' },
    compute(evidence, asOf) {
      const honours = recordsOf<Honour>(evidence, 'federation/HONOUR').filter(
        ({ data }) => data.awardedOn <= asOf,
      );
      return found(honours.length, ...honours);
    },
  },
  {
    name: 'chamberBody',
    type: 'BOOL',
    agency: 'federation',
    feeds: ['federation/LOCAL_BODY'],
    scope: 'UNIT',
    about: { zh: '有商会等工商联基层组织', en: 'the federation has a local body' },
    compute(evidence, asOf) {
      const bodies = recordsOf<LocalBody>(evidence, 'federation/LOCAL_BODY').filter(({ data }) =>
        exists(data.establishedOn, null, asOf),
      );
      return found(bodies.length > 0, ...bodies);
    },
  },
];
