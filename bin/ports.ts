/** Ports: whether one can be had, and a message that names the true cause and the variable to change when not. */
import { createServer } from 'node:net';
import { HubError } from '../src/kernel/errors';

export interface Place {
  /** The variable that the port was given by. */
  readonly variable: 'PORT' | 'WORKER_PORT';
  readonly host: string;
  readonly port: number;
}

/** What keeps a program from listening, by the operating system's code. */
const CAUSES: Readonly<Record<string, (place: Place) => readonly [problem: string, advice: string]>> = {
  EADDRINUSE: ({ variable, host, port }) => [
    `端口 ${host}:${port} 已被占用`,
    `用 ${variable} 换一个端口，例如 ${variable}=${port < 60_000 ? port + 1000 : port - 1000}。`,
  ],
  EACCES: ({ variable, port }) => [
    `当前用户无权使用端口 ${port}`,
    `1024 以下的端口留给系统管理员：用 ${variable} 换一个，例如 ${variable}=4000。`,
  ],
  EADDRNOTAVAIL: ({ host }) => [
    `HOST=${host} 不是本机的地址`,
    '设为本机的地址：只供本机访问用 127.0.0.1，供其他机器访问用 0.0.0.0。',
  ],
  ENOTFOUND: ({ host }) => [
    `HOST=${host} 这个主机名查不到`,
    '改正主机名，或设为本机的地址，例如 127.0.0.1。',
  ],
};

/** Null: it has nothing to do with listening. */
export function listenProblem(place: Place, error: unknown): HubError | null {
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  const name = code === 'EAI_AGAIN' ? 'ENOTFOUND' : code;
  const cause = syscall === 'listen' || name === 'ENOTFOUND' ? CAUSES[name] : undefined;
  if (cause === undefined) {
    return null;
  }
  const [problem, advice] = cause(place);
  return new HubError('SERVER_UNAVAILABLE', problem, advice, { cause: error });
}

/** Resolves with the port that was listened on for a moment. */
const tryPort = (host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

export const isFree = (host: string, port: number): Promise<boolean> =>
  tryPort(host, port).then(
    () => true,
    () => false,
  );

/** A port that is free now; the system does not give the same one out again at once. */
export const freePort = (host: string): Promise<number> => tryPort(host, 0);

/** What cannot be listened on is told as such, everything else as it came. */
export async function withPort<T>(place: Place, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    throw listenProblem(place, error) ?? error;
  }
}

/** Before anything is started: fails as listening would fail later. */
export const requirePort = (place: Place): Promise<number> =>
  withPort(place, () => tryPort(place.host, place.port));
