/** Two records of each type for each unit of the test city: one whole, one with nothing but what every record has. */
import { CONFEDERATION_SHAPES } from '../../src/agencies/confederation/shape';
import { COURT_SHAPES } from '../../src/agencies/court/shape';
import { FEDERATION_SHAPES } from '../../src/agencies/federation/shape';
import { HRSS_SHAPES } from '../../src/agencies/hrss/shape';
import { UNION_SHAPES } from '../../src/agencies/union/shape';
import type { Shape } from '../../src/store/shape';

const BODIES: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  hrss: HRSS_SHAPES,
  union: UNION_SHAPES,
  confederation: CONFEDERATION_SHAPES,
  federation: FEDERATION_SHAPES,
  court: COURT_SHAPES,
};

/** Words of closed lists, by record type and field; any other text is free. */
const WORDS: Readonly<Record<string, string>> = {
  'SOCIAL_INSURANCE.status': 'ACTIVE',
  'INTEGRITY_GRADE.grade': 'A',
  'INSPECTION_CASE.matter': 'WAGES',
  'INSPECTION_CASE.outcome': 'CORRECTED',
  'INSPECTION_DECISION.kind': 'PENALTY',
  'INSPECTION_DECISION.matter': 'HOURS',
  'LISTING_DECISION.ground': 'ART5_1',
  'LISTING_REMOVAL.kind': 'EARLY',
  'CONTRACT_REVIEW.result': 'NO_OBJECTION',
  'MEDIATION_BODY.kind': 'COMMITTEE',
  'COLLECTIVE_INCIDENT.kind': 'SAFETY',
  'NEGOTIATION.subject': 'WAGES',
  'COLLECTIVE_CONTRACT.kind': 'WAGES',
  'COLLECTIVE_CONTRACT.scope': 'REGIONAL',
  'UNION_LETTER.kind': 'OPINION',
  'UNION_LETTER.outcome': 'REFUSED',
  'HONOUR.level': 'CITY',
  'DISHONESTY_DELETION.kind': 'DELETION',
  'DISPUTE_OUTCOME.outcome': 'MEDIATED',
};

function sample(type: string, field: string, kind: string): unknown {
  switch (kind) {
    case 'int':
      return 2026;
    case 'boolean':
      return true;
    case 'date':
      return '2026-05-06';
    case 'numeric':
      // Bodies write it either way.
      return type === 'PAY_ORDER' ? 1_234_567.25 : '1234567.80';
    case 'text[]':
      return ['91371000MAT000001', '带“引号”, 和逗号'];
    default:
      return WORDS[`${type}.${field}`] ?? `${field} “${type}” \\ \n 末`;
  }
}

const whole = (type: string, shape: Shape): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape.fields).flatMap(([field, read]) =>
      read.kind === 'member' ? [[field, sample(type, field, read.type)]] : [],
    ),
  );

/** The row of a person whom the decision names: it must not be shown. */
const PERSON = '{"personRole":"LEGAL_REPRESENTATIVE","documentNo":"人员"}';

const insert = (agency: string, type: string, shape: Shape): string => {
  const data = JSON.stringify(whole(type, shape)).replaceAll("'", "''");
  return `
    insert into agency_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name,
      observed_on, effective_from, effective_to, data, original, digest, batch_id, received_at)
    select '${agency}', '${type}', '${agency}-${type}-' || n || '-' || v, 1, 1, 'PRESENT', n, 'x', case v when 1 then '名“' || n end,
      '2026-01-01'::date + n + v, case v when 1 then '2026-01-01'::date end, case v when 1 then '2027-01-01'::date end,
      case v when 1 then '${data}'::jsonb else '${type === 'LISTING_DECISION' ? PERSON : '{}'}' end, '{}', '\\x00', 1, '2026-11-01T08:00:00.5Z'
    from generate_series(1, 120) n, generate_series(1, 2) v where v = 1 or n % 10 = 0`;
};

export const RECORD_SEEDS: readonly string[] = [
  ...Object.entries(BODIES).flatMap(([agency, shapes]) =>
    Object.entries(shapes).map(([type, shape]) => insert(agency, type, shape)),
  ),
  // One of each type has been taken back by its source: it is kept, and no longer shown.
  `insert into record_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
   select agency, record_type, source_key, id, 1, case when unit_id = 3 then 'ABSENT' else 'PRESENT' end, unit_id, digest from agency_record`,
];
