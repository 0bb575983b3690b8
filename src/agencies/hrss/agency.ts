/** 人社: GB18030 CSV in a drop folder, one file per record type and delivery, a sidecar written last. */
import type { Agency } from '../agency';
import * as order45 from './order45-records';
import * as types from './record-types';

export const hrss: Agency = {
  body: 'hrss',
  name: { zh: '人力资源社会保障部门', en: 'human resources and social security authority' },
  way: { kind: 'DROP_FOLDER', encoding: 'gb18030' },
  recordTypes: [
    types.socialInsurance,
    types.integrityGrade,
    types.inspectionCase,
    types.inspectionDecision,
    order45.payOrder,
    order45.listingDecision,
    order45.listingRemoval,
    types.contractReview,
    types.mediationBody,
    types.coordinators,
    types.serviceStation,
    types.collectiveIncident,
  ],
};
