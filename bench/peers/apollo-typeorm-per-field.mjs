/** Peer: Apollo Server and TypeORM, a resolver for each relation that finds its entities; what most teams write. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { edgesOf, typeOf, unitConnection, unitOr } from './answers.mjs';
import { serveApollo } from './apollo.mjs';
import { RECORD_TYPES } from './records.mjs';
import { typeDefs } from './schema.mjs';
import { POOL } from './settings.mjs';
import * as entities from './typeorm-entities.mjs';

const { Designation, DesignationEvent, Flag, RecordHead, ReviewCase, Unit, UnitName } = entities;

const source = await new DataSource({
  type: 'postgres',
  url: POOL.connectionString,
  poolSize: POOL.max,
  entities: Object.values(entities),
  synchronize: false,
  logging: false,
}).initialize();

const SHORT = 50;
const PAGE = 20;

/** Units of a region, and those that hold a title of a level. */
async function pageOfUnits({ filter, first, afterId }) {
  const size = first ?? PAGE;
  const query = source
    .getRepository(Unit)
    .createQueryBuilder('unit')
    .orderBy('unit.id')
    .limit(size + 1);
  if (filter?.regionCode != null) {
    query.andWhere('unit.regionCode = :region', { region: filter.regionCode });
  }
  if (filter?.titleLevel != null) {
    const ended = query
      .subQuery()
      .select('1')
      .from(DesignationEvent, 'event')
      .where(`event.designationId = title.id and event.kind in ('CANCELLED', 'LAPSED')`);
    const title = query
      .subQuery()
      .select('1')
      .from(Designation, 'title')
      .where(`title.unitId = unit.id and title.level = :level and not exists ${ended.getQuery()}`);
    query.andWhere(`exists ${title.getQuery()}`, { level: filter.titleLevel });
  }
  if (afterId != null) {
    query.andWhere('unit.id > :afterId', { afterId });
  }
  const units = await query.getMany();
  return { rows: units.slice(0, size), hasNextPage: units.length > size };
}

const connection =
  (target, order) =>
  async ({ id }, { first }) =>
    edgesOf(await source.getRepository(target).find({ where: { unitId: id }, order, take: first ?? PAGE }));

const records =
  ([agency, recordType]) =>
  async ({ unitId }, { first }) => {
    const heads = await source.getRepository(RecordHead).find({
      where: { unitId, agency, recordType, state: 'PRESENT' },
      relations: { record: true },
      order: { record: { observedOn: 'DESC', id: 'DESC' } },
      take: first ?? SHORT,
    });
    return heads.map(({ record }) => record.data);
  };

/** Cancelled and lapsed are final, else what happened last. */
async function titleState({ id }) {
  const events = await source
    .getRepository(DesignationEvent)
    .find({ where: { designationId: id }, order: { version: 'ASC' } });
  const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'REPORTED_UPWARD');
  const last = kinds.find((kind) => kind === 'CANCELLED' || kind === 'LAPSED') ?? kinds.at(-1) ?? 'NAMED';
  return last === 'NAMED' || last === 'KEPT' ? 'VALID' : last;
}

const viewOf = ({ id }) => ({ unitId: id });

const views = Object.entries(RECORD_TYPES).map(([view, fields]) => [
  view,
  Object.fromEntries(Object.entries(fields).map(([field, types]) => [field, records(types)])),
]);

const resolvers = {
  ...Object.fromEntries(views),
  Query: {
    unit: async (_, { code }) => unitOr(await source.getRepository(Unit).findOneBy({ code })),
    units: (_, page) => unitConnection(page, pageOfUnits),
  },
  UnitResult: typeOf,
  UnitsResult: typeOf,
  Problem: typeOf,
  Unit: {
    names: ({ id }) =>
      source
        .getRepository(UnitName)
        .find({ where: { unitId: id }, order: { firstSeenOn: 'DESC', id: 'DESC' } }),
    designations: connection(Designation, { namedOn: 'DESC', id: 'DESC' }),
    flags: connection(Flag, { id: 'DESC' }),
    reviewCases: connection(ReviewCase, { openedAt: 'DESC', id: 'DESC' }),
    hrss: viewOf,
    union: viewOf,
    confederation: viewOf,
    federation: viewOf,
    court: viewOf,
  },
  Designation: { state: titleState },
};

await serveApollo({ typeDefs: typeDefs(), resolvers, context: () => ({}) });
