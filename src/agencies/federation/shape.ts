/** What of each record type of 工商联 can be asked for. */
import { recordShape } from '../shape';

export const FEDERATION_SHAPES = {
  MEMBERSHIP: recordShape({ joinedOn: 'date', leftOn: 'date', role: 'text' }),
  HONOUR: recordShape({ title: 'text', level: 'text', awardedOn: 'date' }),
  LOCAL_BODY: recordShape({ kind: 'text', establishedOn: 'date' }),
} as const;
