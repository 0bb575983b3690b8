/** Where each agency's source is found, and the key for fields on persons, from the configuration. */
import type { SourceAddress } from '../src/agencies/feeds/open-feed';
import { personKey } from '../src/agencies/person';
import type { ImportPorts } from '../src/agencies/ports';
import { AGENCIES } from '../src/agencies/registry';
import type { PollPorts } from '../src/agencies/runs/poll-feed';
import type { Config } from '../src/config/environment';
import { operatorSecret } from './keys';
import type { PolledFeed } from './schedules';

const http = (url: string | undefined, token: string | undefined): SourceAddress | null =>
  url === undefined ? null : { url, token: token ?? null };

function sourceOf(config: Config, agency: string): SourceAddress | null {
  switch (agency) {
    case 'hrss':
      return config.FEED_HRSS === undefined ? null : { folder: config.FEED_HRSS };
    case 'union':
      return http(config.FEED_UNION, config.FEED_UNION_TOKEN);
    case 'court':
      return http(config.FEED_COURT, config.FEED_COURT_TOKEN);
    case 'federation':
      return http(config.FEED_FEDERATION, config.FEED_FEDERATION_TOKEN);
    default:
      return null;
  }
}

export const importPorts = (config: Config): ImportPorts => ({
  personKey: personKey(operatorSecret(config)),
});

export const pollPorts = (config: Config): PollPorts => ({
  ...importPorts(config),
  sourceOf: (agency) => sourceOf(config, agency),
});

/** Every record type of the agencies that have an address. */
export const configuredFeeds = (config: Config): PolledFeed[] =>
  AGENCIES.filter(({ body }) => sourceOf(config, body) !== null).flatMap(({ body, recordTypes }) =>
    recordTypes.map(({ name }) => ({ agency: body, recordType: name })),
  );
