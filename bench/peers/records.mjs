/**
 * The SQL of the peers that load in batches: a list of keys in, a list of rows for each key out, one prepared
 * statement each. The hub does more for the same answer: whose token it is, what its role may see, an audit entry
 * for each read, limits on what is asked. The peers do none of it.
 */

const SHORT = 50;
const PAGE = 20;

/** View and field of the schema → agency and record type. */
export const RECORD_TYPES = {
  HrssView: {
    socialInsurance: ['hrss', 'SOCIAL_INSURANCE'],
    integrityGrades: ['hrss', 'INTEGRITY_GRADE'],
    inspectionDecisions: ['hrss', 'INSPECTION_DECISION'],
  },
  UnionView: {
    unions: ['union', 'UNION_UNIT'],
    contracts: ['union', 'COLLECTIVE_CONTRACT'],
    congresses: ['union', 'WORKERS_CONGRESS'],
  },
  ConfederationView: { memberships: ['confederation', 'MEMBERSHIP'] },
  FederationView: { memberships: ['federation', 'MEMBERSHIP'], honours: ['federation', 'HONOUR'] },
  CourtView: {
    dishonestyEntries: ['court', 'DISHONESTY_ENTRY'],
    disputes: ['court', 'DISPUTE_OUTCOME'],
  },
};

const UNIT = 'u.id, u.code, u.name, u.kind, u.region_code as "regionCode", u.industry';

/** Rows say with `n` to which key they belong. */
async function lists(pool, name, text, values) {
  const { rows } = await pool.query({ name, text, values });
  const found = values[0].map(() => []);
  for (const row of rows) {
    found[row.n - 1].push(row);
  }
  return found;
}

export async function unitByCode(pool, code) {
  const { rows } = await pool.query({
    name: 'unit',
    text: `select ${UNIT} from unit u where u.code = $1`,
    values: [code],
  });
  return rows[0];
}

const HOLDS_TITLE = (parameter) => `exists (
  select from designation d
  where d.unit_id = u.id and d.level = ${parameter} and not exists (
    select from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED')))`;

/** In the order of ids; a condition that was not given is not in the text, so that each text has its own plan. */
export async function unitPage(pool, { filter, first, afterId }) {
  const size = first ?? PAGE;
  const given = [
    ['region', filter?.regionCode, (parameter) => `u.region_code = ${parameter}`],
    ['title', filter?.titleLevel, HOLDS_TITLE],
    ['after', afterId, (parameter) => `u.id > ${parameter}`],
  ].filter(([, value]) => value != null);
  const conditions = given.map(([, , condition], index) => condition(`$${index + 2}`));
  const { rows } = await pool.query({
    name: ['units', ...given.map(([name]) => name)].join(' '),
    text: `select ${UNIT} from unit u ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
           order by u.id limit $1`,
    values: [size + 1, ...given.map(([, value]) => value)],
  });
  return { rows: rows.slice(0, size), hasNextPage: rows.length > size };
}

export const unitNames = (pool, unitIds) =>
  lists(
    pool,
    'unit names',
    `select k.n::int, x.name, x.first_seen_on as "firstSeenOn"
     from unnest($1::bigint[]) with ordinality k (unit_id, n) join unit_name x on x.unit_id = k.unit_id
     order by k.n, x.first_seen_on desc, x.id desc`,
    [unitIds],
  );

/** Keys: unit, agency, record type, how many; of any agencies and types at once. */
export const presentRecords = (pool, keys) =>
  lists(
    pool,
    'present records',
    `select k.n::int, x.data
     from unnest($1::bigint[], $2::text[], $3::text[], $4::int[]) with ordinality k (unit_id, agency, record_type, size, n)
     cross join lateral (
       select r.id, r.observed_on, r.data
       from record_head h join agency_record r on r.id = h.record_id
       where h.unit_id = k.unit_id and h.agency = k.agency and h.record_type = k.record_type and h.state = 'PRESENT'
       order by r.observed_on desc, r.id desc
       limit k.size) x
     order by k.n, x.observed_on desc, x.id desc`,
    [
      keys.map((key) => key.unitId),
      keys.map((key) => key.agency),
      keys.map((key) => key.recordType),
      keys.map((key) => key.first ?? SHORT),
    ],
  );

/** Rows of one table for units, so many of each: keys are unit and how many. */
const ofUnits = (name, columns, from, order) => (pool, keys) =>
  lists(
    pool,
    name,
    `select k.n::int, x.*
     from unnest($1::bigint[], $2::int[]) with ordinality k (unit_id, size, n)
     cross join lateral (select ${columns} from ${from} where unit_id = k.unit_id order by ${order} limit k.size) x
     order by k.n, x.place`,
    [keys.map((key) => key.unitId), keys.map((key) => key.first ?? PAGE)],
  );

const placed = (order, columns) => `row_number() over (order by ${order}) as place, ${columns}`;

const TITLES = 'named_on desc, id desc';
export const designations = ofUnits(
  'designations',
  placed(TITLES, 'id, title, level, named_on as "namedOn"'),
  'designation',
  TITLES,
);

const FLAGS = 'id desc';
export const flags = ofUnits(
  'flags',
  placed(FLAGS, 'kind, state, version, effective_from as "effectiveFrom", effective_end as "effectiveEnd"'),
  'flag',
  FLAGS,
);

const CASES = 'opened_at desc, id desc';
export const reviewCases = ofUnits(
  'review cases',
  placed(CASES, 'verdict, rectify_by as "rectifyBy", as_of as "asOf"'),
  'review_case',
  CASES,
);

/** A title’s state: cancelled and lapsed are final, else what happened last. */
export async function titleStates(pool, designationIds) {
  const found = await lists(
    pool,
    'title states',
    `select k.n::int, x.kind
     from unnest($1::uuid[]) with ordinality k (designation_id, n)
     cross join lateral (
       select e.kind from designation_event e
       where e.designation_id = k.designation_id and e.kind <> 'REPORTED_UPWARD'
       order by (e.kind in ('CANCELLED', 'LAPSED')) desc,
         case when e.kind in ('CANCELLED', 'LAPSED') then e.version else -e.version end
       limit 1) x`,
    [designationIds],
  );
  const NAMED = new Set([undefined, 'NAMED', 'KEPT']);
  return found.map(([event]) => (NAMED.has(event?.kind) ? 'VALID' : event.kind));
}
