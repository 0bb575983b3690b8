/** What of each record type of the court can be asked for. */
import { recordShape } from '../shape';

export const COURT_SHAPES = {
  DISHONESTY_ENTRY: recordShape({
    caseNo: 'text',
    documentNo: 'text',
    court: 'text',
    ground: 'int',
    listedOn: 'date',
    termEnd: 'date',
  }),
  DISHONESTY_DELETION: recordShape({ caseNo: 'text', kind: 'text', deletedOn: 'date' }),
  DISPUTE_OUTCOME: recordShape({ caseNo: 'text', closedOn: 'date', outcome: 'text' }),
  JUDICIAL_CONFIRMATION: recordShape({ caseNo: 'text', confirmedOn: 'date', mediationBody: 'text' }),
} as const;
