/** Tests log nothing, unless one is being looked into: HUB_TEST_LOG=debug npx jest … */
import { createLogger } from '../../src/kernel/logger';

export const testLogger = createLogger('test', process.env.HUB_TEST_LOG ?? 'silent');
