/** The one channel on which workers tell gateways that something is new: a topic and ids, never the thing itself. */

export interface LiveMessage {
  readonly topic: string;
  readonly key: Readonly<Record<string, string>>;
}

export const liveChannel = (prefix: string): string => `${prefix}:live`;

/** Null for anything that is not such a message: whatever else is on the channel is ignored. */
export function parseLiveMessage(text: string): LiveMessage | null {
  try {
    const message = JSON.parse(text) as Partial<LiveMessage> | null;
    return typeof message?.topic === 'string' && typeof message.key === 'object' && message.key !== null
      ? { topic: message.topic, key: message.key }
      : null;
  } catch {
    return null;
  }
}
