/** What a flag may be and say, and which change of it is one: the closed list of all that ever leaves the hub. */
import { canonicalJson, type Json } from '../kernel/canonical-json';

export const FLAG_KINDS = ['DESIGNATION', 'INCENTIVE_ELIGIBILITY', 'JOINT_SANCTION'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export const FLAG_STATES = ['ACTIVE', 'WITHDRAWN'] as const;
export type FlagState = (typeof FLAG_STATES)[number];

/** What the flag rests on. The fields of `FLAG_FIELDS` may leave by grant; `evidence` (ids of ours) never does. */
export interface Basis {
  readonly evidence?: readonly string[];
  readonly [field: string]: Json | undefined;
}

/**
 * The closed list of what a flag can say, per kind: none of it is about a natural person, a grade, a verdict or a
 * case. A basis with any other field is a bug and stops the transaction.
 */
export const FLAG_FIELDS: Readonly<Record<FlagKind, readonly string[]>> = {
  DESIGNATION: ['title', 'level', 'honourType', 'namedOn', 'documentNo', 'namingBody'],
  INCENTIVE_ELIGIBILITY: ['measure', 'legalBasis'],
  JOINT_SANCTION: ['documentNo', 'issuingBody', 'article', 'decidedOn', 'servedOn', 'termYears', 'remedies'],
};

/** Fields every flag has beside those of its kind; they too leave by grant only. */
export const COMMON_FIELDS = ['effectiveFrom', 'effectiveEnd', 'reason'] as const;

/** All that can be granted, per kind. */
export const SAYABLE: Readonly<Record<FlagKind, readonly string[]>> = {
  DESIGNATION: [...FLAG_FIELDS.DESIGNATION, ...COMMON_FIELDS],
  INCENTIVE_ELIGIBILITY: [...FLAG_FIELDS.INCENTIVE_ELIGIBILITY, ...COMMON_FIELDS],
  JOINT_SANCTION: [...FLAG_FIELDS.JOINT_SANCTION, ...COMMON_FIELDS],
};

/** Which decisions can bring a flag into being, and which can end it. There is no third way. */
const DECISIONS: Readonly<Record<FlagKind, Readonly<Record<FlagState, readonly string[]>>>> = {
  DESIGNATION: {
    ACTIVE: ['NAMING', 'MATCH'],
    WITHDRAWN: ['TITLE_DECISION', 'MATCH', 'EXPIRY'],
  },
  INCENTIVE_ELIGIBILITY: { ACTIVE: ['ELIGIBILITY'], WITHDRAWN: ['ELIGIBILITY', 'EXPIRY'] },
  JOINT_SANCTION: {
    ACTIVE: ['LISTING_DECISION'],
    WITHDRAWN: ['LISTING_REMOVAL', 'LISTING_DECISION', 'EXPIRY'],
  },
};

/** Fields without which a flag of the kind must not be: a listing only by a served decision (人社部令第45号第八条). */
const REQUIRED: Readonly<Record<FlagKind, readonly string[]>> = {
  DESIGNATION: ['title', 'level', 'namedOn'],
  INCENTIVE_ELIGIBILITY: ['measure', 'legalBasis'],
  JOINT_SANCTION: ['documentNo', 'issuingBody', 'article', 'decidedOn', 'servedOn', 'termYears'],
};

export interface Wanted {
  readonly kind: FlagKind;
  readonly state: FlagState;
  readonly effectiveFrom: string;
  readonly effectiveEnd: string | null;
  readonly basis: Basis;
  readonly decisionType: string;
}

export type Current = Pick<Wanted, 'state' | 'effectiveEnd' | 'basis'>;

export type Change = 'flag.applied' | 'flag.changed' | 'flag.withdrawn';

/** Why this flag must never be written, or null. */
export function problemOf(wanted: Wanted): string | null {
  const { kind, state, basis, decisionType } = wanted;
  if (!DECISIONS[kind][state].includes(decisionType)) {
    return `a ${decisionType} cannot make a ${kind} flag ${state}`;
  }
  const stray = Object.keys(basis).filter(
    (field) => field !== 'evidence' && !FLAG_FIELDS[kind].includes(field),
  );
  if (stray.length > 0) {
    return `a ${kind} flag has no field ${stray.join(', ')}`;
  }
  const missing = state === 'ACTIVE' ? REQUIRED[kind].filter((field) => (basis[field] ?? '') === '') : [];
  return missing.length > 0 ? `a ${kind} flag needs ${missing.join(', ')}` : null;
}

/** What the flag says; the records behind it may be renewed without its saying anything else. */
const saidBy = ({ evidence: _ours, ...fields }: Basis): Omit<Basis, 'evidence'> => fields;

/**
 * What kind of change it is, or null for none. `effectiveFrom` alone is none: eligible today and eligible tomorrow on
 * the same basis is one flag. A flag that never was cannot be withdrawn.
 */
export function changeFrom(current: Current | null, wanted: Wanted): Change | null {
  if (wanted.state === 'WITHDRAWN') {
    return current?.state === 'ACTIVE' ? 'flag.withdrawn' : null;
  }
  if (current?.state !== 'ACTIVE') {
    return 'flag.applied';
  }
  const same =
    current.effectiveEnd === wanted.effectiveEnd &&
    canonicalJson(saidBy(current.basis)) === canonicalJson(saidBy(wanted.basis));
  return same ? null : 'flag.changed';
}
