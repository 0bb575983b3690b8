/** The flag that the tests of this room begin with. */
import type { FlagCommand } from '../../src/flags/steps/change-flag';
import { systemActor } from '../../src/kernel/actor';

export const titled = (unitId: string, more: Partial<FlagCommand> = {}): FlagCommand => ({
  unitId,
  kind: 'DESIGNATION',
  subject: 'title-1',
  state: 'ACTIVE',
  effectiveFrom: '2024-05-01',
  effectiveEnd: null,
  basis: {
    title: '威海市劳动关系和谐企业',
    level: 'CITY',
    namedOn: '2024-05-01',
    evidence: ['designation:1'],
  },
  decisionType: 'NAMING',
  decisionId: 'd1',
  reason: 'NAMED',
  actor: systemActor('test'),
  ...more,
});
