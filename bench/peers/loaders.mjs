/** DataLoaders for one request over the shared SQL, and the resolvers that ask them. */
import DataLoader from 'dataloader';
import { edgesOf, typeOf, unitConnection, unitOr } from './answers.mjs';
import {
  designations,
  flags,
  presentRecords,
  RECORD_TYPES,
  reviewCases,
  titleStates,
  unitByCode,
  unitNames,
  unitPage,
} from './records.mjs';

const loader = (pool, read, cacheKeyFn) => new DataLoader((keys) => read(pool, keys), { cacheKeyFn });

const listKey = ({ unitId, first }) => `${unitId} ${first}`;
const recordKey = ({ unitId, agency, recordType, first }) => `${unitId} ${agency} ${recordType} ${first}`;

/** The context of a request. */
export const contextOver = (pool) => ({
  pool,
  names: loader(pool, unitNames),
  records: loader(pool, presentRecords, recordKey),
  designations: loader(pool, designations, listKey),
  flags: loader(pool, flags, listKey),
  reviewCases: loader(pool, reviewCases, listKey),
  titleStates: loader(pool, titleStates),
});

export const viewOf = ({ id }) => ({ unitId: id });

const connection =
  (name) =>
  async ({ id }, { first }, context) =>
    edgesOf(await context[name].load({ unitId: id, first }));

const records =
  ([agency, recordType]) =>
  async ({ unitId }, { first }, context) =>
    (await context.records.load({ unitId, agency, recordType, first })).map(({ data }) => data);

/** Fields of each view, every one a list of records. */
export const viewResolvers = Object.fromEntries(
  Object.entries(RECORD_TYPES).map(([view, fields]) => [
    view,
    Object.fromEntries(Object.entries(fields).map(([field, types]) => [field, records(types)])),
  ]),
);

export const unitResolvers = {
  Query: {
    unit: async (_, { code }, { pool }) => unitOr(await unitByCode(pool, code)),
    units: (_, page, { pool }) => unitConnection(page, (wanted) => unitPage(pool, wanted)),
  },
  UnitResult: typeOf,
  UnitsResult: typeOf,
  Problem: typeOf,
  Unit: {
    names: ({ id }, _, context) => context.names.load(id),
    designations: connection('designations'),
    flags: connection('flags'),
    reviewCases: connection('reviewCases'),
  },
  Designation: { state: ({ id }, _, context) => context.titleStates.load(id) },
};

export const resolvers = {
  ...unitResolvers,
  ...viewResolvers,
  Unit: {
    ...unitResolvers.Unit,
    hrss: viewOf,
    union: viewOf,
    confederation: viewOf,
    federation: viewOf,
    court: viewOf,
  },
};
