/** Gateway and worker as processes of their own, with the addresses that this `hub up` has found for them. */
import path from 'node:path';
import { childEnvironment } from '../../src/config/environment';
import { type Child, startChild } from './child';
import type { DataFolder } from './data-folder';

const HUB = path.join(__dirname, '../hub.js');

export interface HubProcessOptions {
  readonly folder: DataFolder;
  readonly environment: Record<string, string>;
  readonly onDeath: (message: string) => void;
}

export const startHubProcess = (
  name: 'gateway' | 'worker',
  { folder, environment, onDeath }: HubProcessOptions,
): Promise<Child> =>
  startChild({
    name,
    script: HUB,
    parameters: [name],
    environment: childEnvironment(environment),
    logFile: path.join(folder.logs, `${name}.log`),
    ready: 'CHANNEL',
    onDeath,
  });
