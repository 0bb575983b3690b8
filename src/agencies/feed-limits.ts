/** The limits of an agency's feeds as dated data: how old before late, and what makes a delivery be held. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import type { FeedLimits } from './agency';

const share = z.number().min(0).max(1);

const bounds = z.strictObject({
  maxShrink: share,
  maxQuarantined: share,
  minRows: z.number().int().min(1),
  mayNotEmpty: z.array(z.string()),
  mayEmptyShare: share,
  mayEmptyRows: z.number().int().min(0),
  mayChangeCode: z.boolean(),
});

const limitsFile = z.strictObject({
  validFrom: z.iso.date(),
  basis: z.string().min(1),
  bounds,
  feeds: z.record(
    z.string(),
    z.strictObject({
      lateAfterDays: z.number().int().min(1),
      /** What differs from the bounds above; null: never held. */
      bounds: bounds.partial().nullable().optional(),
    }),
  ),
});

/** A feed without limits in the file is a mistake that stops the process at start. */
export function readLimits(json: unknown): (recordType: string) => FeedLimits {
  const parsed = limitsFile.safeParse(json);
  if (!parsed.success) {
    throw new HubError('CATALOGUE_INVALID', `feeds.json：${inputProblems(parsed.error.issues)}`);
  }
  const file = parsed.data;
  return (recordType) => {
    const feed = file.feeds[recordType];
    if (feed === undefined) {
      throw new HubError(
        'CATALOGUE_INVALID',
        `feeds.json：没有记录类型 ${recordType} 的界限`,
        '在该机构目录的 feeds.json 的 feeds 中加上它。',
      );
    }
    return {
      lateAfterDays: feed.lateAfterDays,
      bounds: feed.bounds === null ? null : { ...file.bounds, ...feed.bounds },
    };
  };
}
