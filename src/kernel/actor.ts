/** Who acts: carried by every command, written into every audit entry. */

/** 三方四家 and the court; `office` is the tripartite office (协调劳动关系三方办公室) itself. */
export const BODIES = ['hrss', 'union', 'confederation', 'federation', 'court', 'office'] as const;
export type Body = (typeof BODIES)[number];

export const ROLES = ['AGENCY_READER', 'COUNTY_OFFICER', 'CITY_OFFICER', 'ADMIN', 'SYSTEM'] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly body: Body | null;
  /** Six-digit administrative division code that bounds what the actor may see; null: the whole city. */
  readonly region: string | null;
}

export const systemActor = (name: string): Actor => ({
  id: `system:${name}`,
  name,
  role: 'SYSTEM',
  body: null,
  region: null,
});
