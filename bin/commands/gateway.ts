/** `hub gateway` */
import { startGateway } from '../../schema/gateway';
import { readConfig } from '../../src/config/environment';
import { closeStore } from '../../src/store/data-source';
import { requireCurrentSchema } from '../../src/store/migrate';
import type { Command } from '../command';
import { databaseUrl, openHubStore, redisUrl } from '../open';
import { withPort } from '../ports';
import { endWithin, untilSignal } from '../signals';
import { demoPage } from '../up/demo-page';

const CLOSE_SECONDS = 15;
/** A question that takes longer keeps others waiting; what is done by a mutation has its own time. */
const READ_SECONDS = 15;

export const command: Command = {
  async run() {
    const config = readConfig();
    const store = await openHubStore(config, 'gateway', databaseUrl(config), {
      statementSeconds: READ_SECONDS,
    });
    try {
      await requireCurrentSchema(store);
      const gateway = await withPort({ variable: 'PORT', host: config.HOST, port: config.PORT }, () =>
        startGateway({
          config,
          store,
          redisUrl: redisUrl(config),
          demo: () => demoPage(store, config.HUB_DATA),
        }),
      );
      store.logger.info({ url: gateway.url }, 'gateway started');
      process.send?.({ ready: gateway.url });
      return await untilSignal(store.logger, () => endWithin(CLOSE_SECONDS, gateway.close));
    } finally {
      await closeStore(store);
    }
  },
};
