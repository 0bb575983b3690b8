/** A clean row as it goes into the scratch table: persons sealed, canonical texts and digest made. */
import { sha256Hex } from '../kernel/digest';
import { normaliseName } from '../units/name';
import type { CleanRow, RecordType } from './agency';
import { type PersonKey, sealPerson } from './person';
import { canonicalOf, type RecordContent } from './record';
import { PERSON_COMMITMENT } from './record-type';

export const STAGE_COLUMNS = [
  'load_id',
  'row_number',
  'source_key',
  'source_version',
  'unit_code',
  'organisation_code',
  'unit_name',
  'name_normalised',
  'observed_on',
  'effective_from',
  'effective_to',
  'data',
  'original',
  'digest',
  'raw_digest',
  'person_commitment',
  'person_ciphertext',
  'person_key_id',
] as const;

/** In the order of STAGE_COLUMNS. */
export type PreparedRow = readonly (string | number | Buffer | null)[];

/** `rawDigest`: in hex, as all digests of rows are: a small Buffer for each would cost more than all else. */
export function prepareRow(
  loadId: string,
  type: RecordType,
  key: PersonKey,
  row: CleanRow,
  rawDigest: string,
): PreparedRow {
  const context = { agency: type.agency, recordType: type.name, sourceKey: row.sourceKey };
  const sealed = row.person === null ? null : sealPerson(key, context, row.person);
  const data = type.namesPersons
    ? { ...row.data, [PERSON_COMMITMENT]: sealed?.commitment.toString('hex') ?? null }
    : row.data;
  // The canonical texts of both: the reader put flat values together in sorted order.
  const dataText = JSON.stringify(data);
  const originalText = JSON.stringify(row.original);
  const said: Omit<RecordContent, 'data' | 'original'> = {
    agency: type.agency,
    recordType: type.name,
    sourceKey: row.sourceKey,
    sourceVersion: row.sourceVersion,
    unitCode: row.unitCode ?? row.organisationCode,
    unitName: row.unitName,
    observedOn: row.observedOn,
    effectiveFrom: row.effectiveFrom,
    effectiveTo: row.effectiveTo,
  };
  const digest = `\\x${sha256Hex(canonicalOf(said, dataText, originalText))}`;
  return [
    loadId,
    row.number,
    row.sourceKey,
    row.sourceVersion,
    row.unitCode,
    row.organisationCode,
    row.unitName,
    normaliseName(row.unitName),
    row.observedOn,
    row.effectiveFrom,
    row.effectiveTo,
    dataText,
    originalText,
    digest,
    `\\x${rawDigest}`,
    sealed?.commitment ?? null,
    sealed?.ciphertext ?? null,
    sealed?.keyId ?? null,
  ];
}
