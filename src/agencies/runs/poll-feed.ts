/** Asks one source for what is new of one record type; what it leaves behind when nothing is new is the time it asked. */

import type { ClientBase } from 'pg';
import { type Actor, systemActor } from '../../kernel/actor';
import { dateInShanghai } from '../../kernel/clock';
import { HubError } from '../../kernel/errors';
import { query, type Store, type Tx, transaction } from '../../store/transaction';
import type { Agency, RecordType } from '../agency';
import { CursorExpired } from '../feeds/http-source';
import { type Position, type SourceAddress, waitingDeliveries } from '../feeds/open-feed';
import { isUnavailable } from '../feeds/unreadable';
import type { ImportPorts } from '../ports';
import { findAgency, findRecordType } from '../registry';
import type { BatchReport } from '../report';
import { lockFeed } from '../steps/feed-row';
import { withFeedLock } from './lock-feed';
import { takeDelivery } from './take-delivery';

export interface PollPorts extends ImportPorts {
  /** Where the source of a body is found; null: it is not polled here. */
  readonly sourceOf: (agency: string) => SourceAddress | null;
}

const ACTOR: Actor = systemActor('poll');
/** A list that is replaced while we page through it is started again so often. */
const RESTARTS = 3;

/** One report per delivery that was taken; empty when there was none, the source was silent, or another worker polls. */
export async function pollFeed(
  store: Store,
  command: { readonly agency: string; readonly recordType: string },
  ports: PollPorts,
): Promise<readonly BatchReport[]> {
  const agency = findAgency(command.agency);
  const recordType = agency === null ? null : findRecordType(agency.body, command.recordType);
  if (agency === null || recordType === null) {
    throw new HubError('INVALID_INPUT', `没有数据源 ${command.agency}/${command.recordType}`);
  }
  const address = ports.sourceOf(agency.body);
  if (address === null) {
    return [];
  }
  const reports = await withFeedLock(store, recordType, 0, (client) =>
    pollInTurn(store, { client, agency, recordType, address, ports }),
  );
  return reports ?? [];
}

interface Poll {
  readonly client: ClientBase;
  readonly agency: Agency;
  readonly recordType: RecordType;
  readonly address: SourceAddress;
  readonly ports: PollPorts;
}

async function pollInTurn(store: Store, poll: Poll): Promise<readonly BatchReport[]> {
  const { agency, recordType } = poll;
  const reports: BatchReport[] = [];
  for (let restart = 0; ; restart++) {
    try {
      await takeAll(store, poll, restart > 0, reports);
      return reports;
    } catch (error) {
      if (error instanceof CursorExpired && restart < RESTARTS) {
        continue;
      }
      if (error instanceof CursorExpired || isUnavailable(error)) {
        const reason = error instanceof CursorExpired ? '名单在读取期间一再更换' : error.message;
        store.logger.warn({ feed: `${agency.body}/${recordType.name}`, reason }, 'source did not answer');
        await transaction(store, (tx) => notePoll(tx, recordType, reason));
        return reports;
      }
      throw error;
    }
  }
}

async function takeAll(store: Store, poll: Poll, fromStart: boolean, reports: BatchReport[]): Promise<void> {
  const { client, agency, recordType, address, ports } = poll;
  const position = await readPosition(store, recordType);
  const waiting = await waitingDeliveries(
    agency,
    recordType,
    address,
    fromStart ? { ...position, cursor: null } : position,
  );
  for (const delivery of waiting) {
    const report = await takeDelivery(store, {
      client,
      recordType,
      source: delivery.source,
      open: () => delivery.open(),
      file: delivery.file,
      polled: true,
      actor: ACTOR,
      personKey: ports.personKey,
    });
    reports.push(report);
    // One that keeps no place in the line stops nothing.
    if (report.state === 'REFUSED' && recordType.mode === 'DELTA' && delivery.file !== null) {
      break;
    }
  }
  if (waiting.length === 0) {
    await transaction(store, (tx) => notePoll(tx, recordType, null));
  }
}

async function readPosition(store: Store, { agency, name }: RecordType): Promise<Position> {
  const [feed] = await query<{ cursor: string | null }>(
    store,
    'select cursor from feed where agency = $1 and record_type = $2',
    [agency, name],
  );
  const files = await query<{ file: string }>(
    store,
    'select file from taken_file where agency = $1 and record_type = $2',
    [agency, name],
  );
  return {
    cursor: feed?.cursor ?? null,
    taken: new Set(files.map(({ file }) => file)),
    today: dateInShanghai(store.clock.now()),
  };
}

/** `error`: null when the source was there and had nothing. */
async function notePoll(tx: Tx, type: RecordType, error: string | null): Promise<void> {
  await lockFeed(tx, type);
  await tx.query(
    `update feed set last_polled_at = $3, last_error = $4,
       last_success_at = case when $4::text is null then $3 else last_success_at end
     where agency = $1 and record_type = $2`,
    [type.agency, type.name, tx.now, error],
  );
}
