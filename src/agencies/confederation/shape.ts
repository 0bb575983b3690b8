/** What of each record type of 企联 can be asked for. */
import { recordShape } from '../shape';

export const CONFEDERATION_SHAPES = {
  MEMBERSHIP: recordShape({ joinedOn: 'date', leftOn: 'date', role: 'text' }),
  CSR_REPORT: recordShape({ year: 'int', publishedOn: 'date' }),
  LOCAL_BODY: recordShape({ kind: 'text', establishedOn: 'date' }),
} as const;
