/** Documents written by hand: shapes of operations and pages that a walk over the schema does not think of. */
import { type Asked, asked, cursor, PROBLEM } from './asked';
import { codeOf, uuidOf } from './city';

const CODE = codeOf(2);

const UNITS = `query ($filter: UnitFilter, $first: Int, $after: String) {
  units(filter: $filter, first: $first, after: $after) {
    ... on UnitConnection { edges { cursor node { code name } } pageInfo { hasNextPage endCursor } totalCount }
    ${PROBLEM}
  }
}`;

const shapes: readonly Asked[] = [
  asked(
    'aliases',
    `{ a: unit(code: "${CODE}") { ... on Unit { x: code y: code code } } b: unit(code: "${codeOf(5)}") { ... on Unit { z: name } } }`,
  ),
  asked(
    'type names everywhere',
    `{ __typename q: __typename units(first: 1) { __typename ... on UnitConnection { t: __typename edges { __typename node { __typename t: __typename region { __typename } } } pageInfo { __typename } } } }`,
  ),
  asked(
    'named and inline fragments',
    `query { unit(code: "${CODE}") { ...U ... on Unit { ... { kind } ... on Unit { names { ...N } } } ...P } }
    fragment U on Unit { code ...V } fragment V on Unit { name region { name } } fragment N on UnitName { name } fragment P on Problem { problem }`,
  ),
  asked(
    'the same field twice, merged',
    `{ unit(code: "${CODE}") { ... on Unit { region { code } } ... on Unit { region { name code } hrss { payOrders { amount } } } ... on Unit { hrss { payOrders { documentNo } socialInsurance { status } } } } }`,
  ),
  asked(
    'skip and include',
    `query ($yes: Boolean!, $no: Boolean!) { unit(code: "${CODE}") { ... on Unit { code @skip(if: $no) name @include(if: $no) kind @include(if: $yes) region @skip(if: $yes) { name } ... @include(if: $no) { industry } ...E @skip(if: $no) } } } fragment E on Unit { employees }`,
    { yes: true, no: false },
  ),
  asked(
    'skip and include the other way round',
    `query ($yes: Boolean!, $no: Boolean!) { unit(code: "${CODE}") { ... on Unit { code @skip(if: $no) name @include(if: $no) kind @include(if: $yes) region @skip(if: $yes) { name } ... @include(if: $no) { industry } ...E @skip(if: $no) } } } fragment E on Unit { employees }`,
    { yes: false, no: true },
  ),
  asked(
    'only a type name of a list',
    `{ units(first: 3) { ... on UnitConnection { edges { node { __typename } } } } }`,
  ),
  asked(
    'only a count',
    `{ units { ... on UnitConnection { totalCount } } designations { ... on DesignationConnection { n: totalCount } } }`,
  ),
  asked(
    'only page information',
    `{ units(first: 5) { ... on UnitConnection { pageInfo { hasNextPage endCursor } } } }`,
  ),
  asked(
    'the same page twice under two names',
    `{ units(first: 2) { ... on UnitConnection { a: edges { node { code } } b: edges { cursor } } } }`,
  ),
  asked(
    'one list in a list in a list',
    `{ reviewRounds(first: 2) { ... on ReviewRoundConnection { edges { node { title reviewCases(first: 2) { edges { node { number unit { designations(first: 2) { edges { node { title } } } } } } } } } } } }`,
  ),
  asked('two operations, one chosen by being alone', `query Only { health { service } }`),
  asked(
    'nobody is there',
    `{ unit(code: "${codeOf(999_999)}") { __typename ... on Unit { code } ${PROBLEM} } }`,
  ),
  asked(
    'a code that no check digit fits',
    `{ auditEntries(filter: { subjectId: "x'; drop table unit; --" }) { __typename ... on AuditEntryConnection { totalCount } ${PROBLEM} } }`,
  ),
  asked(
    'an unusual response key',
    `{ unit(code: "${CODE}") { ... on Unit { __proto__: code constructor: name } } }`,
  ),
];

const pages: readonly Asked[] = [
  asked('no variable given', UNITS, {}),
  asked('every variable null', UNITS, { filter: null, first: null, after: null }),
  asked('an empty filter', UNITS, { filter: {}, first: 2 }),
  asked('a page after a cursor', UNITS, { first: 3, after: cursor('7') }),
  asked('the last page', UNITS, { first: 100, after: cursor('115') }),
  asked('after the last row', UNITS, { first: 3, after: cursor('120') }),
  asked('filters together', UNITS, {
    filter: { kind: 'ENTERPRISE', regionCode: '371082', industry: 'C' },
    first: 3,
  }),
  asked('a filter whose members are partly null', UNITS, {
    filter: { kind: null, regionCode: '371002' },
    first: 2,
  }),
  asked('by codes', UNITS, { filter: { codes: [codeOf(3), codeOf(4), codeOf(999_999)] } }),
  asked('by no code at all', UNITS, { filter: { codes: [] } }),
  asked('by part of a name, with signs that LIKE knows', UNITS, {
    filter: { nameContains: '“1”\\ <&> ' },
    first: 2,
  }),
  asked('by a percent sign', UNITS, { filter: { nameContains: '%' } }),
  asked('by an underscore', UNITS, { filter: { nameContains: '_' } }),
  asked('by title', UNITS, { filter: { titleLevel: 'PROVINCE' }, first: 3 }),
  asked('by flag', UNITS, { filter: { activeFlag: 'INCENTIVE_ELIGIBILITY' }, first: 3 }),
  asked('by a flag that not all may see', UNITS, { filter: { activeFlag: 'JOINT_SANCTION' }, first: 3 }),
  asked(
    'literals in place of variables',
    `{ units(filter: { kind: ENTERPRISE, codes: ["${CODE}"] }, first: 1) { ... on UnitConnection { edges { node { code } } } } }`,
  ),
  asked(
    'a variable inside a literal',
    `query ($k: UnitKind, $c: [String!]) { units(filter: { kind: $k, codes: $c }, first: 2) { ... on UnitConnection { edges { node { code kind } } totalCount } } }`,
    { k: 'INDUSTRIAL_PARK' },
  ),
  asked(
    'a default of a variable',
    `query ($n: Int = 3) { units(first: $n) { ... on UnitConnection { edges { node { id } } } } }`,
    {},
  ),
  asked(
    'pages by two keys',
    `query ($a: String) { designations(first: 2, after: $a) { ... on DesignationConnection { edges { cursor node { namedOn } } pageInfo { hasNextPage endCursor } } } }`,
    { a: cursor('2020-04-28', uuidOf(2, 1181)) },
  ),
  asked(
    'pages by an instant',
    `query ($a: String) { deliveries(first: 2, after: $a) { ... on DeliveryConnection { edges { cursor node { createdAt laneSeq } } } } }`,
    { a: cursor('2026-11-01 09:00:00.123+00', uuidOf(12, 6020)) },
  ),
  asked(
    'pages below a row',
    `{ unit(code: "${codeOf(4)}") { ... on Unit { flags(first: 2, after: "${cursor(uuidOf(10, 4))}") { edges { cursor node { kind version } } pageInfo { hasNextPage } totalCount } } } }`,
  ),
  asked(
    'first given as null below a row',
    `{ unit(code: "${codeOf(4)}") { ... on Unit { flags(first: null) { totalCount edges { node { id } } } hrss { payOrders(first: null) { id } } } } }`,
  ),
];

export const SHAPES_BY_HAND: readonly Asked[] = [...shapes, ...pages];
