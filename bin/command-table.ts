/** Every command of `hub`, one line each; the code of a command is loaded when it is called. */
import type { CommandEntry } from './command';
import { helpOn } from './commands/help';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'up',
    about: '一键启动：数据库、演示城市、网关、工作进程（即 npm start）',
    gloss: 'everything at once: servers, demo city, gateway, worker',
    load: () => import('./commands/up'),
  },
  {
    name: 'gateway',
    about: '启动 GraphQL 网关',
    gloss: 'serve GraphQL',
    load: () => import('./commands/gateway'),
  },
  {
    name: 'worker',
    about: '启动工作进程：计划任务、复核、推送',
    gloss: 'scheduled work, reviews, deliveries',
    load: () => import('./commands/worker'),
  },
  {
    name: 'migrate',
    about: '升级数据库结构；--check 只检查',
    gloss: 'bring the database to this version',
    load: () => import('./commands/migrate'),
  },
  {
    name: 'demo',
    about: '载入演示城市（中断后可续）',
    gloss: 'load the demo city',
    load: () => import('./commands/demo'),
  },
  {
    name: 'sources',
    about: '运行演示用的数据源和接收方',
    gloss: 'run the demo’s sources and recipients',
    load: () => import('./commands/sources'),
  },
  {
    name: 'import',
    about: '导入一个机构的数据文件',
    gloss: 'take in a file of an agency',
    load: () => import('./commands/import'),
  },
  {
    name: 'batch',
    about: '查看、放行或作废被扣留的批次',
    gloss: 'answer deliveries that were held',
    load: () => import('./commands/batch'),
  },
  {
    name: 'review',
    about: '开启一轮复核，或查看进度',
    gloss: 'open a round, or see how they stand',
    load: () => import('./commands/review'),
  },
  {
    name: 'recipient',
    about: '登记接收方的地址和密钥',
    gloss: 'where recipients take events',
    load: () => import('./commands/recipient'),
  },
  {
    name: 'account',
    about: '增加账号，发放令牌',
    gloss: 'who may ask, with which token',
    load: () => import('./commands/account'),
  },
  {
    name: 'doctor',
    about: '检查环境、数据库、Redis、计划、数据源和推送',
    gloss: 'look at all the hub rests on',
    load: () => import('./commands/doctor'),
  },
  {
    name: 'help',
    about: '列出命令，或说明一个命令',
    gloss: 'these lines, or one command',
    load: async () => ({ command: helpOn(COMMANDS) }),
  },
];

export const commandNamed = (name: string): CommandEntry | undefined =>
  COMMANDS.find((entry) => entry.name === name);
