/** Holds a whole delivery against the bounds of its feed: half a file must never read as hundreds of removals. */
import type { Bounds, Mode } from './agency';

/** How many rows had a field filled, over the last deliveries that were accepted. */
export interface FeedProfile {
  readonly rows: number;
  readonly filled: Readonly<Record<string, number>>;
}

export const EMPTY_PROFILE: FeedProfile = { rows: 0, filled: {} };

export interface DeliveryFigures {
  readonly mode: Mode;
  readonly read: number;
  /** Rows that are new, or differ from what is stored. */
  readonly staged: number;
  readonly quarantined: number;
  /** Records that the list had before it. */
  readonly recordsBefore: number;
  /** Of those, how many the delivery does not mention at all, not even in a row that was quarantined. */
  readonly missing: number;
  /** Ids that named one unit's code and now name another's. */
  readonly changedCodes: number;
  /** By field: rows that leave blank what the record of their key says now. */
  readonly emptied: Readonly<Record<string, number>>;
  readonly profile: FeedProfile;
  readonly profileBefore: FeedProfile;
  /** What the agency calls a field. */
  columnOf(field: string): string;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/** Why an officer must look at the delivery first; empty when it may pass. */
export function brokenBounds(bounds: Bounds | null, figures: DeliveryFigures): string[] {
  const gone = nothingLeft(figures);
  if (bounds === null || gone.length > 0) {
    return gone;
  }
  return [
    ...shrunk(bounds, figures),
    ...mostlyQuarantined(bounds, figures),
    ...columnsEmptied(bounds, figures),
    ...rowsEmptied(bounds, figures),
    ...(figures.changedCodes > 0 && !bounds.mayChangeCode
      ? [`${figures.changedCodes} 个编号改指另一单位代码`]
      : []),
  ];
}

/** However small the register and whatever its bounds: an empty list over one that is not is no list until someone says so. */
const nothingLeft = ({ mode, recordsBefore, missing, staged }: DeliveryFigures): string[] =>
  mode === 'FULL' && recordsBefore > 0 && missing === recordsBefore && staged === 0
    ? [`全量名单原有 ${recordsBefore} 条，本次一条也没有`]
    : [];

function shrunk({ maxShrink, minRows }: Bounds, { mode, recordsBefore, missing }: DeliveryFigures): string[] {
  const share = recordsBefore === 0 ? 0 : missing / recordsBefore;
  return mode === 'FULL' && recordsBefore >= minRows && share > maxShrink
    ? [
        `全量名单原有 ${recordsBefore} 条，其中 ${missing} 条不再出现（${percent(share)}，上限 ${percent(maxShrink)}）`,
      ]
    : [];
}

function mostlyQuarantined(
  { maxQuarantined, minRows }: Bounds,
  { read, quarantined }: DeliveryFigures,
): string[] {
  const share = read === 0 ? 0 : quarantined / read;
  return read >= minRows && share > maxQuarantined
    ? [`${read} 行中有 ${quarantined} 行被隔离（${percent(share)}，上限 ${percent(maxQuarantined)}）`]
    : [];
}

function columnsEmptied({ mayNotEmpty, minRows }: Bounds, figures: DeliveryFigures): string[] {
  const { profile, profileBefore } = figures;
  if (profile.rows < minRows || profileBefore.rows < minRows) {
    return [];
  }
  return mayNotEmpty
    .filter((field) => {
      const before = (profileBefore.filled[field] ?? 0) / profileBefore.rows;
      return before >= 0.5 && (profile.filled[field] ?? 0) === 0;
    })
    .map((field) => `“${figures.columnOf(field)}”一列突然全部为空`);
}

/** That a value is no longer given concludes nothing, so it may not pass for a correction of many records at once. */
function rowsEmptied({ mayEmptyShare, mayEmptyRows }: Bounds, figures: DeliveryFigures): string[] {
  return Object.entries(figures.emptied).flatMap(([field, rows]) => {
    const had = rows + (figures.profile.filled[field] ?? 0);
    return rows > mayEmptyRows && rows / had > mayEmptyShare
      ? [
          `${rows} 行的“${figures.columnOf(field)}”原有内容，现为空（${percent(rows / had)}，上限 ${percent(mayEmptyShare)}）`,
        ]
      : [];
  });
}

/** The profile to compare the next delivery with: of the last whole list, or of all events so far. */
export function nextProfile(mode: Mode, before: FeedProfile, now: FeedProfile): FeedProfile {
  if (mode === 'FULL') {
    return now;
  }
  const filled: Record<string, number> = { ...before.filled };
  for (const [field, count] of Object.entries(now.filled)) {
    filled[field] = (filled[field] ?? 0) + count;
  }
  return { rows: before.rows + now.rows, filled };
}
