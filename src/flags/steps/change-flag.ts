/** Writes new versions of flags with their events, deliveries and audit entries: all or nothing, and only real changes. */
import { appendAudits } from '../../audit/append';
import { appendEvents } from '../../delivery/steps/append-event';
import { lockStreams } from '../../delivery/steps/lock-streams';
import type { Actor } from '../../kernel/actor';
import { appendOutboxMany } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import {
  type Basis,
  type Change,
  changeFrom,
  type FlagKind,
  type FlagState,
  problemOf,
  type Wanted,
} from '../flag';
import { recheckBy } from '../recheck';
import { flagKey, type Head, readHeads, type Version, writeVersions } from './write-versions';

export interface FlagCommand {
  readonly unitId: string;
  readonly kind: FlagKind;
  /** What of the kind: a title, a measure, a listing. */
  readonly subject: string;
  readonly state: FlagState;
  readonly effectiveFrom: string;
  readonly effectiveEnd: string | null;
  /** May be left out when withdrawing: then it says what the flag said. */
  readonly basis?: Basis;
  readonly decisionType: string;
  readonly decisionId: string;
  /** For people: it stands on the flag. */
  readonly reason: string;
  /** What set it off, for the audit alone. */
  readonly cause?: string;
  readonly actor: Actor;
}

export interface FlagResult {
  /** The version in force now; null: there never was such a flag. */
  readonly flagId: string | null;
  readonly eventId: string | null;
  readonly changed: boolean;
}

interface Planned {
  readonly command: FlagCommand;
  readonly wanted: Wanted;
  readonly change: Change;
  readonly version: number;
}

/** Null: nothing changes. */
function plan(command: FlagCommand, head: Head | undefined): Planned | null {
  const { kind, state, decisionType } = command;
  const basis = command.basis ?? head?.basis ?? {};
  const withdrawn = state === 'WITHDRAWN' && head !== undefined;
  const effectiveFrom = withdrawn ? head.effectiveFrom : command.effectiveFrom;
  // A flag may end before its first day, when what it rests on falls away early.
  const effectiveEnd =
    command.effectiveEnd !== null && command.effectiveEnd < effectiveFrom
      ? effectiveFrom
      : command.effectiveEnd;
  const wanted: Wanted = { kind, state, effectiveFrom, effectiveEnd, basis, decisionType };
  const problem = problemOf(wanted);
  if (problem !== null) {
    throw new Error(`changeFlags: ${problem}`);
  }
  const change = changeFrom(head ?? null, wanted);
  return change === null ? null : { command, wanted, change, version: (head?.version ?? 0) + 1 };
}

function eventOf(tx: Tx, { command, wanted, change, version }: Planned) {
  const { evidence: _ours, ...fields } = wanted.basis;
  const { kind, subject, state, reason } = command;
  const { effectiveFrom, effectiveEnd } = wanted;
  return {
    unitId: command.unitId,
    type: change,
    subjectKind: kind,
    subjectId: subject,
    withdraws: state === 'WITHDRAWN',
    state: { ...dropUndefined(fields), kind, subject, version, state, effectiveFrom, effectiveEnd, reason },
    recheckBy: state === 'WITHDRAWN' ? null : recheckBy(kind, tx.today, effectiveEnd),
    cause: `${command.decisionType} ${command.decisionId}`,
  };
}

const dropUndefined = <Value>(fields: {
  readonly [field: string]: Value | undefined;
}): { [field: string]: Value } =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );

async function auditChanges(
  tx: Tx,
  versions: readonly Version[],
  recipients: readonly string[][],
): Promise<void> {
  const entries = versions.map((version, i) => ({
    unitId: version.unitId,
    actor: version.actor,
    action: version.change,
    subjectType: 'FLAG',
    subjectId: version.flagId,
    detail: {
      kind: version.kind,
      subject: version.subject,
      version: version.version,
      state: version.state,
      eventId: version.eventId,
      decisionType: version.decisionType,
      decisionId: version.decisionId,
      reason: version.reason,
      ...(version.cause === undefined ? {} : { cause: version.cause }),
      recipients: recipients[i] ?? [],
    },
  }));
  await appendAudits(tx, entries);
}

/**
 * Applies each command at most once: the same state on the same basis writes nothing. Streams are locked first, so two
 * deciders about one unit come one after the other. One result per command, in their order.
 */
export async function changeFlags(tx: Tx, commands: readonly FlagCommand[]): Promise<FlagResult[]> {
  if (new Set(commands.map(flagKey)).size < commands.length) {
    throw new Error('changeFlags: two commands about one flag');
  }
  await lockStreams(
    tx,
    commands.map(({ unitId }) => unitId),
  );
  const heads = await readHeads(tx, commands);
  const planned = commands
    .map((command) => plan(command, heads.get(flagKey(command))))
    .filter((one) => one !== null)
    // Audit chains are locked in the order of units too.
    .sort((one, other) => (BigInt(one.command.unitId) < BigInt(other.command.unitId) ? -1 : 1));
  const events = await appendEvents(
    tx,
    planned.map((one) => eventOf(tx, one)),
  );
  const versions = await writeVersions(
    tx,
    planned.map(({ command, wanted, change, version }, i) => ({
      ...command,
      ...wanted,
      change,
      version,
      eventId: events[i]?.eventId ?? null,
    })),
  );
  await appendOutboxMany(
    tx,
    'FlagChanged',
    versions.map(({ flagId }) => ({ flagId })),
  );
  await auditChanges(
    tx,
    versions,
    events.map(({ recipients }) => recipients),
  );
  const written = new Map(versions.map((version) => [flagKey(version), version]));
  return commands.map((command) => {
    const key = flagKey(command);
    const version = written.get(key);
    return {
      flagId: version?.flagId ?? heads.get(key)?.flagId ?? null,
      eventId: version?.eventId ?? null,
      changed: version !== undefined,
    };
  });
}

export async function changeFlag(tx: Tx, command: FlagCommand): Promise<FlagResult> {
  const [result] = await changeFlags(tx, [command]);
  if (result === undefined) {
    throw new Error('changeFlag: no result');
  }
  return result;
}
