/** Stages: the round that is over by today, its cases looked at again, and the round that runs now. */

import { systemActor } from '../../src/kernel/actor';
import { dateInShanghai } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { reevaluateOverdue } from '../../src/reviews/runs/reevaluate-overdue';
import { openRound } from '../../src/reviews/steps/open-round';
import { type Store, transaction } from '../../src/store/transaction';
import { bar } from '../screen';
import { type DemoContext, type Stage, storeAt } from './stage';
import { FIRST_ROUND_DAYS_AGO, REEVALUATED_DAYS_AGO } from './story-days';

export const FIRST_ROUND_BUCKET = 'demo-first-round';
const CURRENT_ROUND_BUCKET = 'demo-current-round';

interface RoundWanted {
  readonly bucket: string;
  readonly title: string;
  readonly asOf: string;
}

/** Opened once (the bucket says so), evaluated to its end. */
async function runRound(context: DemoContext, store: Store, wanted: RoundWanted): Promise<string> {
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'SCHEDULE',
      requestedByBody: 'office',
      reason: '按复核计划定期开展',
      actor: systemActor('schedule'),
      ...wanted,
    }),
  );
  if (!opened.ok) {
    throw new HubError(opened.failure.code, opened.failure.message, opened.failure.hint);
  }
  const { roundId, cases } = opened.value;
  const begun = performance.now();
  const { evaluated } = await evaluateRound(store, { roundId }, (progress) => {
    context.signal.throwIfAborted();
    context.show(`${bar(progress.evaluated, cases)} ${progress.evaluated}/${cases}`);
  });
  const perSecond = Math.round(evaluated / ((performance.now() - begun) / 1000));
  return `${cases} 件，每秒 ${perSecond} 件`;
}

export const firstRound: Stage = {
  name: 'first-round',
  about: '首轮复核（约三个月前）',
  run(context) {
    const store = storeAt(context, FIRST_ROUND_DAYS_AGO);
    const asOf = dateInShanghai(store.clock.now());
    return runRound(context, store, { bucket: FIRST_ROUND_BUCKET, title: `${asOf} 定期复核`, asOf });
  },
};

const VERDICTS: Readonly<Record<string, string>> = {
  PASS: '合格',
  RECTIFY: '限期整改',
  FAIL: '不合格',
  PENDING_EVIDENCE: '待补证据',
};

export const reevaluation: Stage = {
  name: 'reevaluation',
  about: '整改期满后的再评价',
  async run(context) {
    const report = await reevaluateOverdue(storeAt(context, REEVALUATED_DAYS_AGO), () =>
      context.signal.throwIfAborted(),
    );
    const parts = Object.entries(report.verdicts).map(
      ([verdict, n]) => `${VERDICTS[verdict] ?? verdict} ${n}`,
    );
    return `${report.looked} 件：${parts.join('，')}`;
  },
};

export const currentRound: Stage = {
  name: 'current-round',
  about: '本轮复核',
  run: (context) =>
    runRound(context, context.store, {
      bucket: CURRENT_ROUND_BUCKET,
      title: `${context.asOf} 定期复核`,
      asOf: context.asOf,
    }),
};
