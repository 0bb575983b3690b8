/** Titles at the edge: their rows, who may see them, and what leads to and from them. */
import {
  bodyOpinionShape,
  designationEventShape,
  designationShape,
  seenEvents,
  titleDecisionShape,
  titleStateText,
} from '../../src/designations/shape';
import {
  connection,
  downwards,
  elements,
  entity,
  equals,
  IN_PLACE,
  type LinkSet,
  many,
  one,
  pointedAt,
  pointing,
  unitInRegion,
  upwards,
  when,
} from '../entity';

const newest = downwards(['named_on', 'date'], ['id', 'uuid']);

export const DESIGNATION_ENTITIES = [
  entity('Designation', designationShape, {
    region: unitInRegion(),
    links: {
      unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }),
      events: many({
        to: 'TitleEvent',
        where: [pointing('designation_id')],
        order: upwards(['version', 'int']),
      }),
      decisions: many({
        to: 'TitleDecision',
        where: [pointing('designation_id')],
        order: downwards(['recorded_at', 'timestamptz'], ['id', 'uuid']),
      }),
    },
  }),
  entity('TitleEvent', designationEventShape, { scope: seenEvents }),
  entity('TitleDecision', titleDecisionShape, {
    links: { opinions: many({ to: 'BodyOpinion', from: elements('opinions'), order: IN_PLACE }) },
  }),
  entity('BodyOpinion', bodyOpinionShape),
];

export const DESIGNATIONS_OF_UNIT: LinkSet = {
  designations: connection({
    to: 'Designation',
    where: [pointing('unit_id')],
    order: newest,
    sameUnit: true,
  }),
};

const state = (value: string, row: string) => `${titleStateText(row)} = ${value}`;

export const DESIGNATION_ROOTS: LinkSet = {
  designations: connection({
    to: 'Designation',
    where: [
      equals('filter.level', 'text', 'level'),
      equals('filter.unitKind', 'text', 'unit_kind'),
      equals('filter.honourType', 'text', 'honour_type'),
      equals('filter.province', 'text', 'province'),
      when('filter.state', 'text', state),
      when('filter.nameContains', 'text', (value, row) => `strpos(${row}.name, ${value}) > 0`),
      when('filter.attached', 'boolean', (value, row) => `(${row}.unit_id is not null) = ${value}`),
      when('filter.namedFrom', 'date', (value, row) => `${row}.named_on >= ${value}`),
      when('filter.namedBefore', 'date', (value, row) => `${row}.named_on < ${value}`),
    ],
    order: newest,
  }),
};
