/** Expected failures as members of result unions: a code of the closed list, what is wrong, what to do. */
import { createUnionType, InterfaceType, ObjectType } from 'type-graphql';
import { FAILURES, type Failure, type FailureCode } from '../src/kernel/errors';
import { Access, PUBLIC } from './access';
import { OPTIONAL, text, word, words } from './fields';

interface Said {
  readonly about: string;
  readonly message: string;
  readonly hint: string;
}

/** Of each code: what it stands for, how a failure of it begins, and what to do about it. */
const SAID: Readonly<Record<FailureCode, Said>> = {
  NOT_SIGNED_IN: {
    about: '没有令牌或令牌无效。 No token, or one that is not known.',
    message: '请先登录。 Please sign in.',
    hint: '请求头加 Authorization: Bearer <令牌>。 Send the header Authorization: Bearer <token>.',
  },
  NOT_ALLOWED: {
    about: '此角色无权。 This role may not.',
    message: '您的角色不能使用或办理这一项。 Your role may not use or do this.',
    hint: '请由有此权限的账号办理；数据范围以政务数据共享目录为准。 Ask an account whose role may; what is shared follows from the sharing catalogue.',
  },
  NOT_FOUND: {
    about: '没有，或不在可见范围内。 There is none, or none that this role may see.',
    message: '没有找到，或不在您的可见范围内。 Not found, or not within what you may see.',
    hint: '请核对代码或编号，并确认它在您的辖区内。 Check the code or id, and that it lies in your region.',
  },
  INVALID_INPUT: {
    about: '参数不成立。 An argument does not hold.',
    message: '参数不成立。 An argument does not hold.',
    hint: '请按说明改正所指的参数后重试。 Correct the argument that is named, and try again.',
  },
  INVALID_CODE: {
    about: '代码不成立（长度、字符或校验位）。 A code does not hold (length, letters or check digit).',
    message: '代码不成立。 The code does not hold.',
    hint: '请对照证照核对 18 位统一社会信用代码。 Compare the 18 characters with the certificate.',
  },
  WRONG_STATE: {
    about: '当前状态下不能这样做。 Not possible in the present state.',
    message: '当前状态下不能这样办理。 This is not possible in the present state.',
    hint: '请重新读取后按当前状态可办的事项办理。 Read it again, and do what its present state allows.',
  },
  ALREADY_DONE: {
    about: '已经办过。 It has been done before.',
    message: '此事已经办过。 This has been done before.',
    hint: '无需重办；请重新读取查看结果。 Nothing is left to do; read it again to see the outcome.',
  },
  NOT_AGREED: {
    about: '各家意见未达成所需的一致。 The bodies did not agree as the rule demands.',
    message: '各家意见未达成所需的一致。 The bodies did not agree as the rule demands.',
    hint: '请会商后按新的意见重新登记。 Enter it again once the bodies have agreed.',
  },
  SUPERSEDED: {
    about: '情况已有变化。 Something newer has come in between.',
    message: '情况已有变化，未予办理。 Something newer has come in between, so it was not done.',
    hint: '请重新读取后再办理。 Read it again, then decide.',
  },
  NO_RULE_IN_FORCE: {
    about: '该地区该日期没有有效规则。 No rule is in force for that region and day.',
    message: '该地区该日期没有有效规则。 No rule is in force for that region and day.',
    hint: '请改日期，或由管理员登记适用的规则。 Choose another day, or have the rule that applies entered.',
  },
  EVIDENCE_MISSING: {
    about: '缺少依据材料。 Evidence is missing.',
    message: '缺少依据材料。 Evidence is missing.',
    hint: '请先补齐所指材料，再办理。 Enter what is named first.',
  },
  DELIVERY_HELD: {
    about: '推送被挂起。 The delivery is on hold.',
    message: '推送被挂起。 The delivery is on hold.',
    hint: '请先查明挂起原因，再重发。 Find out why it is on hold, then send it again.',
  },
  CATALOGUE_INVALID: {
    about: '目录数据有误。 A catalogue is not valid.',
    message: '目录数据有误。 A catalogue is not valid.',
    hint: '请管理员改正目录文件。 Have the catalogue file corrected.',
  },
  FEED_OUT_OF_BOUNDS: {
    about: '数据批次超出界限，待核。 A delivered batch is out of bounds and on hold.',
    message: '数据批次超出界限，待核。 The batch is out of bounds and on hold.',
    hint: '请核实后放行或弃用该批次。 Check the batch, then release or drop it.',
  },
  SOURCE_UNREADABLE: {
    about: '来源无法读取。 A source cannot be read.',
    message: '来源无法读取。 A source cannot be read.',
    hint: '请联系数据提供部门重新提供。 Ask the body that provides it to deliver again.',
  },
  CONFIGURATION_INVALID: {
    about: '配置有误。 The configuration is not valid.',
    message: '配置有误。 The configuration is not valid.',
    hint: '请管理员核对配置（hub doctor）。 Have the configuration checked with hub doctor.',
  },
  SERVER_UNAVAILABLE: {
    about: '服务暂不可用。 A server does not answer.',
    message: '服务暂不可用。 A server does not answer.',
    hint: '请稍后重试。 Try again in a moment.',
  },
  SCHEMA_OUT_OF_DATE: {
    about: '数据库结构未更新。 The database has not been migrated.',
    message: '数据库结构未更新。 The database has not been migrated.',
    hint: '请管理员运行 hub migrate。 Have hub migrate run.',
  },
  TOO_COMPLEX: {
    about: '查询过大。 The query asks for too much.',
    message: '查询过大。 The query asks for too much.',
    hint: '请减小 first、层数或别名，或分开查询。 Use smaller pages, fewer levels or aliases, or several queries.',
  },
};

export const ProblemCode = words(
  'ProblemCode',
  '失败代码，封闭列表。 Why something was not done; a closed list.',
  Object.fromEntries(Object.entries(SAID).map(([code, { about }]) => [code, about])) as Record<
    FailureCode,
    string
  >,
);

@InterfaceType({ description: '未能办理的原因。 Why something was not done.' })
export abstract class Problem {
  /** Not `code`: a unit has one too, and both could not be asked for in one selection. */
  @word(ProblemCode, '失败代码。 The code of the failure.')
  problem!: FailureCode;

  @text('说明。 What is wrong.')
  message!: string;

  @text('可以怎么办。 What can be done about it.', OPTIONAL)
  hint!: string | null;
}

@Access(PUBLIC)
@ObjectType({
  implements: Problem,
  description: '没有，或不在可见范围内。 There is none, or none that you may see.',
})
export class NotFound extends Problem {}

@Access(PUBLIC)
@ObjectType({ implements: Problem, description: '未登录或无权。 Not signed in, or not allowed.' })
export class NotAllowed extends Problem {}

@Access(PUBLIC)
@ObjectType({ implements: Problem, description: '参数不成立。 An argument does not hold.' })
export class InvalidInput extends Problem {}

@Access(PUBLIC)
@ObjectType({ implements: Problem, description: '当前不能办理。 Not possible as things stand.' })
export class NotPossible extends Problem {}

export type ProblemName = 'NotFound' | 'NotAllowed' | 'InvalidInput' | 'NotPossible';

const BY_STATUS: Readonly<Record<number, ProblemName>> = {
  400: 'InvalidInput',
  401: 'NotAllowed',
  403: 'NotAllowed',
  404: 'NotFound',
};

export const problemName = (code: FailureCode): ProblemName =>
  BY_STATUS[FAILURES[code].httpStatus] ?? 'NotPossible';

export const isProblemName = (name: string): name is ProblemName =>
  name === 'NotFound' || name === 'NotAllowed' || name === 'InvalidInput' || name === 'NotPossible';

const inChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
const ends = (text: string): string => text.slice(text.indexOf('。 ') + 2);
const begins = (text: string): string => `${text.split('。')[0]}。`;

/**
 * A failure as it is shown: Chinese first, and with what to do. What is not found is told in the words of the table
 * alone, which are the same whether there is none or it may not be seen.
 */
export function explained({ code, message, hint }: Failure): Failure {
  const said = SAID[code];
  if (inChinese(message)) {
    const whole = /[a-z]{3}/i.test(message)
      ? message
      : `${message.replace(/。$/, '')}。 ${ends(said.message)}`;
    return { code, message: whole, hint: hint !== undefined && inChinese(hint) ? hint : said.hint };
  }
  return code === 'NOT_FOUND'
    ? byTable(code)
    : {
        code,
        message: `${begins(said.message)} ${message}`,
        hint: hint === undefined ? said.hint : `${begins(said.hint)} ${hint}`,
      };
}

const byTable = (code: FailureCode): Failure => ({
  code,
  message: SAID[code].message,
  hint: SAID[code].hint,
});

export const NOT_SIGNED_IN = byTable('NOT_SIGNED_IN');
export const NOT_ALLOWED = byTable('NOT_ALLOWED');
export const NOT_FOUND = byTable('NOT_FOUND');

/** A union of one data type and the problems that a root of its kind may have. */
export function resultOf(
  name: string,
  description: string,
  data: () => unknown,
  problems: readonly (new () => Problem)[],
): object {
  return createUnionType({
    name,
    description,
    types: () => [data(), ...problems] as never,
  });
}

/** What a list, one object, and a mutation may answer besides their data. */
export const LIST_PROBLEMS = [NotAllowed, InvalidInput];
export const ONE_PROBLEMS = [NotFound, NotAllowed, InvalidInput];
export const ACTION_PROBLEMS = [NotFound, NotAllowed, InvalidInput, NotPossible];
