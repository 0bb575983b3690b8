/** A measure as dated data: for whom, where, on which basis, under which conditions; adding one is adding a file. */
import { z } from 'zod';

const words = z.string().min(1);
const inTwoLanguages = z.strictObject({ zh: words, en: words });

/** The lists that a measure may name as an exclusion; a list that it does not name excludes nobody. */
export const EXCLUSION_LISTS = ['ORDER45_LISTING', 'COURT_DISHONESTY'] as const;
export type ExclusionList = (typeof EXCLUSION_LISTS)[number];

export const Measure = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    /** Changes with the content: what an assessment was made under. */
    edition: words,
    region: z.string().regex(/^\d{6}$/),
    from: z.iso.date(),
    until: z.iso.date().nullable(),
    title: inTwoLanguages,
    legalBasis: words,
    unitKinds: z.array(z.enum(['ENTERPRISE', 'INDUSTRIAL_PARK', 'TOWNSHIP', 'INDUSTRY'])).min(1),
    titleLevels: z.array(z.enum(['COUNTY', 'CITY', 'PROVINCE', 'NATIONAL'])).min(1),
    grade: z.strictObject({ accepted: z.array(z.enum(['A', 'B', 'C'])).min(1), basis: words }),
    exclusions: z.array(z.strictObject({ list: z.enum(EXCLUSION_LISTS), basis: words })),
    /** How long an eligibility once given is kept while nobody can say whether it still holds. */
    pendingGrace: z.strictObject({ days: z.int().min(1), mark: z.enum(['T', 'L', 'P']), basis: words }),
    benefits: z.array(inTwoLanguages).min(1),
    /** Checks that "fewer inspections" never reaches: complaints, arrears, injuries, safety. */
    neverBlocks: z.array(words),
  })
  .refine(
    ({ neverBlocks }) =>
      ['COMPLAINT', 'WAGE_ARREARS', 'WORK_INJURY', 'SAFETY'].every((check) => neverBlocks.includes(check)),
    '措施不得妨碍投诉举报、欠薪、工伤和安全检查',
  );
export type Measure = z.output<typeof Measure>;

export interface MeasuredUnit {
  readonly kind: string;
  readonly regionCode: string | null;
}

/** The four digits that all divisions of a city share, the two of a province. */
const prefixOf = (region: string): string => region.replace(/(00)+$/, '');

/** Why the measure does not speak of this unit on that day; null: it does. An unknown region is no other region. */
export function outOfScope(
  measure: Measure,
  unit: MeasuredUnit,
  asOf: string,
): { readonly state: 'NOT_MET' | 'UNKNOWN'; readonly why: string } | null {
  if (asOf < measure.from || (measure.until !== null && measure.until < asOf)) {
    return { state: 'NOT_MET', why: `措施适用期间为 ${measure.from} 至 ${measure.until ?? '今'}` };
  }
  if (!measure.unitKinds.some((kind) => kind === unit.kind)) {
    return { state: 'NOT_MET', why: '措施不适用于这类单位' };
  }
  if (unit.regionCode === null) {
    return { state: 'UNKNOWN', why: '单位所在区划未知' };
  }
  return unit.regionCode.startsWith(prefixOf(measure.region))
    ? null
    : {
        state: 'NOT_MET',
        why: `单位现在区划 ${unit.regionCode}，不在措施适用的区划 ${measure.region} 内`,
      };
}

/** No measure in force for a unit: nothing is assessed, and nothing is said of it. */
export const appliesTo = (measure: Measure, unit: MeasuredUnit, asOf: string): boolean =>
  outOfScope(measure, unit, asOf) === null;
