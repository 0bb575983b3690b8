/** How the values of 人社's facts are worked out from its records. Pure. */
import { isSameNumber } from '../../kernel/comparable-text';
import type { Found, UnitEvidence } from '../facts';
import {
  exists,
  found,
  goneOf,
  isInForce,
  latest,
  latestDate,
  type MaybeDate,
  notGiven,
  recordsOf,
} from '../on-file';
import type { AgencyRecord } from '../record';
import { listingTermEnd } from './listing-term';
import type { ListingDecision, ListingRemoval } from './order45-records';
import type {
  CollectiveIncident,
  Coordinators,
  InspectionDecision,
  IntegrityGrade,
  MediationBody,
  ServiceStation,
  SocialInsurance,
} from './record-types';

/** The list has one row per unit; were there two, the one that came last stands. */
export const insuranceOf = (evidence: UnitEvidence): AgencyRecord<SocialInsurance> | null =>
  recordsOf<SocialInsurance>(evidence, 'hrss/SOCIAL_INSURANCE').at(-1) ?? null;

/** The number of insured, the one figure of a unit's size that a body delivers. */
export function insuredCount(evidence: UnitEvidence): Found {
  const record = insuranceOf(evidence);
  const count = record?.data.insuredCount;
  return record === null || count === null || count === undefined ? notGiven : found(count, record);
}

/** 守法诚信等级 that is valid on the day; NONE: a complete feed gives none. Never told by the calendar year alone. */
export function integrityGrade(evidence: UnitEvidence, asOf: string): Found {
  const valid = recordsOf<IntegrityGrade>(evidence, 'hrss/INTEGRITY_GRADE').filter((record) =>
    isInForce(record.data.validFrom, record.data.validTo, asOf),
  );
  const best = latest(valid, (data) => data.publishedOn ?? data.validFrom, asOf);
  return best === null ? found('NONE') : found(best.record.data.grade, best.record);
}

/** The day of the latest decision that was served by then and not annulled: a decision is a breach only while it stands. */
export function lastDecisionOn(
  evidence: UnitEvidence,
  asOf: string,
  matters: ReadonlySet<string> | null,
): Found {
  const standing = recordsOf<InspectionDecision>(evidence, 'hrss/INSPECTION_DECISION').filter(
    ({ data }) =>
      (matters === null || matters.has(data.matter)) &&
      given(data.servedOn) <= asOf &&
      (data.annulledOn ?? '9999-12-31') > asOf,
  );
  return latestDate(standing, (data) => data.decidedOn, asOf);
}

/**
 * The employer itself on the joint-sanction list of Order 45: served, not removed, within its term (art 11), whose last
 * day is worked out from the decision, not read. Before its term a listing ends by a decision (arts 12 to 17), so that one
 * which merely is no longer in the list leaves the question open; so does one of which nobody says when it was served.
 */
export function listedForArrears(evidence: UnitEvidence, asOf: string): Found {
  const removals = recordsOf<ListingRemoval>(evidence, 'hrss/LISTING_REMOVAL').filter(
    ({ data }) => data.decidedOn <= asOf,
  );
  const isOpen = ({ data }: AgencyRecord<ListingDecision>): boolean =>
    data.personRole === 'EMPLOYER' &&
    data.decidedOn <= asOf &&
    listingTermEnd(data.decidedOn) >= asOf &&
    // What was removed before it was decided was an earlier listing of that number.
    !removals.some(
      (removal) =>
        isSameNumber(removal.data.listingDocumentNo, data.documentNo) &&
        removal.data.decidedOn >= data.decidedOn,
    );
  const isServed = ({ data }: AgencyRecord<ListingDecision>): boolean => given(data.servedOn) <= asOf;
  const open = recordsOf<ListingDecision>(evidence, 'hrss/LISTING_DECISION').filter(isOpen);
  const active = open.filter(isServed);
  if (active.length > 0) {
    return found(true, ...active);
  }
  const gone = goneOf<ListingDecision>(evidence, 'hrss/LISTING_DECISION').filter(isOpen);
  if (gone.some(isServed)) {
    return { unknown: 'RECORD_GONE' };
  }
  return open.some(({ data }) => given(data.servedOn) === NO_DAY) ? notGiven : found(false);
}

const NO_DAY = '9999-12-31';
const given = (date: MaybeDate): string => date ?? NO_DAY;

export function hasMediation(evidence: UnitEvidence, asOf: string, kind: MediationBody['kind']): Found {
  const bodies = recordsOf<MediationBody>(evidence, 'hrss/MEDIATION_BODY').filter(
    ({ data }) => data.kind === kind && exists(data.establishedOn, data.endedOn, asOf),
  );
  return found(bodies.length > 0, ...bodies);
}

export function coordinatorCount(evidence: UnitEvidence): Found {
  const records = recordsOf<Coordinators>(evidence, 'hrss/COORDINATORS');
  return found(
    records.reduce((sum, { data }) => sum + data.count, 0),
    ...records,
  );
}

const stations = (evidence: UnitEvidence) => recordsOf<ServiceStation>(evidence, 'hrss/SERVICE_STATION');

/** Every station has it; a park without a station has not. */
export function everyStation(evidence: UnitEvidence, has: (station: ServiceStation) => boolean): Found {
  const all = stations(evidence);
  return found(all.length > 0 && all.every(({ data }) => has(data)), ...all);
}

export const sumOfStations = (evidence: UnitEvidence, numberOf: (station: ServiceStation) => number): Found =>
  found(
    stations(evidence).reduce((sum, { data }) => sum + numberOf(data), 0),
    ...stations(evidence),
  );

export const incidentsOf = (evidence: UnitEvidence, asOf: string) =>
  recordsOf<CollectiveIncident>(evidence, 'hrss/COLLECTIVE_INCIDENT').filter(
    ({ data }) => data.occurredOn <= asOf,
  );

export const labourIncidents = (evidence: UnitEvidence, asOf: string) =>
  incidentsOf(evidence, asOf).filter(({ data }) => data.kind === 'LABOUR');

export const WOMEN_AND_HOURS: ReadonlySet<string> = new Set(['WOMEN_JUVENILE', 'HOURS']);
