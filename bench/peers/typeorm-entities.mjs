/** The hub’s tables as entities, column by column, as a TypeORM project has them (without decorators: plain JavaScript). */
import { EntitySchema } from 'typeorm';

/** `observedOn: 'date'` → column observed_on; a question mark: it may be null. */
function entity(name, tableName, primary, columns, relations = {}) {
  const entries = Object.entries(columns).map(([property, type]) => [
    property,
    {
      name: property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      type: type.replace('?', ''),
      nullable: type.endsWith('?'),
      primary: primary.includes(property),
    },
  ]);
  return new EntitySchema({ name, tableName, columns: Object.fromEntries(entries), relations });
}

export const Unit = entity('Unit', 'unit', ['id'], {
  id: 'bigint',
  code: 'text?',
  kind: 'text',
  name: 'text',
  organisationCode: 'text?',
  localCode: 'text?',
  regionCode: 'text?',
  regionYear: 'int?',
  industry: 'text?',
  employees: 'int?',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
});

export const UnitName = entity('UnitName', 'unit_name', ['id'], {
  id: 'bigint',
  unitId: 'bigint',
  name: 'text',
  normalised: 'text',
  firstSeenOn: 'date',
  lastSeenOn: 'date?',
  source: 'text',
});

export const AgencyRecord = entity('AgencyRecord', 'agency_record', ['id'], {
  id: 'bigint',
  agency: 'text',
  recordType: 'text',
  sourceKey: 'text',
  version: 'int',
  state: 'text',
  unitId: 'bigint?',
  unitName: 'text?',
  observedOn: 'date',
  effectiveFrom: 'date?',
  effectiveTo: 'date?',
  data: 'jsonb',
  receivedAt: 'timestamptz',
});

export const RecordHead = entity(
  'RecordHead',
  'record_head',
  ['agency', 'recordType', 'sourceKey'],
  {
    agency: 'text',
    recordType: 'text',
    sourceKey: 'text',
    recordId: 'bigint',
    version: 'int',
    state: 'text',
    unitId: 'bigint?',
  },
  { record: { type: 'many-to-one', target: 'AgencyRecord', joinColumn: { name: 'record_id' } } },
);

export const Designation = entity('Designation', 'designation', ['id'], {
  id: 'uuid',
  unitId: 'bigint?',
  unitKind: 'text',
  name: 'text',
  title: 'text',
  level: 'text',
  honourType: 'text',
  namingBody: 'text?',
  documentNo: 'text?',
  province: 'text?',
  namedOn: 'date',
  source: 'text',
  recordedAt: 'timestamptz',
});

export const DesignationEvent = entity('DesignationEvent', 'designation_event', ['id'], {
  id: 'uuid',
  designationId: 'uuid',
  version: 'int',
  kind: 'text',
  onDate: 'date',
  documentNo: 'text?',
  decisionId: 'uuid?',
  recordedAt: 'timestamptz',
});

export const Flag = entity('Flag', 'flag', ['id'], {
  id: 'uuid',
  unitId: 'bigint',
  kind: 'text',
  subject: 'text',
  version: 'int',
  state: 'text',
  effectiveFrom: 'date',
  effectiveEnd: 'date?',
  basis: 'jsonb',
  decisionType: 'text',
  decisionId: 'text',
  eventId: 'uuid?',
  reason: 'text',
  recordedAt: 'timestamptz',
});

export const ReviewCase = entity(
  'ReviewCase',
  'review_case',
  ['id'],
  {
    id: 'uuid',
    roundId: 'uuid',
    number: 'int',
    unitId: 'bigint',
    designationId: 'uuid',
    catalogueId: 'text',
    asOf: 'date',
    verdictId: 'uuid?',
    verdict: 'text?',
    rectifyBy: 'date?',
    openedAt: 'timestamptz',
    evaluatedAt: 'timestamptz?',
    closedAt: 'timestamptz?',
  },
  { unit: { type: 'many-to-one', target: 'Unit', joinColumn: { name: 'unit_id' } } },
);

export const Verdict = entity('Verdict', 'verdict', ['id'], {
  id: 'uuid',
  caseId: 'uuid',
  version: 'int',
  verdict: 'text',
  findings: 'json',
  catalogueId: 'text',
  engine: 'text',
  facts: 'json',
  factsDigest: 'bytea',
  asOf: 'date',
  evaluatedAt: 'timestamptz',
});

export const CaseStep = entity('CaseStep', 'case_step', ['id'], {
  id: 'uuid',
  caseId: 'uuid',
  version: 'int',
  action: 'text',
  state: 'text',
  onDate: 'date',
  detail: 'jsonb',
  actorId: 'text',
  actorName: 'text',
  actorBody: 'text?',
  recordedAt: 'timestamptz',
});

export const CaseMaterial = entity('CaseMaterial', 'case_material', ['id'], {
  id: 'uuid',
  unitId: 'bigint',
  kind: 'text',
  element: 'text?',
  number: 'text?',
  onDate: 'date',
  data: 'jsonb',
  reason: 'text?',
});
