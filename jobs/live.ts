/** Live updates: that something is new, as topic and id, to whichever gateway listens. What it is, the subscriber reads. */
import type Redis from 'ioredis';
import { liveChannel } from '../src/kernel/live';
import type { Ids } from './job';

export interface Live {
  publish(topic: string, key: Ids): Promise<void>;
}

export function createLive(redis: Redis, prefix: string): Live {
  const channel = liveChannel(prefix);
  return {
    async publish(topic, key) {
      if (redis.status === 'ready') {
        // A lost message costs freshness, nothing else.
        await redis.publish(channel, JSON.stringify({ topic, key })).catch(() => undefined);
      }
    },
  };
}
