/** The facts that 企联's records contribute on a unit. Pure. */
import type { FactDefinition } from '../facts';
import { exists, found, recordsOf } from '../on-file';
import type { CsrReport, LocalBody } from './record-types';

export const CONFEDERATION_FACTS: readonly FactDefinition[] = [
  {
    name: 'csrReports',
    type: 'INT',
    agency: 'confederation',
    feeds: ['confederation/CSR_REPORT'],
    scope: 'UNIT',
    about: { zh: '已发布社会责任报告份数', en: 'published responsibility reports' },
    compute(evidence, asOf) {
      const reports = recordsOf<CsrReport>(evidence, 'confederation/CSR_REPORT').filter(
        ({ data }) => (data.publishedOn ?? '9999-12-31') <= asOf,
      );
      return found(reports.length, ...reports);
    },
  },
  {
    name: 'confederationBody',
    type: 'BOOL',
    agency: 'confederation',
    feeds: ['confederation/LOCAL_BODY'],
    scope: 'UNIT',
    about: { zh: '有企联基层组织', en: 'the confederation has a local body' },
    compute(evidence, asOf) {
      const bodies = recordsOf<LocalBody>(evidence, 'confederation/LOCAL_BODY').filter(({ data }) =>
        exists(data.establishedOn, null, asOf),
      );
      return found(bodies.length > 0, ...bodies);
    },
  },
];
