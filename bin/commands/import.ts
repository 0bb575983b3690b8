/** `hub import <机构> <文件>`: a file somebody brings, of an agency or the office's own, with a report that adds up. */
import { statSync } from 'node:fs';
import { importPorts } from '../../jobs/feed-ports';
import { parseAsOf } from '../../src/agencies/delivery';
import { AGENCIES, findAgency } from '../../src/agencies/registry';
import type { BatchReport } from '../../src/agencies/report';
import { importFile } from '../../src/agencies/runs/import-file';
import type { Config } from '../../src/config/environment';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import type { Store } from '../../src/store/transaction';
import { type Command, type Input, UsageError } from '../command';
import { OFFICE_REGISTERS, registerNamedBy } from '../office-registers';
import { configWithKey, withStore } from '../open';
import { operator } from '../operator';
import { bar, complain, progress, say } from '../screen';

const STATES: Readonly<Record<BatchReport['state'], string>> = {
  ACCEPTED: '已接收',
  HELD: '已扣留，待核实后放行（hub batch）',
  RELEASED: '已放行',
  DROPPED: '已作废',
  REFUSED: '整批退回',
  SAME: '与上一批完全相同，未写入',
};

function print(report: BatchReport): number {
  const { read, accepted, unchanged, quarantined, added, changed, absent } = report;
  say(
    `${report.agency}/${report.recordType}：${STATES[report.state]}${report.batchId === null ? '' : `（批次 ${report.batchId}）`}`,
  );
  say(
    `  读取 ${read} = 接收 ${accepted}（新增 ${added}，变更 ${changed}）+ 未变 ${unchanged} + 隔离 ${quarantined}；清单中不再出现 ${absent}`,
  );
  const taken = report.state === 'ACCEPTED' || report.state === 'SAME';
  if (!taken && report.reason !== null) {
    complain(report.reason);
  }
  return taken ? 0 : 1;
}

const modeOf = (given: string | undefined): 'FULL' | 'DELTA' | undefined => {
  if (given !== undefined && given !== 'full' && given !== 'delta') {
    throw new UsageError('--mode 只能是 full 或 delta');
  }
  return given === undefined ? undefined : given === 'full' ? 'FULL' : 'DELTA';
};

function asOfOf(given: string | undefined): string | undefined {
  if (given === undefined) {
    return undefined;
  }
  const parsed = parseAsOf(given, dateInShanghai(systemClock.now()));
  if (!parsed.ok) {
    const { message, hint } = parsed.failure;
    throw new UsageError(`--as-of：${[message, hint].filter((part) => part !== undefined).join('；')}`);
  }
  return parsed.value;
}

const OFFICE = 'office';

type Wanted = Omit<Parameters<typeof importFile>[1], 'actor' | 'progress'>;

/** The command line as it was meant; what cannot be meant is told before anything is opened. */
function wantedOf(input: Input): Wanted {
  const [agency = '', path = ''] = input.arguments;
  const recordType = input.text('type');
  const mode = modeOf(input.text('mode'));
  const asOf = asOfOf(input.text('as-of'));
  return {
    agency,
    path,
    ...(recordType === undefined ? {} : { recordType }),
    ...(mode === undefined ? {} : { mode }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function requireFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) {
    throw new HubError(
      'SOURCE_UNREADABLE',
      found === undefined ? `没有这个文件：${path}` : `这是一个目录，不是文件：${path}`,
      `核对文件名；相对路径从 ${process.cwd()} 算起。`,
    );
  }
}

async function importRecords(store: Store, config: Config, wanted: Wanted): Promise<number> {
  const line = progress(wanted.path);
  const begun = performance.now();
  const report = await importFile(
    store,
    {
      ...wanted,
      actor: operator(),
      progress: ({ rows, bytes, totalBytes }) =>
        line.update(`${totalBytes === null ? '' : `${bar(bytes, totalBytes)} `}${rows} 行`),
    },
    importPorts(config),
  );
  const seconds = (performance.now() - begun) / 1000;
  line.done(`${report.read} 行，${seconds.toFixed(1)} 秒，每秒 ${Math.round(report.read / seconds)} 行`);
  return print(report);
}

function registerOf({ path, recordType }: Wanted): (typeof OFFICE_REGISTERS)[string] {
  const name = recordType ?? registerNamedBy(path);
  const register = name === undefined ? undefined : OFFICE_REGISTERS[name];
  if (register === undefined) {
    const known = Object.entries(OFFICE_REGISTERS).map(([type, { zh }]) => `${type}（${zh}）`);
    throw new UsageError(`请用 --type 指明台账：${known.join('、')}`);
  }
  return register;
}

const TOLD = 20;

async function importRegister(store: Store, wanted: Wanted): Promise<number> {
  const { zh, take } = registerOf(wanted);
  const { read, written, unchanged, refused, beside } = await take(store, {
    path: wanted.path,
    actor: operator(),
  });
  say(`${zh}：读取 ${read} = 写入 ${written} + 未变 ${unchanged} + 退回 ${read - written - unchanged}`);
  if (beside !== undefined) {
    say(`  ${beside}`);
  }
  for (const { row, reason } of refused.slice(0, TOLD)) {
    complain(`第 ${row} 行：${reason}`);
  }
  return refused.length === 0 ? 0 : 1;
}

export const command: Command = {
  arguments: ['机构', '文件'],
  options: {
    type: { value: '类型', about: '记录类型，或 office 的台账种类；一般从文件名看出' },
    mode: { value: 'full|delta', about: '全量或增量；一般从文件名看出' },
    'as-of': { value: '日期', about: '清单截至哪一天，YYYY-MM-DD' },
  },
  async run(input) {
    const wanted = wantedOf(input);
    const { agency, path } = wanted;
    if (agency !== OFFICE && findAgency(agency) === null) {
      const known = AGENCIES.map(({ body }) => body).join('、');
      throw new UsageError(`没有机构 ${agency}：${known}，或 ${OFFICE}（三方办公室的台账）`);
    }
    if (agency === OFFICE) {
      registerOf(wanted);
    }
    const config = configWithKey();
    requireFile(path);
    return withStore('import', (store) =>
      agency === OFFICE ? importRegister(store, wanted) : importRecords(store, config, wanted),
    );
  },
};
