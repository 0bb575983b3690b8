/** The facts that the court's records contribute on a unit: shown beside judged elements, never against a unit by their number. Pure. */
import type { FactDefinition, UnitEvidence } from '../facts';
import { found, recordsOf } from '../on-file';
import type { DisputeOutcome, JudicialConfirmation } from './record-types';

const disputes = (evidence: UnitEvidence, asOf: string) =>
  recordsOf<DisputeOutcome>(evidence, 'court/DISPUTE_OUTCOME').filter(({ data }) => data.closedOn <= asOf);

export const COURT_FACTS: readonly FactDefinition[] = [
  {
    name: 'disputesClosed',
    type: 'INT',
    agency: 'court',
    feeds: ['court/DISPUTE_OUTCOME'],
    scope: 'UNIT',
    about: { zh: '已结劳动争议案件数', en: 'labour disputes closed by the court' },
    compute: (evidence, asOf) => found(disputes(evidence, asOf).length, ...disputes(evidence, asOf)),
  },
  {
    name: 'disputesMediated',
    type: 'INT',
    agency: 'court',
    feeds: ['court/DISPUTE_OUTCOME'],
    scope: 'UNIT',
    about: { zh: '其中调解结案数', en: 'of these, mediated' },
    compute(evidence, asOf) {
      const mediated = disputes(evidence, asOf).filter(({ data }) => data.outcome === 'MEDIATED');
      return found(mediated.length, ...mediated);
    },
  },
  {
    name: 'judicialConfirmations',
    type: 'INT',
    agency: 'court',
    feeds: ['court/JUDICIAL_CONFIRMATION'],
    scope: 'UNIT',
    about: { zh: '调解协议司法确认数', en: 'mediation agreements confirmed' },
    compute(evidence, asOf) {
      const confirmed = recordsOf<JudicialConfirmation>(evidence, 'court/JUDICIAL_CONFIRMATION').filter(
        ({ data }) => data.confirmedOn <= asOf,
      );
      return found(confirmed.length, ...confirmed);
    },
  },
];
