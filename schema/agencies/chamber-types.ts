/** Record types of 企联 and 工商联. */
import { day, OPTIONAL, text, whole, word, words } from '../fields';
import { AgencyRecord, RecordType } from './record';

export const HonourLevel = words('HonourLevel', '荣誉级别。 Level of an honour.', {
  NATIONAL: '国家级。 National.',
  PROVINCE: '省级。 Provincial.',
  CITY: '市级。 City.',
  COUNTY: '县级。 County.',
});

@RecordType('confederation.MEMBERSHIP', '企联会员。 Membership in the enterprise confederation.')
export class ConfederationMembership extends AgencyRecord {
  @day('入会日期。 Joined on.', OPTIONAL)
  joinedOn!: string | null;

  @day('退会日期。 Left on.', OPTIONAL)
  leftOn!: string | null;

  @text('会内职务单位。 Role in the confederation.', OPTIONAL)
  role!: string | null;
}

@RecordType('confederation.CSR_REPORT', '企业社会责任报告。 A social-responsibility report.')
export class CsrReport extends AgencyRecord {
  @whole('年度。 Year.', OPTIONAL)
  year!: number | null;

  @day('发布日期。 Published on.', OPTIONAL)
  publishedOn!: string | null;
}

@RecordType(
  'confederation.LOCAL_BODY',
  '园区或乡镇的企联组织。 The confederation’s body in a park or township.',
)
export class ConfederationLocalBody extends AgencyRecord {
  @text('组织类型。 Kind of body.', OPTIONAL)
  kind!: string | null;

  @day('成立日期。 Established on.', OPTIONAL)
  establishedOn!: string | null;
}

@RecordType('federation.MEMBERSHIP', '工商联会员。 Membership in the federation of industry and commerce.')
export class FederationMembership extends AgencyRecord {
  @day('入会日期。 Joined on.', OPTIONAL)
  joinedOn!: string | null;

  @day('退会日期。 Left on.', OPTIONAL)
  leftOn!: string | null;

  @text('会内职务。 Role in the federation.', OPTIONAL)
  role!: string | null;
}

@RecordType('federation.HONOUR', '工商联授予或推荐的荣誉。 An honour by or through the federation.')
export class FederationHonour extends AgencyRecord {
  @text('荣誉名称。 Title of the honour.', OPTIONAL)
  title!: string | null;

  @word(HonourLevel, '级别。 Level.', OPTIONAL)
  level!: string | null;

  @day('授予日期。 Awarded on.', OPTIONAL)
  awardedOn!: string | null;
}

@RecordType('federation.LOCAL_BODY', '园区或乡镇的商会组织。 The federation’s body in a park or township.')
export class FederationLocalBody extends AgencyRecord {
  @text('组织类型。 Kind of body.', OPTIONAL)
  kind!: string | null;

  @day('成立日期。 Established on.', OPTIONAL)
  establishedOn!: string | null;
}
