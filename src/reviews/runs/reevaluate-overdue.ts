/** Looks again at cases whose time to put things right is over: some pass, some fail; each is a transaction of its own. */
import { systemActor } from '../../kernel/actor';
import { dateInShanghai } from '../../kernel/clock';
import { query, type Store, transaction } from '../../store/transaction';
import { readOverdueCases } from '../reads';
import { reevaluateCase } from '../steps/reevaluate-case';

const AT_ONCE = 200;

export interface OverdueReport {
  readonly looked: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

export async function reevaluateOverdue(store: Store, onProgress?: () => void): Promise<OverdueReport> {
  const verdicts: Record<string, number> = {};
  let looked = 0;
  const seen = new Set<string>();
  for (;;) {
    const today = dateInShanghai(store.clock.now());
    const due = await readOverdueCases(
      { query: (sql, parameters) => query(store, sql, parameters) },
      today,
      AT_ONCE,
    );
    const fresh = due.filter((id) => !seen.has(id));
    if (fresh.length === 0) {
      return { looked, verdicts };
    }
    for (const caseId of fresh) {
      seen.add(caseId);
      const result = await transaction(store, (tx) =>
        reevaluateCase(tx, {
          caseId,
          cause: 'the time to put things right is over',
          actor: systemActor('review'),
        }),
      );
      looked += 1;
      const verdict = result.ok ? result.value.verdict : result.failure.code;
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      onProgress?.();
    }
  }
}
