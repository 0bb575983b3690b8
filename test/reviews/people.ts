/** Who acts in the tests of reviews, and their clock. */
import type { Actor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';

export const NOON = '2026-11-20T04:00:00Z';
export const clockAt = (day: string) => fixedClock(`${day}T04:00:00Z`);

const person = (id: string, role: Actor['role'], region: string | null = null): Actor => ({
  id,
  name: `${id} 同志`,
  role,
  body: 'office',
  region,
});
export const CITY = person('city', 'CITY_OFFICER');
export const COUNTY = person('county', 'COUNTY_OFFICER', '371002');
export const OTHER_COUNTY = person('other-county', 'COUNTY_OFFICER', '371082');
export const ADMIN = person('admin', 'ADMIN');
export const READER = person('reader', 'AGENCY_READER');
export const SCHEDULE: Actor = { ...person('system:schedule', 'SYSTEM'), body: null };
