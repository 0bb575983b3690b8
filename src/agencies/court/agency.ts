/** 法院: XML exports by day over HTTP. */
import type { Agency } from '../agency';
import * as types from './record-types';

export const court: Agency = {
  body: 'court',
  name: { zh: '人民法院', en: 'court' },
  way: { kind: 'XML_EXPORT' },
  recordTypes: [
    types.dishonestyEntry,
    types.dishonestyDeletion,
    types.disputeOutcome,
    types.judicialConfirmation,
  ],
};
