/** The form of a standard as data: region, validity, criteria, elements, evidence, parameters with their source. Pure. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';

const text = z.string().min(1);
const name = z.string().regex(/^[a-zA-Z][A-Za-z0-9_]*$/, 'must be a name: letters and digits');
const day = z.iso.date();
const twoLanguages = z.strictObject({ zh: text, en: text });

/** [T] stands in the text of the standard, [L] in another law that is named, [P] is this project's proposal. */
const mark = z.enum(['T', 'L', 'P']);

/** R agency record, D document, S survey summary, V visit note, Q reply of a consulted department. */
export const MATERIAL_KINDS = ['D', 'S', 'V', 'Q'] as const;
const materialKind = z.enum(MATERIAL_KINDS);
const evidenceKind = z.enum(['R', ...MATERIAL_KINDS]);

export const VERDICTS = ['FAIL', 'RECTIFY', 'PENDING_EVIDENCE', 'PASS'] as const;
export type Verdict = (typeof VERDICTS)[number];

const decimal = z.string().regex(/^-?\d{1,15}\.\d{2}$/, 'must be a decimal with two places, as text');
const sourced = { mark, reference: text, checkedOn: day };

const parameter = z.discriminatedUnion('type', [
  z.strictObject({ value: z.number().int(), type: z.literal('INT'), unit: text, zh: text, ...sourced }),
  z.strictObject({ value: decimal, type: z.literal('DECIMAL'), unit: text, zh: text, ...sourced }),
  z.strictObject({ value: text, type: z.literal('TEXT'), unit: text, zh: text, ...sourced }),
]);

const field = z.strictObject({
  type: z.enum(['BOOL', 'INT', 'DECIMAL', 'TEXT']),
  zh: text,
  optional: z.boolean().default(false),
});

/** A place for one kind of evidence beyond the records: what may be put there, and how long it counts. */
const materialSlot = z.strictObject({
  id: text,
  kinds: z.array(materialKind).min(1),
  /** The parameter that holds the months for which it counts; null: it does not go out of date. */
  maxAge: name.nullable(),
  zh: text,
  en: text,
  fields: z.record(name, field),
});

const element = z.strictObject({
  id: text,
  /** JUDGED: only a reviewer's mark decides it; the program shows facts beside it and never fills it in. */
  kind: z.enum(['CONDITION', 'DOCUMENT', 'SURVEY', 'VISIT', 'REPLY', 'JUDGED']),
  evidence: z.array(evidenceKind).min(1),
  zh: text,
  en: text,
  basis: z.strictObject({ kind: z.enum(['TEXT', 'LAW', 'PARAMETER']), reference: text }),
  material: text.nullable(),
  needs: z.array(name),
  /** Facts shown beside the result; they never decide it. */
  support: z.array(name),
  /** Material shown beside the result. */
  beside: z.array(text),
  condition: text.nullable(),
  /** UNKNOWN: what is shown here is never held against a unit. */
  notMetMeans: z.enum(['NOT_MET', 'UNKNOWN']),
  notApplicableWhen: text.nullable(),
  unknownWhen: z.array(z.strictObject({ when: text, cause: text, ask: z.array(text).min(1) })),
  ask: z.array(text).min(1),
  explain: z.strictObject({ met: text, notMet: text, notApplicable: z.string(), unknown: text }),
});

const criterion = z.strictObject({
  id: text,
  zh: text,
  en: text,
  reference: text,
  materials: z.array(materialSlot),
  elements: z.array(element).min(1),
});

const unitKind = z.enum(['ENTERPRISE', 'INDUSTRIAL_PARK', 'TOWNSHIP', 'INDUSTRY']);

const catalogue = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens'),
  zh: text,
  en: text,
  region: z.strictObject({ code: z.string().regex(/^\d{6}$/), year: z.number().int() }),
  unitKinds: z.array(unitKind).min(1),
  /** The kinds that the standard's own level gives a title to. */
  titleKinds: z.array(unitKind),
  validFrom: day,
  validTo: day.nullable(),
  legalBasis: z.strictObject({ document: text, article: text, title: text, issuedOn: day }),
  verdict: z.strictObject({ order: z.array(z.enum(VERDICTS)), rectification: name, ...sourced }),
  /** Who is asked for what is missing, beside the bodies themselves. */
  asked: z.record(name, twoLanguages),
  /** The causes of this standard for which an element is unknown. */
  causes: z.record(z.string().regex(/^[A-Z_]+$/), twoLanguages),
  parameters: z.record(name, parameter),
  criteria: z.array(criterion).min(1),
});

export type Catalogue = z.output<typeof catalogue>;
export type Criterion = Catalogue['criteria'][number];
export type Element = Criterion['elements'][number];
export type MaterialSlot = Criterion['materials'][number];
export type MaterialField = MaterialSlot['fields'][string];
export type Parameter = Catalogue['parameters'][string];

/** Throws CATALOGUE_INVALID that names the file and each place that is wrong. */
export function parseCatalogue(json: unknown, file: string): Catalogue {
  const parsed = catalogue.safeParse(json);
  if (parsed.success) {
    return parsed.data;
  }
  throw invalid(
    file,
    parsed.error.issues.map((issue) => `${placeOf(json, issue.path)}: ${issue.message}`),
  );
}

export function invalid(file: string, problems: readonly string[]): HubError {
  return new HubError(
    'CATALOGUE_INVALID',
    `${file}: ${problems.length} problem(s)\n  ${problems.join('\n  ')}`,
    'Correct the file; nothing is evaluated by a standard that is not sound.',
  );
}

/** A path with ids instead of places: `criteria.E5.elements.E5.plan.condition`. */
function placeOf(json: unknown, path: readonly PropertyKey[]): string {
  let value = json as Record<PropertyKey, unknown> | undefined;
  const names = path.map((key) => {
    value = value?.[key] as Record<PropertyKey, unknown> | undefined;
    return typeof key === 'number' && typeof value?.id === 'string' ? value.id : String(key);
  });
  return names.length > 0 ? names.join('.') : 'the file';
}
