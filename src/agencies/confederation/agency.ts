/** 企联: a CSV file that an officer brings. */
import type { Agency } from '../agency';
import * as types from './record-types';

export const confederation: Agency = {
  body: 'confederation',
  name: { zh: '企业联合会', en: 'enterprise confederation' },
  way: { kind: 'BY_HAND', encoding: 'utf8' },
  recordTypes: [types.membership, types.csrReport, types.localBody],
};
