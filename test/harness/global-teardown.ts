/** After the last test: servers down, folder gone. */
import './global-setup';

export default async function tearDown(): Promise<void> {
  await globalThis.stopSharedServers?.();
}
