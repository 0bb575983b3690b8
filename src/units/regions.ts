/** Administrative divisions of one year as dated data: codes change from year to year, so a code alone says little. */
import { z } from 'zod';

const region = z.strictObject({
  code: z.string().regex(/^\d{6}(\d{3})?$/),
  name: z.string().min(1),
  parent: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  level: z.enum(['PROVINCE', 'CITY', 'COUNTY', 'ZONE', 'TOWNSHIP']),
  predecessor: z.string().optional(),
  note: z.string().optional(),
});

const regionYear = z
  .strictObject({
    year: z.number().int().min(1980).max(2100),
    source: z.string().min(1),
    regions: z.array(region).min(1),
  })
  .superRefine((file, context) => {
    const codes = new Set(file.regions.map(({ code }) => code));
    for (const { code, parent } of file.regions) {
      if (parent !== null && !codes.has(parent)) {
        context.addIssue({ code: 'custom', message: `${code}: its parent ${parent} is not in the file` });
      }
    }
    if (codes.size !== file.regions.length) {
      context.addIssue({ code: 'custom', message: 'a code is given twice' });
    }
  });

export type RegionYear = z.output<typeof regionYear>;

/** Throws when the file is not what the loader can rely on. */
export const parseRegionYear = (json: unknown): RegionYear => regionYear.parse(json);
