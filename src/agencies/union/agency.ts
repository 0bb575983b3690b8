/** 工会: paged JSON over HTTP with a cursor. */
import type { Agency } from '../agency';
import * as types from './record-types';

export const union: Agency = {
  body: 'union',
  name: { zh: '总工会', en: 'trade union federation' },
  way: { kind: 'PAGED_JSON' },
  recordTypes: [
    types.unionUnit,
    types.negotiation,
    types.collectiveContract,
    types.workersCongress,
    types.affairsOpenness,
    types.unionLetter,
  ],
};
