/** Eligibility: what leads to it. */
import { extend, list, OPTIONAL } from '../fields';
import { Unit } from '../units/types';
import { Eligibility, EligibilityPart } from './types';

extend(Eligibility, {
  parts: list(() => EligibilityPart, '各项条件。 Each condition.'),
});

extend(Unit, {
  eligibility: list(() => Eligibility, '激励资格，每项措施一条。 Eligibility, one per measure.', OPTIONAL),
});
