/** Periods of the procedure around a case that no standard holds: dated data per region. Pure. */
import { z } from 'zod';
import weihai from './procedures/371000-2023.json';

const period = {
  mark: z.enum(['T', 'L', 'P']),
  reference: z.string().min(1),
  checkedOn: z.iso.date(),
};

const procedure = z.strictObject({
  region: z.string().regex(/^\d{6}$/),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  hearingWorkingDays: z.strictObject({ value: z.number().int().min(1), ...period }),
  /** A title without a re-review for so long is overdue. */
  reviewCycleMonths: z.strictObject({ value: z.number().int().min(1), ...period }),
});

export type Procedure = z.output<typeof procedure>;

export const PROCEDURES: readonly Procedure[] = [procedure.parse(weihai)];

/** Null: no rule says how; then nothing is done. */
export function procedureFor(
  regionCode: string | null,
  on: string,
  procedures: readonly Procedure[] = PROCEDURES,
): Procedure | null {
  const city = regionCode === null ? null : `${regionCode.slice(0, 4)}00`;
  return (
    procedures.find(
      ({ region, validFrom, validTo }) =>
        region === city && validFrom <= on && (validTo === null || on <= validTo),
    ) ?? null
  );
}
