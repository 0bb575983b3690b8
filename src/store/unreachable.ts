/** Why a server cannot be connected to, in the operator's words, with its address and without its password. */
import { masked } from '../config/masked';
import { HubError } from '../kernel/errors';

/** Codes of the operating system, of PostgreSQL, and first words of Redis. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: '该地址没有程序在监听',
  ECONNRESET: '对方断开了连接',
  EHOSTUNREACH: '网络不通',
  ENETUNREACH: '网络不通',
  ENOENT: '没有这个套接字文件',
  EACCES: '当前用户无权使用这个套接字',
  ENOTFOUND: '主机名查不到',
  EAI_AGAIN: '主机名查不到',
  ETIMEDOUT: '等待超时',
  '28P01': '用户名或密码不对',
  '28000': '这个用户不得登录',
  '3D000': '没有这个数据库',
  NOAUTH: '需要密码',
  WRONGPASS: '用户名或密码不对',
  '53300': '连接数已用完',
  '57P03': '正在启动或停止',
};

/** A host with several addresses fails with all their errors in one. */
export function causeOf(error: unknown): string {
  const { code, errors, message } = error as { code?: string; errors?: readonly unknown[]; message: string };
  const known = CAUSES[code ?? message.split(' ', 1)[0] ?? ''];
  return known ?? (errors?.[0] === undefined ? message : causeOf(errors[0]));
}

export const unreachable = (
  name: 'PostgreSQL' | 'Redis',
  url: string,
  cause: string,
  error?: unknown,
): HubError => {
  const variable = name === 'Redis' ? 'REDIS_URL' : 'DATABASE_URL';
  return new HubError(
    'SERVER_UNAVAILABLE',
    `${name}（${masked(variable, url)}）连接不上：${cause}`,
    `确认它在运行、${variable} 写得对。`,
    { cause: error },
  );
};
