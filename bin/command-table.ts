/** Every command of `hub`, one line each; the code of a command is loaded when it is called. */
import type { CommandEntry } from './command';
import { helpOn } from './commands/help';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'up',
    about: '一键启动：数据库、演示城市、网关、工作进程（npm start）',
    load: () => import('./commands/up'),
  },
  { name: 'gateway', about: '启动 GraphQL 网关', load: () => import('./commands/gateway') },
  { name: 'worker', about: '启动工作进程：计划任务、复核、推送', load: () => import('./commands/worker') },
  { name: 'migrate', about: '升级数据库结构；--check 只检查', load: () => import('./commands/migrate') },
  { name: 'demo', about: '载入演示城市（中断后可续）', load: () => import('./commands/demo') },
  { name: 'sources', about: '运行演示用的数据源和接收方', load: () => import('./commands/sources') },
  { name: 'import', about: '导入一个机构的数据文件', load: () => import('./commands/import') },
  { name: 'batch', about: '查看、放行或作废被扣留的批次', load: () => import('./commands/batch') },
  { name: 'review', about: '开启一轮复核，或查看进度', load: () => import('./commands/review') },
  { name: 'recipient', about: '登记接收方的地址和密钥', load: () => import('./commands/recipient') },
  { name: 'account', about: '增加账号，发放令牌', load: () => import('./commands/account') },
  {
    name: 'doctor',
    about: '检查环境、数据库、Redis、计划、数据源和推送',
    load: () => import('./commands/doctor'),
  },
  { name: 'help', about: '列出命令，或说明一个命令', load: async () => ({ command: helpOn(COMMANDS) }) },
];

export const commandNamed = (name: string): CommandEntry | undefined =>
  COMMANDS.find((entry) => entry.name === name);

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/** The command that was probably meant. */
export function nearestCommand(name: string): string | null {
  const [best] = COMMANDS.map((entry) => ({ name: entry.name, distance: distance(name, entry.name) })).sort(
    (a, b) => a.distance - b.distance,
  );
  return best !== undefined && best.distance <= 2 ? best.name : null;
}
