/** The sharing catalogue: which body may see what of another, for which purpose, on what basis, until when. */
import { z } from 'zod';
import { BODIES, type Body } from '../kernel/actor';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import { AREAS, type Area } from './areas';
import file from './sharing-catalogue.json';

const entry = z
  .strictObject({
    id: z.string().min(1),
    provider: z.enum(BODIES),
    areas: z.array(z.enum(AREAS as [Area, ...Area[]])).min(1),
    consumers: z.array(z.enum(BODIES)).min(1),
    purpose: z.string().min(1),
    basis: z.string().min(1),
    from: z.iso.date(),
    until: z.iso.date(),
  })
  .refine((given) => given.from <= given.until, '起始日期（from）晚于截止日期（until）');

const catalogue = z.strictObject({ edition: z.string(), note: z.string(), entries: z.array(entry) });

export type SharingEntry = z.infer<typeof entry>;

/** Throws CATALOGUE_INVALID when an entry is not one. */
export function readSharingCatalogue(content: unknown): readonly SharingEntry[] {
  const parsed = catalogue.safeParse(content);
  if (!parsed.success) {
    throw new HubError(
      'CATALOGUE_INVALID',
      `共享目录（access/sharing-catalogue.json）：${inputProblems(parsed.error.issues)}`,
    );
  }
  return parsed.data.entries;
}

export const SHARING_CATALOGUE = readSharingCatalogue(file);

/** The entry on whose basis a body may see an area on a day, or null. 政务数据共享条例 art 20, 25. */
export function grantFor(
  entries: readonly SharingEntry[],
  body: Body,
  area: Area,
  on: string,
): SharingEntry | null {
  return (
    entries.find(
      (given) =>
        given.consumers.includes(body) && given.areas.includes(area) && given.from <= on && on <= given.until,
    ) ?? null
  );
}
