/** The officer's answers on held deliveries, and what a feed reads as meanwhile. */

import { feedState } from '../../src/agencies/feed-state';
import { findRecordType } from '../../src/agencies/registry';
import type { BatchReport } from '../../src/agencies/report';
import { releaseBatch } from '../../src/agencies/steps/release-batch';
import type { Actor } from '../../src/kernel/actor';
import { transaction } from '../../src/store/transaction';
import type { World } from './world';

export const city: Actor = { id: 'o1', name: '市三方办', role: 'CITY_OFFICER', body: 'office', region: null };

export const officerOf = (world: World) => ({
  answer: (batch: BatchReport, given: 'RELEASE' | 'DROP', actor = city, why = '已与来源核实') =>
    transaction(world.store, (tx) =>
      releaseBatch(tx, { batchId: batch.batchId ?? '', answer: given, why, actor }),
    ),
  async stateOfFeed(recordType = 'SOCIAL_INSURANCE') {
    const [feed] = await world.query<{ completeAsOf: string | null; heldBatchId: string | null }>(
      `select complete_as_of as "completeAsOf", held_batch_id as "heldBatchId" from feed where record_type = $1`,
      [recordType],
    );
    const limits = findRecordType('hrss', recordType)?.limits;
    return limits === undefined ? null : feedState(feed ?? null, limits, '2026-03-01').state;
  },
});
