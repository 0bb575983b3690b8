/** 人社's night job while the demo runs: every day its files come once more, so that the source does not grow late. */
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { deliverToday } from '../demo/generate-city';
import { say } from '../screen';
import type { DataFolder } from './data-folder';
import type { Session } from './session';

const LOOK_EVERY_MS = 10 * 60_000;

export async function startNightJob(folder: DataFolder, session: Session): Promise<void> {
  const deliver = (): Promise<void> =>
    deliverToday(folder, dateInShanghai(systemClock.now()), session.signal);
  await deliver();
  const timer = setInterval(() => {
    deliver().catch((error) => {
      if (!session.signal.aborted) {
        say(`  ! 人社投放没有成功：${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }, LOOK_EVERY_MS);
  session.add('人社夜间任务', async () => clearInterval(timer));
}
