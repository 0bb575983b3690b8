/** What the operator is told of an error, what to do about it, and the exit code; null: a bug, told with its stack. */
import { HubError } from '../src/kernel/errors';
import { UsageError } from './command';

interface Told {
  readonly problem: string;
  readonly advice?: string | undefined;
  readonly code: 1 | 2;
}

const FULL = { problem: '磁盘已满', advice: '腾出空间后再运行一次；已写入的数据不受影响。' };
const LOST = { problem: '与 PostgreSQL 的连接中断', advice: '确认数据库在运行（hub doctor），再运行一次。' };

/** Codes of the operating system and of PostgreSQL that are nobody's bug. */
const FROM_OUTSIDE: Readonly<Record<string, { readonly problem: string; readonly advice: string }>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  '53100': FULL,
  '57P01': LOST,
  '57P02': LOST,
  '57P03': LOST,
  ECONNREFUSED: LOST,
  ECONNRESET: LOST,
  '53300': {
    problem: 'PostgreSQL 的连接数已用完',
    advice: '减小 POOL_SIZE，或增大服务器的 max_connections。',
  },
};

export function told(error: unknown, command: string): Told | null {
  if (error instanceof UsageError) {
    return { problem: error.message, advice: `用 hub help ${command} 查看用法`, code: 2 };
  }
  if (error instanceof HubError) {
    return {
      problem: error.message,
      advice: error.hint,
      code: error.code === 'CONFIGURATION_INVALID' ? 2 : 1,
    };
  }
  const { code = '' } = error as { code?: string };
  const known = FROM_OUTSIDE[code];
  return known === undefined ? null : { ...known, code: 1 };
}
