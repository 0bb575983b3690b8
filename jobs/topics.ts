/** Outbox topic → what happens next. The one table of it; what a lower room cannot call, it leaves here as a row. */
import { z } from 'zod';
import type { OutboxTopic } from '../src/store/outbox';
import { bigintId, type Ids, uuidId, wordId } from './job';

/**
 * WORK: the row is done when every job of it has run, in this order; until then it is offered again.
 * SIGNAL: the truth stands in other rows that are polled besides, so the row is done once it was passed on;
 * `starts` is what the worker that took it begins at once: so one that is free joins in where there is work for several.
 */
export type Topic =
  | { readonly kind: 'WORK'; readonly key: z.ZodType<Ids>; readonly jobs: readonly string[] }
  | {
      readonly kind: 'SIGNAL';
      readonly key: z.ZodType<Ids>;
      readonly wakes: 'SENDERS' | 'SUBSCRIBERS';
      readonly starts?: string;
    };

const ids = (shape: Record<string, z.ZodType<string>>): z.ZodType<Ids> => z.strictObject(shape);

const DECLARED = {
  // A removal must have ended its listing before eligibility is worked out from the lists.
  FactsChanged: {
    kind: 'WORK',
    key: ids({ batchId: bigintId }),
    jobs: ['mirror-listings', 'refresh-eligibility', 'concern-cases'],
  },
  // Apart, for cases may be many, and a standard may fail: neither keeps eligibility waiting, nor the next batch.
  CasesConcerned: { kind: 'WORK', key: ids({ batchId: bigintId }), jobs: ['reevaluate-batch'] },
  RoundOpened: { kind: 'WORK', key: ids({ roundId: uuidId }), jobs: ['evaluate-round'] },
  RecipientGranted: { kind: 'WORK', key: ids({ recipientId: wordId }), jobs: ['send-standing'] },
  // The lanes say what is to be sent, and every worker polls them.
  DeliveryAppended: {
    kind: 'SIGNAL',
    key: ids({ recipientId: wordId }),
    wakes: 'SENDERS',
    starts: 'send',
  },
  // Whoever looks on re-reads through their own guards; a lost message costs freshness only.
  RoundAdvanced: {
    kind: 'SIGNAL',
    key: ids({ roundId: uuidId }),
    wakes: 'SUBSCRIBERS',
    starts: 'evaluate-round',
  },
  FlagChanged: { kind: 'SIGNAL', key: ids({ flagId: uuidId }), wakes: 'SUBSCRIBERS' },
  BatchHeld: { kind: 'SIGNAL', key: ids({ batchId: bigintId }), wakes: 'SUBSCRIBERS' },
} satisfies Record<OutboxTopic, Topic>;

/** By the topic that a row carries; every topic that can be written has its entry. */
export const TOPICS: Readonly<Record<string, Topic>> = DECLARED;
