/** Before the first test: servers up; HUB_TEST_SERVERS=none leaves them out for tests that read files only. */
import 'reflect-metadata';
import { startSharedServers } from './shared-servers';

declare global {
  var stopSharedServers: (() => Promise<void>) | undefined;
}

export default async function setUp(): Promise<void> {
  if (process.env.HUB_TEST_SERVERS === 'none') {
    return;
  }
  const stop = await startSharedServers();
  globalThis.stopSharedServers = stop;
  // jest ends on these without its teardown.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void stop().finally(() => process.exit(130));
    });
  }
}
