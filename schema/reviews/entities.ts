/** Reviews at the edge: their rows, who may see them, and what leads to and from them. */
import {
  caseMaterialShape,
  caseStepShape,
  elementFindingShape,
  findingParameterShape,
  findingShape,
  ROUND_PROGRESS,
  reviewCaseShape,
  reviewRoundShape,
  roundProgressShape,
  verdictShape,
} from '../../src/reviews/shape';
import type { LinkPlace } from '../../src/store/selection';
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

const newest = downwards(['id', 'uuid']);
const lastVersion = downwards(['version', 'int']);

/** Counted over the cases that the actor may see. */
const progress = ({ row, parent, regional, environment }: LinkPlace): string => {
  const seen = regional ? ` and ${unitInRegion()({ ...PLACE, row: 'counted', environment })}` : '';
  return `(select ${ROUND_PROGRESS} from review_case counted where counted.round_id = ${parent}.id${seen}) ${row}`;
};

const PLACE = { regional: true, may: () => false };

export const REVIEW_ENTITIES = [
  entity('ReviewRound', reviewRoundShape, {
    links: {
      progress: one({ to: 'RoundProgress', from: progress }),
      reviewCases: connection({
        to: 'ReviewCase',
        where: [pointing('round_id')],
        order: upwards(['number', 'int']),
      }),
    },
  }),
  entity('RoundProgress', roundProgressShape),
  entity('ReviewCase', reviewCaseShape, {
    region: unitInRegion(),
    links: {
      round: one({ to: 'ReviewRound', where: [pointedAt('round_id')] }),
      unit: one({ to: 'Unit', where: [pointedAt('unit_id')], sameUnit: true }),
      designation: one({ to: 'Designation', where: [pointedAt('designation_id')], sameUnit: true }),
      latestVerdict: one({ to: 'Verdict', where: [pointing('case_id')], order: lastVersion }),
      verdicts: many({ to: 'Verdict', where: [pointing('case_id')], order: lastVersion }),
      materials: many({
        to: 'CaseMaterial',
        where: [({ row, parent }) => `${row}.unit_id = ${parent}.unit_id`],
        order: downwards(['on_date', 'date'], ['id', 'uuid']),
      }),
      steps: many({ to: 'CaseStep', where: [pointing('case_id')], order: upwards(['version', 'int']) }),
      decisions: many({ to: 'TitleDecision', where: [pointing('case_id')], order: newest }),
    },
  }),
  entity('Verdict', verdictShape, {
    links: { findings: many({ to: 'Finding', from: elements('findings'), order: IN_PLACE }) },
  }),
  entity('Finding', findingShape, {
    links: { elements: many({ to: 'ElementFinding', from: elements('value', 'elements'), order: IN_PLACE }) },
  }),
  entity('ElementFinding', elementFindingShape, {
    links: {
      parameters: many({ to: 'FindingParameter', from: elements('value', 'parameters'), order: IN_PLACE }),
    },
  }),
  entity('FindingParameter', findingParameterShape),
  entity('CaseMaterial', caseMaterialShape),
  entity('CaseStep', caseStepShape),
];

export const REVIEWS_OF_UNIT: LinkSet = {
  reviewCases: connection({
    to: 'ReviewCase',
    where: [pointing('unit_id')],
    order: downwards(['opened_at', 'timestamptz'], ['id', 'uuid']),
    sameUnit: true,
  }),
};

export const REVIEWS_OF_DESIGNATION: LinkSet = {
  reviewCases: connection({
    to: 'ReviewCase',
    where: [pointing('designation_id')],
    order: newest,
    sameUnit: true,
  }),
};

const ofUnit = (column: string) => (value: string, row: string) =>
  `${row}.unit_id in (select u.id from unit u where u.${column} = ${value})`;

export const REVIEW_ROOTS: LinkSet = {
  reviewRounds: connection({
    to: 'ReviewRound',
    order: downwards(['opened_at', 'timestamptz'], ['id', 'uuid']),
  }),
  reviewRound: one({ to: 'ReviewRound', where: [equals('id', 'uuid', 'id')] }),
  reviewCase: one({ to: 'ReviewCase', where: [equals('id', 'uuid', 'id')] }),
  reviewCases: connection({
    to: 'ReviewCase',
    where: [
      equals('filter.roundId', 'uuid', 'round_id'),
      equals('filter.verdict', 'text', 'verdict'),
      when('filter.evaluated', 'boolean', (value, row) => `(${row}.evaluated_at is not null) = ${value}`),
      when('filter.unitCode', 'text', ofUnit('code')),
      when('filter.regionCode', 'text', ofUnit('region_code')),
    ],
    order: newest,
  }),
};
