/** All agencies and record types, found by name; a name that is given twice stops the process at start. */
import type { Agency, AgencyBody, RecordType } from './agency';
import * as bodies from './bodies';

export const AGENCIES: readonly Agency[] = Object.values(bodies);

const BY_BODY = new Map<string, Agency>(AGENCIES.map((agency) => [agency.body, agency]));
const BY_TYPE = new Map<string, RecordType>();
for (const { body, recordTypes } of AGENCIES) {
  for (const type of recordTypes) {
    for (const name of new Set([type.name, type.ownName])) {
      const key = `${body}/${name}`;
      if (BY_TYPE.has(key)) {
        throw new Error(`two record types are called ${key}`);
      }
      BY_TYPE.set(key, type);
    }
  }
}

export const findAgency = (body: string): Agency | null => BY_BODY.get(body) ?? null;

/** By our name (SOCIAL_INSURANCE) or the agency's own (social-insurance). */
export const findRecordType = (body: AgencyBody, name: string): RecordType | null =>
  BY_TYPE.get(`${body}/${name}`) ?? null;
