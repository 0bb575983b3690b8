/** Which files of a room may touch the world; every other file is pure: time, ids and randomness are arguments. */

/** Rooms that are about the world as a whole: servers and connections, the environment, queues, HTTP, processes. */
export const WORLDLY_ROOMS = [
  'src/store',
  'src/config',
  'schema',
  'jobs',
  'console',
  'bin',
  'test',
  'bench',
  'examples',
];

/** Within the other rooms, by the file's path inside its room. */
const WORLDLY_FILES: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^tables\.ts$/, why: 'TypeORM columns' },
  { pattern: /^([\w-]+-)?reads\.ts$/, why: 'set-based SQL' },
  { pattern: /(^|\/)([\w-]+-)?shape\.ts$/, why: 'SQL expressions over a row' },
  { pattern: /(^|\/)steps\//, why: 'one use case, one transaction' },
  { pattern: /(^|\/)runs\//, why: 'several transactions with outside I/O between them' },
  { pattern: /^append\.ts$/, why: 'writes for the steps of other rooms (audit, events)' },
  { pattern: /(^|\/)(clients|feeds)\//, why: 'clients of the agencies’ feeds' },
  { pattern: /(^|\/)(client|feed|source|transport)\.ts$/, why: 'a client of something outside' },
  { pattern: /(^|\/)load-[\w-]+\.ts$/, why: 'reads dated files at start' },
];

/** In the kernel stand the few places where the world comes in, to be handed on as arguments. */
const KERNEL_SOURCES = /^(clock|ids|logger|live)\.ts$/;

export const PURE_PACKAGES = ['@marcbachmann/cel-js', 'zod'];

/** Of node's own modules those without I/O. */
export const PURE_NODE_MODULES = ['node:crypto', 'node:util', 'node:buffer', 'node:assert'];

/** Of node:crypto what makes chance. */
export const CHANCE = ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'generateKeyPairSync'];

/** The file's room, and whether the rule of purity holds for it. */
export function isPure(room: string, pathInRoom: string): boolean {
  if (WORLDLY_ROOMS.includes(room)) {
    return false;
  }
  if (room === 'src/kernel') {
    return !KERNEL_SOURCES.test(pathInRoom);
  }
  return !WORLDLY_FILES.some(({ pattern }) => pattern.test(pathInRoom));
}
