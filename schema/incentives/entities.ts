/** Eligibility at the edge: the last assessment of each measure. */
import { eligibilityPartShape, eligibilityShape } from '../../src/incentives/shape';
import { elements, entity, IN_PLACE, type LinkSet, many, pointing, unitInRegion, upwards } from '../entity';

export const ELIGIBILITY_ENTITIES = [
  entity('Eligibility', eligibilityShape, {
    region: unitInRegion(),
    links: { parts: many({ to: 'EligibilityPart', from: elements('parts'), order: IN_PLACE }) },
  }),
  entity('EligibilityPart', eligibilityPartShape),
];

export const ELIGIBILITY_OF_UNIT: LinkSet = {
  eligibility: many({
    to: 'Eligibility',
    where: [
      pointing('unit_id'),
      ({ row }) =>
        `${row}.version = (select max(later.version) from eligibility later ` +
        `where later.unit_id = ${row}.unit_id and later.measure = ${row}.measure)`,
    ],
    order: upwards(['measure', 'text']),
    sameUnit: true,
  }),
};
