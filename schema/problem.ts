/** Expected failures as members of result unions: a code of the closed list, what is wrong, what to do. */
import { createUnionType, InterfaceType, ObjectType } from 'type-graphql';
import { FAILURES, type Failure, type FailureCode } from '../src/kernel/errors';
import { Access, PUBLIC } from './access';
import { OPTIONAL, text, word, words } from './fields';

const CODES: Readonly<Record<FailureCode, string>> = {
  NOT_SIGNED_IN: '没有令牌或令牌无效。 No token, or one that is not known.',
  NOT_ALLOWED: '此角色无权。 This role may not.',
  NOT_FOUND: '没有，或不在可见范围内。 There is none, or none that this role may see.',
  INVALID_INPUT: '参数不成立。 An argument does not hold.',
  INVALID_CODE: '代码不成立（长度、字符或校验位）。 A code does not hold (length, letters or check digit).',
  WRONG_STATE: '当前状态下不能这样做。 Not possible in the present state.',
  ALREADY_DONE: '已经办过。 It has been done before.',
  NO_RULE_IN_FORCE: '该地区该日期没有有效规则。 No rule is in force for that region and day.',
  EVIDENCE_MISSING: '缺少依据材料。 Evidence is missing.',
  DELIVERY_HELD: '推送被挂起。 The delivery is on hold.',
  CATALOGUE_INVALID: '目录数据有误。 A catalogue is not valid.',
  FEED_OUT_OF_BOUNDS: '数据批次超出界限，待核。 A delivered batch is out of bounds and on hold.',
  SOURCE_UNREADABLE: '来源无法读取。 A source cannot be read.',
  CONFIGURATION_INVALID: '配置有误。 The configuration is not valid.',
  SERVER_UNAVAILABLE: '服务暂不可用。 A server does not answer.',
  SCHEMA_OUT_OF_DATE: '数据库结构未更新。 The database has not been migrated.',
  TOO_COMPLEX: '查询过大。 The query asks for too much.',
};

export const ProblemCode = words(
  'ProblemCode',
  '失败代码，封闭列表。 Why something was not done; a closed list.',
  CODES,
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

/** A step says in English what is wrong; the code says it in Chinese first. */
export const inTwoLanguages = (failure: Failure): Failure =>
  /\p{Script=Han}/u.test(failure.message)
    ? failure
    : { ...failure, message: `${CODES[failure.code].split('。')[0]}。 ${failure.message}` };

export const NOT_SIGNED_IN: Failure = {
  code: 'NOT_SIGNED_IN',
  message: '请先登录。 Please sign in.',
  hint: '请求头加 Authorization: Bearer <令牌>。 Send the header Authorization: Bearer <token>.',
};

export const NOT_ALLOWED: Failure = {
  code: 'NOT_ALLOWED',
  message: '您的角色不能使用这一项。 Your role may not use this.',
  hint: '共享范围以政务数据共享目录为准。 What is shared follows from the sharing catalogue.',
};

export const NOT_FOUND: Failure = {
  code: 'NOT_FOUND',
  message: '没有找到，或不在您的可见范围内。 Not found, or not within what you may see.',
};

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
