/** Peer: Mercurius with its own loaders and jit, pg. */
import DataLoader from 'dataloader';
import Fastify from 'fastify';
import mercurius from 'mercurius';
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
import { typeDefs } from './schema.mjs';
import { openPool, port, ready } from './settings.mjs';

const pool = openPool();

const viewOf = ({ id }) => ({ unitId: id });

const resolvers = {
  Query: {
    unit: async (_, { code }) => unitOr(await unitByCode(pool, code)),
    units: (_, page) => unitConnection(page, (wanted) => unitPage(pool, wanted)),
  },
  UnitResult: typeOf,
  UnitsResult: typeOf,
  Problem: typeOf,
  Unit: { hrss: viewOf, union: viewOf, confederation: viewOf, federation: viewOf, court: viewOf },
};

// No query asks for one thing twice, so what was loaded need not be remembered within a request.
const loader = (read) => ({ loader: read, opts: { cache: false } });

const connection = (read) =>
  loader(async (queries) => {
    const lists = await read(
      pool,
      queries.map(({ obj, params }) => ({ unitId: obj.id, first: params.first })),
    );
    return lists.map(edgesOf);
  });

// Loaders run field by field: the nine of a unit would be nine statements. What they ask in one tick goes together.
const presentRecordsTogether = new DataLoader((keys) => presentRecords(pool, keys), { cache: false });

const records = ([agency, recordType]) =>
  loader(async (queries) => {
    const lists = await Promise.all(
      queries.map(({ obj, params }) =>
        presentRecordsTogether.load({ unitId: obj.unitId, agency, recordType, first: params.first }),
      ),
    );
    return lists.map((rows) => rows.map(({ data }) => data));
  });

const views = Object.entries(RECORD_TYPES).map(([view, fields]) => [
  view,
  Object.fromEntries(Object.entries(fields).map(([field, types]) => [field, records(types)])),
]);

const idsOf = (queries) => queries.map(({ obj }) => obj.id);

const loaders = {
  ...Object.fromEntries(views),
  Unit: {
    names: loader((queries) => unitNames(pool, idsOf(queries))),
    designations: connection(designations),
    flags: connection(flags),
    reviewCases: connection(reviewCases),
  },
  Designation: { state: loader((queries) => titleStates(pool, idsOf(queries))) },
};

const app = Fastify({ logger: false });
await app.register(mercurius, { schema: typeDefs(), resolvers, loaders, jit: 1 });
await app.listen({ host: '127.0.0.1', port });
ready();
