/** The limits of an agency's feeds as dated data: how old before late, and what makes a delivery be held. */
import { z } from 'zod';
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
  const file = limitsFile.parse(json);
  return (recordType) => {
    const feed = file.feeds[recordType];
    if (feed === undefined) {
      throw new Error(`feeds.json has no limits for ${recordType}`);
    }
    return {
      lateAfterDays: feed.lateAfterDays,
      bounds: feed.bounds === null ? null : { ...file.bounds, ...feed.bounds },
    };
  };
}
