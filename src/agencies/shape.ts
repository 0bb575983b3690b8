/** What of the bodies' deliveries can be asked for: feeds, batches, what was quarantined, and what every record has. */
import type { SqlType } from '../store/scalar-text';
import { type ColumnField, expression, members, type Shape, shapeOf, shapeOfRows } from '../store/shape';
import type { AgencyBody } from './agency';
import { type FeedState, feedState } from './feed-state';
import { AGENCIES, findRecordType } from './registry';
import { AgencyRecordTable, BatchTable, QuarantinedRowTable } from './tables';

export const batchShape = shapeOf(BatchTable, {
  columns: [
    'id',
    'agency',
    'recordType',
    'mode',
    'source',
    'asOf',
    'state',
    'reason',
    'rowsRead',
    'rowsAccepted',
    'rowsUnchanged',
    'rowsQuarantined',
    'rowsNew',
    'rowsChanged',
    'rowsAbsent',
    'receivedAt',
    'finishedAt',
  ],
});

/** Every feed there should be, whether anything ever came or not. */
const declared = AGENCIES.flatMap(({ recordTypes }) =>
  recordTypes.map(({ agency, name, mode }) => `('${agency}', '${name}', '${mode}')`),
).join(', ');

/** Rows of `feedShape`. */
export const KNOWN_FEEDS =
  `select known.agency, known.record_type, known.mode, feed.complete_as_of, feed.last_polled_at, ` +
  `feed.last_success_at, feed.last_error, feed.last_batch_id, feed.held_batch_id ` +
  `from (values ${declared}) known (agency, record_type, mode) left join feed ` +
  `on feed.agency = known.agency and feed.record_type = known.record_type`;

const read = (column: string, type: SqlType, nullable = true): ColumnField => ({
  kind: 'column',
  column,
  type,
  nullable,
});

const FEED_COLUMNS = {
  agency: read('agency', 'text', false),
  recordType: read('record_type', 'text', false),
  completeAsOf: read('complete_as_of', 'date'),
};

/** How far it can be relied on today, by the same function that facts are worked out with. */
const stateToday = (values: Readonly<Record<string, unknown>>): FeedState => {
  const { agency, recordType, completeAsOf, heldBatchId, today } = values as Record<string, string | null>;
  const type = findRecordType(agency as AgencyBody, recordType ?? '');
  if (type === null) {
    throw new TypeError(`no record type ${agency}/${recordType}`);
  }
  const feed = { completeAsOf: completeAsOf ?? null, heldBatchId: heldBatchId ?? null };
  return feedState(feed, type.limits, today ?? '');
};

const FEED_STATE_NEEDS = {
  ...FEED_COLUMNS,
  heldBatchId: read('held_batch_id', 'bigint'),
  today: expression('date', ({ environment }) => environment('today'), 'not null'),
};

export const feedShape = shapeOfRows({
  ...FEED_COLUMNS,
  mode: read('mode', 'text', false),
  lastPolledAt: read('last_polled_at', 'timestamptz'),
  lastSuccessAt: read('last_success_at', 'timestamptz'),
  lastError: read('last_error', 'text'),
  state: { kind: 'computed', needs: FEED_STATE_NEEDS, compute: (values) => stateToday(values).state },
  ageDays: {
    kind: 'computed',
    needs: FEED_STATE_NEEDS,
    compute: (values) => {
      const state = stateToday(values);
      return 'ageDays' in state ? state.ageDays : null;
    },
  },
});

/** The bytes of a row only to those who may see those of its body; null to all others. */
export const quarantinedRowShape = shapeOf(QuarantinedRowTable, {
  columns: ['id', 'rowNumber', 'field', 'reason'],
  more: {
    bytes: expression('bytea', ({ row, may }) => {
      const seen = AGENCIES.filter(({ body }) => may(`quarantine.${body}`)).map(({ body }) => `'${body}'`);
      return seen.length === 0
        ? 'null::bytea'
        : `case when (select b.agency from batch b where b.id = ${row}.batch_id) in (${seen.join(', ')}) then ${row}.bytes end`;
    }),
  },
});

/** Data fields of one record type, named as in its cleaned `data`. */
export type DataFields = Readonly<Record<string, SqlType>>;

export function recordShape(data: DataFields): Shape {
  return shapeOf(AgencyRecordTable, {
    columns: [
      'id',
      'sourceKey',
      'version',
      'unitName',
      'observedOn',
      'effectiveFrom',
      'effectiveTo',
      'receivedAt',
    ],
    more: members('data', data),
  });
}
