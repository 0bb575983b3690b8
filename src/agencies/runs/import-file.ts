/** Takes in a file that somebody brings (`hub import <agency> <file>`): streamed, with progress and a report. */
import { basename } from 'node:path';
import type { Actor } from '../../kernel/actor';
import { dateInShanghai } from '../../kernel/clock';
import { HubError } from '../../kernel/errors';
import { openRegularFile } from '../../store/regular-file';
import type { Store } from '../../store/transaction';
import type { Agency, Mode, RecordType } from '../agency';
import { parseAsOf } from '../delivery';
import { parseDropName } from '../feeds/drop-folder';
import { openFile } from '../feeds/open-file';
import type { ImportPorts, Progress } from '../ports';
import { findAgency, findRecordType } from '../registry';
import type { BatchReport } from '../report';
import { withFeedLock } from './lock-feed';
import { takeDelivery } from './take-delivery';

export interface ImportCommand {
  readonly agency: string;
  readonly path: string;
  /** Our name or the agency's own; taken from the file name when not given. */
  readonly recordType?: string;
  readonly mode?: Mode;
  /** The day up to which the list is complete; from the sidecar or the file name when not given, else today. */
  readonly asOf?: string;
  readonly actor: Actor;
  readonly progress?: (progress: Progress) => void;
}

/** How long an import waits for a poll of the same feed to end. */
const PATIENCE_MS = 10 * 60_000;

export async function importFile(
  store: Store,
  command: ImportCommand,
  ports: ImportPorts,
): Promise<BatchReport> {
  const agency = findAgency(command.agency);
  if (agency === null) {
    throw new HubError('INVALID_INPUT', `没有机构 ${command.agency}`);
  }
  const totalBytes = await sizeOf(command.path);
  const recordType = recordTypeOf(agency, command);
  const asOf = command.asOf === undefined ? null : asOfOf(command.asOf, store);
  let bytes = 0;
  const open = () =>
    openFile({
      agency,
      recordType,
      path: command.path,
      links: 'FOLLOW',
      mode: command.mode ?? null,
      asOf,
      onPiece: (count) => {
        bytes += count;
      },
    });
  const report = await withFeedLock(store, recordType, PATIENCE_MS, (client) =>
    takeDelivery(store, {
      client,
      recordType,
      source: basename(command.path),
      open,
      file: null,
      polled: false,
      actor: command.actor,
      personKey: ports.personKey,
      onRows: (rows) => command.progress?.({ rows, bytes, totalBytes }),
    }),
  );
  if (report === null) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `${agency.name.zh}的${recordType.title.zh}正在接收另一批次`,
      '请稍后再试',
    );
  }
  return report;
}

async function sizeOf(path: string): Promise<number> {
  const opened = await openRegularFile(path, 'FOLLOW');
  if (!opened.ok) {
    const { code, message, hint } = opened.failure;
    throw new HubError(code, `读不到 ${path}：${message}`, hint);
  }
  try {
    return (await opened.value.stat()).size;
  } finally {
    await opened.value.close();
  }
}

function asOfOf(text: string, store: Store): string {
  const parsed = parseAsOf(text, dateInShanghai(store.clock.now()));
  if (!parsed.ok) {
    throw new HubError(parsed.failure.code, parsed.failure.message, parsed.failure.hint);
  }
  return parsed.value;
}

function recordTypeOf(agency: Agency, command: ImportCommand): RecordType {
  const named = command.recordType ?? typeInName(agency, basename(command.path));
  const type = named === null ? null : findRecordType(agency.body, named);
  if (type === null) {
    const known = agency.recordTypes.map(({ ownName }) => ownName).join('、');
    throw new HubError('INVALID_INPUT', `从文件名看不出记录类型`, `请用 --type 指明：${known}`);
  }
  return type;
}

/** `social-insurance-20261120-full-1.csv`, `confederation-membership.csv`, `contract.json`: the longest type that fits. */
function typeInName(agency: Agency, file: string): string | null {
  const drop = parseDropName(file);
  if (drop !== null) {
    return drop.type;
  }
  const stem = file.replace(/\.[^.]+$/, '').replace(new RegExp(`^${agency.body}[-_]`), '');
  return (
    agency.recordTypes
      .map(({ ownName }) => ownName)
      .filter(
        (ownName) => stem === ownName || stem.startsWith(`${ownName}-`) || stem.startsWith(`${ownName}_`),
      )
      .sort((a, b) => b.length - a.length)[0] ?? null
  );
}
