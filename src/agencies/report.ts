/** What became of one delivery: read = accepted + unchanged + quarantined, unless it was held, refused or the same. */
import type { AgencyBody, Mode } from './agency';

export type BatchState = 'ACCEPTED' | 'HELD' | 'RELEASED' | 'DROPPED' | 'REFUSED' | 'SAME';

/** What was done with it, in one word of the officers'. */
export const STATE_WORDS: Readonly<Record<BatchState, string>> = {
  ACCEPTED: '接收',
  HELD: '扣留待核',
  RELEASED: '放行',
  DROPPED: '弃用',
  REFUSED: '拒收',
  SAME: '跳过（内容相同）',
};

export interface BatchCounts {
  readonly read: number;
  /** New and changed ones. */
  readonly accepted: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly added: number;
  readonly changed: number;
  /** Records of a whole list that are no longer in it. */
  readonly absent: number;
}

export const NO_COUNTS: BatchCounts = {
  read: 0,
  accepted: 0,
  unchanged: 0,
  quarantined: 0,
  added: 0,
  changed: 0,
  absent: 0,
};

export interface BatchReport extends BatchCounts {
  /** Null: a poll that brought nothing new leaves no batch behind. */
  readonly batchId: string | null;
  readonly agency: AgencyBody;
  readonly recordType: string;
  readonly mode: Mode;
  readonly source: string;
  readonly asOf: string;
  readonly state: BatchState;
  readonly reason: string | null;
}
