/** Which accounts there can be: role, body and region must fit each other; pure, so that every way in asks the same. */
import type { Body, Role } from '../kernel/actor';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: Exclude<Role, 'SYSTEM'>;
  readonly body: Body | null;
  readonly region: string | null;
}

const ID = /^[A-Za-z0-9][\w.:-]{0,63}$/;
const REGION = /^[1-9]\d{5}$/;
const LONGEST_NAME = 100;

const isCounty = (region: string): boolean => REGION.test(region) && !region.endsWith('00');

function problemOfRole({ role, body, region }: Account): string | null {
  switch (role) {
    case 'COUNTY_OFFICER':
      if (region === null || !isCounty(region)) {
        return '县区经办人（COUNTY_OFFICER）须有县区一级的六位区划代码，例如 371002。 A county officer needs the six-digit code of a county.';
      }
      return body === 'court'
        ? '法院不是三方成员单位，其人员请用 AGENCY_READER。 The court takes no part in the tripartite office: use AGENCY_READER.'
        : null;
    case 'CITY_OFFICER':
    case 'ADMIN':
      if (region !== null) {
        return `${role} 面向全市，不设区划；只管一个县区的请用 COUNTY_OFFICER。 ${role} has the whole city and takes no region; use COUNTY_OFFICER for one county.`;
      }
      return body === 'court'
        ? '法院不是三方成员单位，其人员请用 AGENCY_READER。 The court takes no part in the tripartite office: use AGENCY_READER.'
        : null;
    case 'AGENCY_READER':
      if (body === null || body === 'office') {
        return '部门查询账号（AGENCY_READER）须写明所属部门；三方办公室的人员请用 COUNTY_OFFICER 或 CITY_OFFICER。 An agency reader belongs to one of the bodies; the office itself uses COUNTY_OFFICER or CITY_OFFICER.';
      }
      return region === null || REGION.test(region)
        ? null
        : '区划代码为六位数字，例如 371002；不给为全市。 A region is six digits; none is the whole city.';
    default:
      return role satisfies never;
  }
}

/** What keeps this from being an account, for whoever enters it; null: nothing. */
export function problemOfAccount(account: Account): string | null {
  if (!ID.test(account.id)) {
    return '账号编号为 1 到 64 个字母、数字或 . _ : -，以字母或数字开头。 An id is 1 to 64 letters, digits or . _ : -';
  }
  const name = account.name.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    return `账号须有名称，不超过 ${LONGEST_NAME} 字。 An account needs a name of at most ${LONGEST_NAME} characters.`;
  }
  return problemOfRole(account);
}
