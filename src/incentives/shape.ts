/** What of incentives can be asked for: who is eligible as of which date, and which part decided it. */
import { expression, members, type RowPlace, shapeOf, shapeOfRows } from '../store/shape';
import { EligibilityTable } from './tables';

/**
 * Facts that came in after the assessment and were not worked in yet: until then the answer is PENDING.
 * Undone outbox rows are few, and a unit's records are found by its own index, so this costs next to nothing.
 */
const reassessmentDue = ({ row }: RowPlace): string =>
  `exists (select from outbox due where due.topic = 'FactsChanged' and due.done_at is null and exists (` +
  `select from record_head head join agency_record changed on changed.id = head.record_id ` +
  `where head.unit_id = ${row}.unit_id and changed.batch_id = (due.key->>'batchId')::bigint))`;

export const eligibilityShape = shapeOf(EligibilityTable, {
  columns: ['id', 'measure', 'version', 'asOf', 'measureVersion', 'assessedAt'],
  more: {
    answer: expression(
      'text',
      (place) => `case when ${reassessmentDue(place)} then 'PENDING' else ${place.row}.answer end`,
      'not null',
    ),
    assessedAnswer: expression('text', ({ row }) => `${row}.answer`, 'not null'),
    reassessmentDue: expression('boolean', reassessmentDue, 'not null'),
  },
});

/** One condition of a measure, an element of `eligibility.parts`. */
export const eligibilityPartShape = shapeOfRows(
  members('value', { name: 'text', state: 'text', basis: 'text', why: 'text', evidence: 'text[]' }),
);
