/** Doctor: the dated data that decisions rest on: standards, measures, recipients, and the holidays deadlines are counted by. */
import path from 'node:path';
import { FACTS } from '../../src/agencies/fact-registry';
import { HOLIDAY_NOTICES } from '../../src/calendar/holiday-notices';
import { CATALOGUE_FOLDER, loadCatalogues } from '../../src/criteria/load-catalogues';
import { loadRecipients } from '../../src/delivery/load-recipients';
import { SAYABLE } from '../../src/flags/flag';
import { loadMeasures } from '../../src/incentives/load-measures';
import { query, type Store } from '../../src/store/transaction';
import { type Finding, fine, wrong } from './finding';

const ROOT = path.join(__dirname, '../..');

export interface RuleFolders {
  readonly catalogues: string;
  readonly measures: string;
  readonly recipients: string;
}

const FOLDERS: RuleFolders = {
  catalogues: CATALOGUE_FOLDER,
  measures: path.join(ROOT, 'src/incentives/measures'),
  recipients: path.join(ROOT, 'src/delivery/recipients'),
};

function loaded(subject: string, folder: string, load: (folder: string) => readonly unknown[]): Finding {
  const shown = path.relative(ROOT, folder);
  try {
    const count = load(folder).length;
    return count > 0
      ? fine(subject, `${count} 个`)
      : wrong(subject, `${shown} 中没有文件`, '恢复这个目录中的文件。');
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n  ', 2);
    const rest = error instanceof Error ? error.message.slice(first.length).trim().split('\n', 1)[0] : '';
    return wrong(
      subject,
      `${first} ${rest}`.trim(),
      `改正 ${shown} 中的文件；改正以前相关工作进程不会启动。`,
    );
  }
}

export const ruleFindings = (folders: RuleFolders = FOLDERS): Finding[] => [
  loaded('评价标准', folders.catalogues, (folder) => loadCatalogues(FACTS, folder)),
  loaded('优惠措施', folders.measures, loadMeasures),
  loaded('接收方数据', folders.recipients, (folder) => loadRecipients(SAYABLE, folder)),
];

/** The State Council's office publishes the next year's days off in November, as a rule. */
const DUE = '12-01';

export function holidayFinding(today: string, published = HOLIDAY_NOTICES.published): Finding {
  const year = Number(today.slice(0, 4));
  const wanted = today.slice(5) >= DUE ? [year, year + 1] : [year];
  const missing = wanted.filter((one) => !published.has(one));
  return missing.length === 0
    ? fine('放假通知', `已有 ${[...published].sort().slice(-2).join('、')} 年`)
    : wrong(
        '放假通知',
        `没有 ${missing.join('、')} 年的放假通知，以工作日计的期限只能暂定`,
        '把国务院办公厅的通知录入 src/calendar/holiday-notices.json，重新构建并重启。',
      );
}

/** Open cases whose last step counted a deadline across a year without a notice. */
const PROVISIONAL = /* sql */ `
  select count(*)::int as cases from review_case c
  join lateral (select action, detail from case_step s where s.case_id = c.id order by version desc limit 1) last on true
  where c.closed_at is null and last.detail->>'provisional' = 'true'`;

export async function provisionalFinding(
  store: Store,
  today: string,
  published = HOLIDAY_NOTICES.published,
): Promise<Finding> {
  const [row] = await query<{ cases: number }>(store, PROVISIONAL);
  const cases = row?.cases ?? 0;
  const next = Number(today.slice(0, 4)) + 1;
  if (cases === 0) {
    return fine('暂定期限', '没有');
  }
  return published.has(next)
    ? wrong(
        '暂定期限',
        `${next} 年的放假通知已录入，还有 ${cases} 件的期限是在此以前暂定的`,
        '逐件核对期限；核对以前不要据以认定逾期。',
      )
    : fine('暂定期限', `${cases} 件跨入 ${next} 年，待放假通知公布后核对`);
}
