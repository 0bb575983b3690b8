/** 工商联: JSON lines over HTTP, the last line says how many there were. */
import type { Agency } from '../agency';
import * as types from './record-types';

export const federation: Agency = {
  body: 'federation',
  name: { zh: '工商业联合会', en: 'federation of industry and commerce' },
  way: { kind: 'NDJSON' },
  recordTypes: [types.membership, types.honour, types.localBody],
};
