/** The stages of the demo, in the order of the flow. */
import { decisions } from './decisions';
import { firstDeliveries } from './first-deliveries';
import { memberships, records, registers } from './import-records';
import { materials, titles } from './import-titles';
import { currentRound, firstRound, reevaluation } from './review-rounds';
import type { Stage } from './stage';
import { statistics } from './statistics';

export const STAGES: readonly Stage[] = [
  registers,
  records,
  memberships,
  titles,
  materials,
  firstDeliveries,
  firstRound,
  reevaluation,
  decisions,
  currentRound,
  statistics,
];
