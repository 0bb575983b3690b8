/** Who acts when a command changes something: the operating system's user at this machine, as an administrator. */
import { userInfo } from 'node:os';
import type { Actor } from '../src/kernel/actor';

export function operator(): Actor {
  const name = userInfo().username;
  return { id: `console:${name}`, name: `控制台 ${name}`, role: 'ADMIN', body: 'office', region: null };
}
