/** Waits until the recipients have confirmed what follows from the demo's decisions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { query, type Store } from '../../src/store/transaction';
import { progress } from '../screen';

const OPEN = /* sql */ `
  select count(*)::int as all, count(*) filter (where r.id is null)::int as open
  from delivery d left join receipt r on r.delivery_id = d.id
  where not exists (select from delivery_closure c where c.delivery_id = d.id) and d.unit_id in (select g.unit_id from title_decision t join designation g on g.id = t.designation_id)`;

const PATIENCE_SECONDS = 60;

export async function waitForReceipts(store: Store, signal: AbortSignal): Promise<void> {
  const line = progress('推送标记，等待各接收方回执');
  const begun = performance.now();
  for (;;) {
    const [count] = await query<{ all: number; open: number }>(store, OPEN);
    const { all = 0, open = 0 } = count ?? {};
    const seconds = (performance.now() - begun) / 1000;
    if (open === 0 || seconds > PATIENCE_SECONDS) {
      const rest = open === 0 ? '全部确认' : `尚有 ${open} 条未确认，后台继续`;
      line.done(`已作出决定的单位 ${all} 条推送，${rest} · ${seconds.toFixed(1)} 秒`);
      return;
    }
    line.update(`${all - open}/${all}`);
    await sleep(200, undefined, { signal });
  }
}
