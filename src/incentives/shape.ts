/** What of incentives can be asked for: who is eligible as of which date, and which part decided it. */
import { findRecordType } from '../agencies/registry';
import { expression, members, type RowPlace, shapeOf, shapeOfRows } from '../store/shape';
import { feedsOf } from './feeds';
import { loadMeasures } from './load-measures';
import { EligibilityTable } from './tables';

/**
 * Facts that came in after the assessment and were not worked in yet: until then the answer is PENDING.
 * Undone outbox rows are few, and a unit's records are found by its own index, so this costs next to nothing.
 */
const reassessmentDue = ({ row }: RowPlace): string =>
  `exists (select from outbox due where due.topic = 'FactsChanged' and due.done_at is null and exists (` +
  `select from record_head head join agency_record changed on changed.id = head.record_id ` +
  `where head.unit_id = ${row}.unit_id and changed.batch_id = (due.key->>'batchId')::bigint))`;

/** (measure, agency, record type, days after which the feed is late): dated data of ours, no word of a caller. */
const NEEDED = loadMeasures()
  .flatMap((measure) => feedsOf(measure).map((feed) => ({ measure: measure.id, ...feed })))
  .map(
    ({ measure, agency, recordType }) =>
      `('${measure}', '${agency}', '${recordType}', ${findRecordType(agency, recordType)?.limits.lateAfterDays ?? 0})`,
  )
  .join(', ');

/** A feed that the measure needs is late, held or was never delivered: what was found eligible is PENDING from that moment. */
export const sourceSilent = (measure: string, today: string): string =>
  `exists (select from (values ${NEEDED}) as needed (measure, agency, record_type, days) ` +
  `left join feed using (agency, record_type) where needed.measure = ${measure} and (feed.complete_as_of is null ` +
  `or feed.held_batch_id is not null or feed.complete_as_of < ${today} - needed.days))`;

/** What may be said now, whatever was found when it was assessed. */
const answerNow = (place: RowPlace): string =>
  `case when ${reassessmentDue(place)} or (${place.row}.answer = 'ELIGIBLE' and ` +
  `${sourceSilent(`${place.row}.measure`, place.environment('today'))}) then 'PENDING' else ${place.row}.answer end`;

export const eligibilityShape = shapeOf(EligibilityTable, {
  columns: ['id', 'measure', 'version', 'asOf', 'measureVersion', 'assessedAt'],
  more: {
    answer: expression('text', answerNow, 'not null'),
    assessedAnswer: expression('text', ({ row }) => `${row}.answer`, 'not null'),
    reassessmentDue: expression('boolean', reassessmentDue, 'not null'),
  },
});

/** One condition of a measure, an element of `eligibility.parts`. */
export const eligibilityPartShape = shapeOfRows(
  members('value', { name: 'text', state: 'text', basis: 'text', why: 'text', evidence: 'text[]' }),
);
