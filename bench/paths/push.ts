/** Events of many units to one recipient: order kept, every attempt and receipt stored; beside it one that hangs. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createLogger } from '../../src/kernel/logger';
import { openClient, withDatabase } from '../../src/store/connection';
import { closeStore } from '../../src/store/data-source';
import { migrate } from '../../src/store/migrate';
import {
  appendToUnits,
  costsOfRows,
  EVENTS_PER_UNIT,
  giveSame,
  openRecipients,
  writeBodies,
} from '../events';
import type { BenchPath, Run } from '../path';
import {
  CONNECTIONS,
  HANGING_URL,
  openWorld,
  RECIPIENT,
  sendByHub,
  sendByLimit,
  sendByPeer,
  type World,
} from '../senders';

const HANGING = 'hanging';
const REFUSE_ONE_IN = 100;

/** Two databases to copy: what waits for one recipient, and the same with another beside it that never answers. */
async function fill(world: World, units: number): Promise<void> {
  await migrate(world.postgres.url, createLogger('bench', 'warn'));
  const store = await world.storeOn(world.postgres.url);
  const answering = { id: RECIPIENT, url: world.receiver, concurrency: CONNECTIONS };
  await openRecipients(store, [answering]);
  await appendToUnits(store, units);
  await writeBodies(store, world.bodies);
  await closeStore(store);
  const beside = await world.storeOn(await world.clone('hub', 'beside'));
  const hanging = { id: HANGING, url: HANGING_URL, concurrency: CONNECTIONS };
  await openRecipients(beside, [answering, hanging]);
  await giveSame(beside, RECIPIENT, HANGING);
  await closeStore(beside);
}

/** With one event in a hundred refused at first: what is out of order then, in the hub nothing. */
async function underRefusals(world: World, deliveries: number): Promise<string> {
  await world.seen(REFUSE_ONE_IN);
  await sendByHub(world, 'hub', deliveries);
  const { refused, ...hub } = await world.seen(REFUSE_ONE_IN);
  assert.deepEqual(hub, { taken: deliveries, unsigned: 0, outOfOrder: 0 });
  assert(refused > 0, 'nothing was refused');
  await sendByPeer(world);
  const peer = await world.seen();
  return `With ${refused} of ${deliveries} events refused when they first came: 0 out of order from the hub, ${peer.outOfOrder} from a job for each delivery.`;
}

export const push: BenchPath = {
  name: 'push',
  about: 'events in order per unit to one recipient, receipts stored; and beside a recipient that hangs',
  async *series(wanted) {
    const units = wanted.quick ? 1_000 : 10_000;
    const deliveries = units * EVENTS_PER_UNIT;
    const folder = path.resolve('.data/bench/push');
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
    const world = await openWorld(folder);
    const inOrder = async (run: Run): Promise<Run> => {
      const expected = { taken: deliveries, unsigned: 0, outOfOrder: 0, refused: 0 };
      assert.deepEqual(await world.seen(), expected, 'something was lost, doubled, unsigned or out of order');
      return run;
    };
    const runHub = (template: string) => async () => inOrder(await sendByHub(world, template, deliveries));
    try {
      await fill(world, units);
      wanted.say('Order, receipts and signatures while one in a hundred is refused …');
      const refusals = await underRefusals(world, deliveries);
      await runHub('hub')();
      const run = withDatabase(world.postgres.url, 'run');
      const owner = await openClient(run, { role: 'owner', name: 'bench' });
      const costs = await costsOfRows(owner, RECIPIENT);
      await owner.end();
      yield {
        title: `push, ${deliveries} deliveries, ${CONNECTIONS} connections`,
        variant: `${CONNECTIONS} connections`,
        unit: 'deliveries',
        target: { limit: 0.6, peer: 3, aim: 0.75 },
        limit: { name: 'limit', run: async () => inOrder(await sendByLimit(world)) },
        hub: { name: 'hub', run: runHub('hub') },
        peers: [
          {
            name: 'BullMQ per delivery',
            async run() {
              const run = await sendByPeer(world);
              const { taken, unsigned } = await world.seen();
              assert.deepEqual({ taken, unsigned }, { taken: deliveries, unsigned: 0 });
              return run;
            },
          },
        ],
        notes: [
          'The limit stores nothing; the peer one receipt. The receiver checks every signature, and the order of each unit.',
          refusals,
          `What the hub stores of a delivery, in PostgreSQL’s time: ${costs}.`,
        ],
      };
      yield {
        title: `push beside one that hangs, ${deliveries} deliveries`,
        variant: 'beside one that hangs',
        unit: 'deliveries',
        target: { limit: 0.9, peer: null },
        limit: { name: 'nobody hangs', run: runHub('hub') },
        hub: { name: 'one hangs', run: runHub('beside') },
        peers: [],
        notes: [
          `As many deliveries wait for a second recipient, that takes connections and answers nothing; both sides are the hub.`,
        ],
      };
    } finally {
      await world.close();
    }
  },
};
