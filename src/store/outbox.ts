/** What a lower room leaves for higher ones: a topic and ids, in the same transaction as the change. */
import type { Tx } from './transaction';

/** Topic → the ids it carries; who reads a topic looks the state up again. */
export interface OutboxKeys {
  FactsChanged: { readonly batchId: string };
  CasesConcerned: { readonly batchId: string };
  BatchHeld: { readonly batchId: string };
  FlagChanged: { readonly flagId: string };
  RoundOpened: { readonly roundId: string };
  RoundAdvanced: { readonly roundId: string };
  DeliveryAppended: { readonly recipientId: string };
  RecipientGranted: { readonly recipientId: string };
}

export type OutboxTopic = keyof OutboxKeys;

export async function appendOutbox<Topic extends OutboxTopic>(
  tx: Tx,
  topic: Topic,
  key: OutboxKeys[Topic],
): Promise<void> {
  await appendOutboxMany(tx, topic, [key]);
}

/** One row per key, in one statement; the insert's trigger wakes the relay when the transaction commits. */
export async function appendOutboxMany<Topic extends OutboxTopic>(
  tx: Tx,
  topic: Topic,
  keys: readonly OutboxKeys[Topic][],
): Promise<void> {
  if (keys.length > 0) {
    await tx.query(
      `insert into outbox (topic, key, created_at)
       select $1, key, $3 from jsonb_array_elements($2::jsonb) with ordinality as given (key, place) order by place`,
      [topic, JSON.stringify(keys), tx.now],
    );
  }
}
