/** What of each record type of 工会 can be asked for. */
import { recordShape } from '../shape';

export const UNION_SHAPES = {
  UNION_UNIT: recordShape({
    unionCode: 'text',
    unionName: 'text',
    establishedOn: 'date',
    termEndsOn: 'date',
    dissolvedOn: 'date',
    members: 'int',
  }),
  NEGOTIATION: recordShape({ subject: 'text', offeredOn: 'date', repliedOn: 'date', concludedOn: 'date' }),
  COLLECTIVE_CONTRACT: recordShape({
    contractNo: 'text',
    kind: 'text',
    scope: 'text',
    signedOn: 'date',
    termFrom: 'date',
    termTo: 'date',
    coversWages: 'boolean',
    covers: 'text[]',
  }),
  WORKERS_CONGRESS: recordShape({
    heldOn: 'date',
    present: 'int',
    total: 'int',
    rulesPassed: 'boolean',
    regional: 'boolean',
    covers: 'text[]',
  }),
  AFFAIRS_OPENNESS: recordShape({ system: 'boolean', leadingBody: 'boolean', lastPublishedOn: 'date' }),
  UNION_LETTER: recordShape({
    letterNo: 'text',
    kind: 'text',
    sentOn: 'date',
    repliedOn: 'date',
    outcome: 'text',
  }),
} as const;
