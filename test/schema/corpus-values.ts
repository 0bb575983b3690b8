/** What the generated documents give as arguments: values that find something in the test city, and such that find nothing. */
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { cursor } from './asked';
import { codeOf, uuidOf } from './city';
import type { Dice } from './dice';

const DAYS = ['2020-02-01', '2020-03-15', '2026-11-02', '2026-11-03', '1999-01-01', '2999-12-31'];

/** By the name of the argument or of the member of a filter, where the type alone does not say it. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  code: [2, 4, 10, 40, 119, 120, 999_999].map(codeOf),
  unitCode: [1, 2, 3, 4, 10, 999_999].map(codeOf),
  codes: [[codeOf(3), codeOf(4), codeOf(999_999)], [codeOf(40), codeOf(80)], []],
  regionCode: ['371002', '371082', '371000', ''],
  industry: ['C', 'Z'],
  localCode: ['PARK-40', 'PARK-1'],
  nameContains: ['试验', '“3', '单位1', '%', '_', '\\', '"', '', '没有的'],
  subjectType: ['DESIGNATION', 'AGENCY_RECORD'],
  province: ['山东', '北京'],
  recipientId: ['credit', 'housing', 'nobody'],
  action: ['test.seed', 'test.hub', 'none'],
  actorId: ['system:test', 'city', "o'neill"],
  subjectId: ['-', '3', '77'],
  recordType: ['SOCIAL_INSURANCE', 'PAY_ORDER', 'NEGOTIATION'],
  roundId: [uuidOf(15, 1), uuidOf(15, 2), uuidOf(15, 999)],
  'reviewRound.id': [uuidOf(15, 1), uuidOf(15, 7), uuidOf(15, 999)],
  'reviewCase.id': [uuidOf(16, 1001), uuidOf(16, 1004), uuidOf(16, 1010), uuidOf(16, 9)],
};

const at = (minute: number, day = 1): string =>
  `2026-11-${String(day).padStart(2, '0')} 08:${String(minute).padStart(2, '0')}:00.123+00`;

const named = (unit: number): string => `2020-01-${String(1 + unit).padStart(2, '0')}`;

/** Cursors of rows that are there, most of them in the middle of their list. */
const CURSORS: Readonly<Record<string, readonly string[]>> = {
  units: [cursor('7'), cursor('39'), cursor('118'), cursor('120')],
  members: [cursor('21'), cursor('80')],
  matchCandidates: [cursor(uuidOf(1, 4)), cursor(uuidOf(1, 90))],
  designations: [cursor(named(4), uuidOf(2, 42)), cursor(named(10), uuidOf(2, 101))],
  flags: [cursor(uuidOf(9, 42)), cursor(uuidOf(10, 4)), cursor(uuidOf(11, 60))],
  listings: [cursor('2026-03-01', uuidOf(5, 4)), cursor('2026-03-01', uuidOf(5, 60))],
  deliveries: [cursor(at(4), uuidOf(12, 411)), cursor(at(10), uuidOf(12, 1_020))],
  recallCases: [cursor(uuidOf(8, 42)), cursor(uuidOf(8, 602))],
  recipients: [cursor('credit')],
  reviewRounds: [cursor(at(0, 3), uuidOf(15, 2)), cursor(at(0, 21), uuidOf(15, 20))],
  reviewCases: [cursor(uuidOf(16, 1_004)), cursor(uuidOf(16, 1_100)), cursor(uuidOf(16, 3_002))],
  'Unit.reviewCases': [cursor(at(0, 2), uuidOf(16, 1_004)), cursor(at(0, 5), uuidOf(16, 4_001))],
  'ReviewRound.reviewCases': [cursor('3'), cursor('77')],
  batches: [cursor('7'), cursor('113')],
  feeds: [cursor('court', 'JUDICIAL_CONFIRMATION'), cursor('hrss', 'PAY_ORDER')],
};

/** The field whose argument it is: its type and its name. */
export interface Owner {
  readonly type: string;
  readonly field: string;
}

const bare = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);

/** Undefined: this argument is not given. */
export function valueFor(dice: Dice, owner: Owner, name: string, declared: GraphQLInputType): unknown {
  const type = bare(declared);
  if (name === 'after') {
    const known = CURSORS[`${owner.type}.${owner.field}`] ?? CURSORS[owner.field];
    return known === undefined ? undefined : dice.one(known);
  }
  if (name === 'first') {
    return 1 + dice.below(owner.type === 'Query' ? 5 : 3);
  }
  if (isInputObjectType(type)) {
    const members = dice.some(Object.values(type.getFields()), dice.percent(60) ? 20 : 45);
    return Object.fromEntries(
      members.map((member) => [
        member.name,
        dice.percent(8) ? null : valueFor(dice, owner, member.name, member.type),
      ]),
    );
  }
  const known = VALUES[`${owner.field}.${name}`] ?? VALUES[name];
  if (known !== undefined) {
    return dice.one(known);
  }
  if (isEnumType(type)) {
    return dice.one(type.getValues()).name;
  }
  if (isScalarType(type) && type.name === 'Boolean') {
    return dice.percent(50);
  }
  if (isScalarType(type) && type.name === 'Date') {
    return dice.one(DAYS);
  }
  throw new Error(
    `nobody said what to give as ${owner.field}.${name}${isListType(type) ? ', a list' : ''}: add it to VALUES`,
  );
}
