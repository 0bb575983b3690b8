/** The audit log as it is asked for: who did what to which unit, each entry chained to the one before it. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { BodyName } from '../common-words';
import { id, instant, number64, OPTIONAL, text, word, words } from '../fields';

export const RoleName = words('RoleName', '角色。 Role.', {
  AGENCY_READER: '机构查阅人员。 A body’s reader.',
  COUNTY_OFFICER: '县级三方工作人员。 County officer.',
  CITY_OFFICER: '市级三方工作人员。 City officer.',
  ADMIN: '管理员。 Administrator.',
  SYSTEM: '系统。 The system itself.',
});

@Access(reads('audit'))
@ObjectType({ description: '一条审计记录，只增不改。 An audit entry; entries are only added.' })
export class AuditEntry {
  @id('编号。 Id.')
  id!: string;

  @text('链（unit:编号 或 hub）。 Its chain.')
  scope!: string;

  @number64('链内序号。 Sequence number in its chain.')
  seq!: string;

  @instant('时间。 At.')
  at!: Date;

  @text('操作人编号。 Id of who acted.')
  actorId!: string;

  @text('操作人。 Who acted.')
  actorName!: string;

  @word(RoleName, '角色。 In which role.')
  actorRole!: string;

  @word(BodyName, '机构。 For which body.', OPTIONAL)
  actorBody!: string | null;

  @text('操作。 What was done.')
  action!: string;

  @text('对象种类。 Kind of what it was done to.')
  subjectType!: string;

  @text('对象编号。 Id of what it was done to.')
  subjectId!: string;

  @text('详情（JSON 文本，不含个人信息）。 Detail as JSON text, nothing on persons.')
  detail!: string;

  @text('上一条的摘要。 Hash of the entry before it.')
  previousHash!: string;

  @text('本条的摘要。 Hash of this entry.')
  hash!: string;
}
