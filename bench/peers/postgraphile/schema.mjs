/** What a PostGraphile team adds to the schema made from the tables: undeclared keys, views of records, a filter. */
import { TYPES } from 'postgraphile/@dataplan/pg';
import { sql } from 'postgraphile/pg-sql2';
import { addPgTableCondition, extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils';
import { RECORD_TYPES } from '../records.mjs';

/** The hub declares no foreign key on its record tables, for COPY’s sake; here they lead from unit to record. */
export const undeclaredKeys = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      record_head: {
        tags: {
          foreignKey: [
            '(unit_id) references unit (id)|@behavior -manyToMany',
            '(record_id) references agency_record (id)',
          ],
        },
      },
    },
  },
});

export const unitsByTitleLevel = addPgTableCondition(
  { schemaName: 'public', tableName: 'unit' },
  'titleLevel',
  ({ graphql }) => ({ type: graphql.GraphQLString }),
  (level, { sqlTableAlias, sqlValueWithCodec }) => sql`exists (
    select from designation d
    where d.unit_id = ${sqlTableAlias}.id and d.level = ${sqlValueWithCodec(level, TYPES.text)} and not exists (
      select from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED')))`,
);

/** Record type → what is asked of its data. */
const FIELDS = {
  SocialInsurance: { status: 'String', insuredCount: 'Int', registeredOn: 'String' },
  IntegrityGrade: { evaluatedYear: 'Int', grade: 'String', publishedOn: 'String' },
  InspectionDecision: { documentNo: 'String', kind: 'String', matter: 'String', decidedOn: 'String' },
  UnionUnit: { unionName: 'String', establishedOn: 'String' },
  CollectiveContract: {
    contractNo: 'String',
    kind: 'String',
    termFrom: 'String',
    termTo: 'String',
    coversWages: 'Boolean',
  },
  WorkersCongress: { heldOn: 'String', present: 'Int', total: 'Int' },
  FederationMembership: { joinedOn: 'String', role: 'String' },
  FederationHonour: { title: 'String', level: 'String' },
  DishonestyEntry: { caseNo: 'String', listedOn: 'String' },
  DisputeOutcome: { caseNo: 'String', outcome: 'String', closedOn: 'String' },
};

const VIEWS = {
  HrssView: {
    socialInsurance: 'SocialInsurance',
    integrityGrades: 'IntegrityGrade',
    inspectionDecisions: 'InspectionDecision',
  },
  UnionView: { unions: 'UnionUnit', contracts: 'CollectiveContract', congresses: 'WorkersCongress' },
  FederationView: { memberships: 'FederationMembership', honours: 'FederationHonour' },
  CourtView: { dishonestyEntries: 'DishonestyEntry', disputes: 'DisputeOutcome' },
};

const CODECS = { String: TYPES.text, Int: TYPES.int, Boolean: TYPES.boolean };
const CASTS = { String: sql``, Int: sql`::int`, Boolean: sql`::boolean` };

const mapped = (object, map) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));

const fieldsText = (fields, text) =>
  Object.entries(fields)
    .map(([field, type]) => text(field, type))
    .join(' ');

const typeDefs = `
  extend type Unit { hrss: HrssView! union: UnionView! federation: FederationView! court: CourtView! }
  extend type Designation { state: String! }
  ${Object.entries(VIEWS)
    .map(
      ([view, fields]) =>
        `type ${view} { ${fieldsText(fields, (f, type) => `${f}(first: Int = 50): [${type}!]`)} }`,
    )
    .join('\n')}
  ${Object.entries(FIELDS)
    .map(([name, fields]) => `type ${name} { ${fieldsText(fields, (f, type) => `${f}: ${type}`)} }`)
    .join('\n')}
`;

const self = ($step) => $step;

/** The present records of one type, newest first. */
const recordsPlan =
  ([agency, recordType]) =>
  ($unit, { $first }) => {
    const $heads = $unit.manyRelation('recordHeadsByTheirUnitId');
    const head = $heads.alias;
    $heads.where(
      sql`${head}.agency = ${sql.literal(agency)} and ${head}.record_type = ${sql.literal(recordType)} and ${head}.state = 'PRESENT'`,
    );
    $heads.orderBy({
      fragment: sql`(select r.observed_on from agency_record r where r.id = ${head}.record_id)`,
      codec: TYPES.date,
      direction: 'DESC',
    });
    $heads.orderBy({ fragment: sql`${head}.record_id`, codec: TYPES.bigint, direction: 'DESC' });
    $heads.setOrderIsUnique();
    $heads.setFirst($first);
    return $heads;
  };

const dataPlan = (type, field) => ($head) => {
  const $record = $head.singleRelation('agencyRecordByMyRecordId');
  return $record.select(
    sql`(${$record.getClassStep().alias}.data->>${sql.literal(field)})${CASTS[type]}`,
    CODECS[type],
  );
};

/** Cancelled and lapsed are final, else what happened last. */
const statePlan = ($designation) =>
  $designation.select(
    sql`coalesce((
      select case when e.kind in ('KEPT', 'NAMED') then 'VALID' else e.kind end
      from designation_event e
      where e.designation_id = ${$designation.getClassStep().alias}.id and e.kind <> 'REPORTED_UPWARD'
      order by (e.kind in ('CANCELLED', 'LAPSED')) desc,
        case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
      limit 1), 'VALID')`,
    TYPES.text,
  );

export const viewsOfRecords = extendSchema({
  typeDefs: gql`${typeDefs}`,
  objects: {
    Unit: { plans: { hrss: self, union: self, federation: self, court: self } },
    Designation: { plans: { state: statePlan } },
    ...mapped(VIEWS, (fields, view) => ({
      plans: mapped(fields, (_, field) => recordsPlan(RECORD_TYPES[view][field])),
    })),
    ...mapped(FIELDS, (fields) => ({ plans: mapped(fields, dataPlan) })),
  },
});
