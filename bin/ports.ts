/** Ports: whether one is free, and a message that names the variable to change when it is not. */
import { createServer } from 'node:net';
import { HubError } from '../src/kernel/errors';

export const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** A port that is free now; the system does not give the same one out again at once. */
export const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port: 0, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

export const portTaken = (variable: 'PORT' | 'WORKER_PORT', host: string, port: number): HubError =>
  new HubError(
    'SERVER_UNAVAILABLE',
    `端口 ${host}:${port} 已被占用`,
    `用 ${variable} 换一个端口，例如 ${variable}=${port + 1000} npm start。`,
  );

/** A taken port is told as such, everything else as it came. */
export async function withPort<T>(
  variable: 'PORT' | 'WORKER_PORT',
  { host, port }: { host: string; port: number },
  listen: () => Promise<T>,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portTaken(variable, host, port) : error;
  }
}
