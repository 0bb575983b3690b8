/** The audit log: the root field, and what leads to and from it; and who one is oneself. */
import { ArgsType, Field, InputType, ObjectType, Resolver } from 'type-graphql';
import { Access, PUBLIC, reads, SIGNED_IN } from '../access';
import { BodyName } from '../common-words';
import { day, extend, id, linked, OPTIONAL, object, root, text, word } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, NotAllowed, resultOf } from '../problem';
import { Unit } from '../units/types';
import { AuditEntry, RoleName } from './types';

export const AuditEntryConnection = connectionOf('AuditEntry', () => AuditEntry, '审计记录');

extend(AuditEntry, {
  unit: object(() => Unit, '涉及的单位。 The unit concerned.', OPTIONAL),
});

extend(Unit, {
  auditEntries: linked(() => AuditEntryConnection, '审计记录，新的在前。 Audit entries, newest first.', {
    args: PageArgs,
    nullable: true,
  }),
});

@Access(SIGNED_IN)
@ObjectType({ description: '当前账号。 The account that asks.' })
export class Principal {
  @id('编号。 Id.')
  id!: string;

  @text('名称。 Name.')
  name!: string;

  @word(RoleName, '角色。 Role.')
  role!: string;

  @word(BodyName, '机构。 Body.', OPTIONAL)
  body!: string | null;

  @text('所辖区划；null 为全市。 Region it is bound to; null: the whole city.', OPTIONAL)
  regionCode!: string | null;
}

@Access(PUBLIC)
@ObjectType({ description: '服务信息，无需登录。 About the service; open to all.' })
export class Health {
  @text('服务名。 Name of the service.')
  service!: string;

  @day('服务当日（北京时间）。 Its day, in Asia/Shanghai.')
  today!: string;
}

@InputType({ description: '审计筛选，各项同时满足。 Which entries; all that is given must hold.' })
class AuditFilter {
  @text('统一社会信用代码。 Unified social credit code.', OPTIONAL)
  unitCode?: string | null;

  @text('操作。 What was done.', OPTIONAL)
  action?: string | null;

  @text('操作人编号。 Id of who acted.', OPTIONAL)
  actorId?: string | null;

  @text('对象编号。 Id of what it was done to.', OPTIONAL)
  subjectId?: string | null;
}

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => AuditFilter, { nullable: true, description: '筛选。 Which entries.' })
  filter?: AuditFilter | null;
}

const AuditEntriesResult = resultOf(
  'AuditEntriesResult',
  '审计记录或原因。 Audit entries, or why not.',
  () => AuditEntryConnection,
  LIST_PROBLEMS,
);

const PrincipalResult = resultOf(
  'PrincipalResult',
  '账号或原因。 The account, or why not.',
  () => Principal,
  [NotAllowed],
);

@Resolver()
export class AuditQueries {
  @Access(reads('audit'))
  @root(() => AuditEntriesResult, '审计记录，新的在前。 Audit entries, newest first.', AuditArgs)
  auditEntries: unknown;

  @Access(SIGNED_IN)
  @root(() => PrincipalResult, '当前账号及其角色。 The account that asks, and its role.')
  me: unknown;

  @Access(PUBLIC)
  @root(() => Health, '服务信息。 About the service.')
  health: unknown;
}
