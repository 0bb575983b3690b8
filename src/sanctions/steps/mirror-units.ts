/** Brings the listings of some units to where their papers say they stand: events, flags and recalls, eligibility. */
import { listingKey } from '../../agencies/hrss/listing-key';
import { listingTerm, listingTermEnd } from '../../agencies/hrss/listing-term';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { changeFlags, type FlagCommand } from '../../flags/steps/change-flag';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import {
  flagEffect,
  GROUND_ARTICLES,
  LAW,
  type ListingKind,
  REMEDIES,
  type Standing,
  standingOf,
} from '../listing';
import { gatherPapers, type UnitPapers } from './gather-papers';
import { auditListings, writeEvents } from './write-events';

interface Command {
  readonly unitIds: readonly string[];
  readonly actor: Actor;
  readonly cause: string;
}

export type MirrorReport = Readonly<Record<ListingKind, number>>;

export interface Mirrored {
  readonly listingId: string;
  readonly papers: UnitPapers;
  readonly standing: Standing;
}

/** What the source may still add to a listing: the day of service, the notice, the pay order. */
const UPSERT = /* sql */ `
  insert into listing (unit_id, document_no, decided_on, issuing_body, ground, article, term_years, effective_end,
    served_on, notice_served_on, pay_order_no, record_id, look_again_on, recorded_at)
  select *, $2::timestamptz from jsonb_to_recordset($1::jsonb) as g (unit_id bigint, document_no text, decided_on date,
    issuing_body text, ground text, article text, term_years int, effective_end date, served_on date,
    notice_served_on date, pay_order_no text, record_id bigint, look_again_on date)
  on conflict (unit_id, document_no, decided_on) do update set issuing_body = excluded.issuing_body,
    ground = excluded.ground, article = excluded.article, served_on = excluded.served_on,
    notice_served_on = excluded.notice_served_on, pay_order_no = excluded.pay_order_no, record_id = excluded.record_id,
    look_again_on = excluded.look_again_on
  returning id, unit_id, document_no, decided_on
`;

interface ListingRow {
  id: string;
  unit_id: string;
  document_no: string;
  decided_on: string;
}

const KNOWN = 'select id, unit_id, document_no, decided_on from listing where unit_id = any($1::bigint[])';

const keyOf = (unitId: string, documentNo: string, decidedOn: string): string =>
  `${unitId} ${listingKey({ documentNo, decidedOn })}`;

const keyOfPapers = ({ unitId, decision }: UnitPapers): string =>
  keyOf(unitId, decision.documentNo, decision.decidedOn);

const byKey = (rows: readonly ListingRow[]): ReadonlyMap<string, ListingRow> =>
  new Map(rows.map((row) => [keyOf(row.unit_id, row.document_no, row.decided_on), row]));

/** A decision that comes again under another form of its number is the listing that it was, under the number that was told. */
async function underKnownNumbers(tx: Tx, papers: readonly UnitPapers[]): Promise<UnitPapers[]> {
  const known = byKey(await tx.query<ListingRow>(KNOWN, [papers.map(({ unitId }) => unitId)]));
  return papers.map((paper) => {
    const documentNo = known.get(keyOfPapers(paper))?.document_no ?? paper.decision.documentNo;
    return { ...paper, decision: { ...paper.decision, documentNo } };
  });
}

async function writeListings(tx: Tx, papers: readonly UnitPapers[]): Promise<Mirrored[]> {
  const standings = papers.map((paper) => standingOf(paper, tx.today));
  const rows = papers.map(({ unitId, decision }, i) => ({
    unit_id: unitId,
    document_no: decision.documentNo,
    decided_on: decision.decidedOn,
    issuing_body: decision.issuingBody,
    ground: decision.ground,
    article: `${LAW}${GROUND_ARTICLES[decision.ground]}`,
    term_years: listingTerm(decision.decidedOn).length,
    effective_end: listingTermEnd(decision.decidedOn),
    served_on: decision.servedOn,
    notice_served_on: decision.noticeServedOn,
    pay_order_no: decision.payOrderNo,
    record_id: decision.recordId,
    look_again_on: standings[i]?.lookAgainOn ?? null,
  }));
  const written = byKey(await tx.query<ListingRow>(UPSERT, [JSON.stringify(rows), tx.now]));
  return papers.map((paper) => ({
    listingId: written.get(keyOfPapers(paper))?.id ?? '',
    papers: paper,
    standing: standingOf(paper, tx.today),
  }));
}

function flagCommand(
  { listingId, papers, standing }: Mirrored,
  today: string,
  actor: Actor,
): FlagCommand | null {
  const { decision, unitId } = papers;
  const effect = flagEffect(standing.kind);
  if (effect === 'NONE') {
    return null;
  }
  const command = { unitId, kind: 'JOINT_SANCTION', subject: listingId, actor } as const;
  if (effect === 'WITHDRAWN') {
    const held = standing.kind === 'HELD';
    const removed = standing.recordId !== null && !held;
    return {
      ...command,
      state: 'WITHDRAWN',
      effectiveFrom: today,
      effectiveEnd: held ? today : standing.onDate,
      decisionType: held ? 'LISTING_DECISION' : removed ? 'LISTING_REMOVAL' : 'EXPIRY',
      decisionId: standing.recordId ?? listingId,
      reason: standing.kind,
    };
  }
  return {
    ...command,
    state: 'ACTIVE',
    effectiveFrom: decision.servedOn ?? today,
    effectiveEnd: listingTermEnd(decision.decidedOn),
    basis: {
      documentNo: decision.documentNo,
      issuingBody: decision.issuingBody,
      article: `${LAW}${GROUND_ARTICLES[decision.ground]}`,
      decidedOn: decision.decidedOn,
      servedOn: decision.servedOn,
      termYears: listingTerm(decision.decidedOn).length,
      remedies: REMEDIES,
      evidence: [`record:${decision.recordId}`],
    },
    decisionType: 'LISTING_DECISION',
    decisionId: decision.recordId,
    reason: 'LISTED',
  };
}

/** Idempotent, and the same after any order of arrival; nothing is written where nothing changed. */
export async function mirrorUnits(tx: Tx, command: Command): Promise<MirrorReport> {
  const { unitIds, actor, cause } = command;
  await lockStreams(tx, unitIds);
  const mirrored = await writeListings(tx, await underKnownNumbers(tx, await gatherPapers(tx, unitIds)));
  const moved = await writeEvents(tx, mirrored);
  await changeFlags(
    tx,
    mirrored.map((one) => flagCommand(one, tx.today, actor)).filter((one) => one !== null),
  );
  await assessEligibility(tx, {
    unitIds: [...new Set(moved.map(({ papers }) => papers.unitId))],
    actor,
    cause,
  });
  await auditListings(tx, moved, actor, cause);
  const count = (kind: ListingKind) => moved.filter(({ standing }) => standing.kind === kind).length;
  return {
    LISTED: count('LISTED'),
    HELD: count('HELD'),
    UNCONFIRMED: count('UNCONFIRMED'),
    REMOVED_EXPIRED: count('REMOVED_EXPIRED'),
    REMOVED_EARLY: count('REMOVED_EARLY'),
    REMOVED_ANNULLED: count('REMOVED_ANNULLED'),
  };
}
