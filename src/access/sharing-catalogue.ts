/** The sharing catalogue: which body may see what of another, for which purpose, on what basis, until when. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BODIES, type Body } from '../kernel/actor';
import { HubError } from '../kernel/errors';
import { AREAS, type Area } from './areas';

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
  .refine((given) => given.from <= given.until, 'from is after until');

const catalogue = z.strictObject({ edition: z.string(), note: z.string(), entries: z.array(entry) });

export type SharingEntry = z.infer<typeof entry>;

export function loadSharingCatalogue(
  file = join(__dirname, 'sharing-catalogue.json'),
): readonly SharingEntry[] {
  const parsed = catalogue.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new HubError('CATALOGUE_INVALID', `${file}: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data.entries;
}

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
