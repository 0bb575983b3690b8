/** The tables of this room: what the bodies delivered. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('batch')
export class BatchTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  agency!: string;

  @Column({ type: 'text', name: 'record_type' })
  recordType!: string;

  @Column({ type: 'text' })
  mode!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'bytea', nullable: true })
  digest!: Buffer | null;

  @Column({ type: 'date', name: 'as_of' })
  asOf!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'int', name: 'rows_read' })
  rowsRead!: number;

  @Column({ type: 'int', name: 'rows_accepted' })
  rowsAccepted!: number;

  @Column({ type: 'int', name: 'rows_unchanged' })
  rowsUnchanged!: number;

  @Column({ type: 'int', name: 'rows_quarantined' })
  rowsQuarantined!: number;

  @Column({ type: 'int', name: 'rows_new' })
  rowsNew!: number;

  @Column({ type: 'int', name: 'rows_changed' })
  rowsChanged!: number;

  @Column({ type: 'int', name: 'rows_absent' })
  rowsAbsent!: number;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}

@Entity('feed')
export class FeedTable {
  @PrimaryColumn({ type: 'text' })
  agency!: string;

  @PrimaryColumn({ type: 'text', name: 'record_type' })
  recordType!: string;

  @Column({ type: 'text' })
  mode!: string;

  @Column({ type: 'text', nullable: true })
  cursor!: string | null;

  @Column({ type: 'bigint', name: 'last_batch_id', nullable: true })
  lastBatchId!: string | null;

  @Column({ type: 'bigint', name: 'held_batch_id', nullable: true })
  heldBatchId!: string | null;

  @Column({ type: 'bigint', name: 'refused_batch_id', nullable: true })
  refusedBatchId!: string | null;

  @Column({ type: 'date', name: 'complete_as_of', nullable: true })
  completeAsOf!: string | null;

  @Column({ type: 'timestamptz', name: 'last_polled_at', nullable: true })
  lastPolledAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'last_success_at', nullable: true })
  lastSuccessAt!: Date | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column({ type: 'text', name: 'seen_state', nullable: true })
  seenState!: string | null;

  @Column({ type: 'jsonb' })
  profile!: unknown;
}

@Entity('taken_file')
export class TakenFileTable {
  @PrimaryColumn({ type: 'text' })
  agency!: string;

  @PrimaryColumn({ type: 'text', name: 'record_type' })
  recordType!: string;

  @PrimaryColumn({ type: 'text' })
  file!: string;

  @Column({ type: 'timestamptz', name: 'taken_at' })
  takenAt!: Date;
}

@Entity('held_row')
export class HeldRowTable {
  @PrimaryColumn({ type: 'bigint', name: 'batch_id' })
  batchId!: string;

  @PrimaryColumn({ type: 'int', name: 'row_number' })
  rowNumber!: number;

  @Column({ type: 'jsonb' })
  row!: unknown;
}

@Entity('agency_record')
export class AgencyRecordTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  agency!: string;

  @Column({ type: 'text', name: 'record_type' })
  recordType!: string;

  @Column({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'int', name: 'source_version', nullable: true })
  sourceVersion!: number | null;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'bigint', name: 'unit_id', nullable: true })
  unitId!: string | null;

  @Column({ type: 'text', name: 'unit_code', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'text', name: 'unit_name', nullable: true })
  unitName!: string | null;

  @Column({ type: 'date', name: 'observed_on' })
  observedOn!: string;

  @Column({ type: 'date', name: 'effective_from', nullable: true })
  effectiveFrom!: string | null;

  @Column({ type: 'date', name: 'effective_to', nullable: true })
  effectiveTo!: string | null;

  @Column({ type: 'jsonb' })
  data!: unknown;

  @Column({ type: 'jsonb' })
  original!: unknown;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'bigint', name: 'batch_id' })
  batchId!: string;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;
}

@Entity('record_head')
export class RecordHeadTable {
  @PrimaryColumn({ type: 'text' })
  agency!: string;

  @PrimaryColumn({ type: 'text', name: 'record_type' })
  recordType!: string;

  @PrimaryColumn({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @Column({ type: 'bigint', name: 'record_id' })
  recordId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'bigint', name: 'unit_id', nullable: true })
  unitId!: string | null;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'bytea', name: 'raw_digest', nullable: true })
  rawDigest!: Buffer | null;
}

@Entity('import_stage')
export class ImportStageTable {
  @PrimaryColumn({ type: 'bigint', name: 'load_id' })
  loadId!: string;

  @PrimaryColumn({ type: 'int', name: 'row_number' })
  rowNumber!: number;

  @Column({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @Column({ type: 'int', name: 'source_version', nullable: true })
  sourceVersion!: number | null;

  @Column({ type: 'text', name: 'unit_code', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'text', name: 'organisation_code', nullable: true })
  organisationCode!: string | null;

  @Column({ type: 'text', name: 'unit_name', nullable: true })
  unitName!: string | null;

  @Column({ type: 'text', name: 'region_code', nullable: true })
  regionCode!: string | null;

  @Column({ type: 'date', name: 'observed_on' })
  observedOn!: string;

  @Column({ type: 'date', name: 'effective_from', nullable: true })
  effectiveFrom!: string | null;

  @Column({ type: 'date', name: 'effective_to', nullable: true })
  effectiveTo!: string | null;

  @Column({ type: 'jsonb' })
  data!: unknown;

  @Column({ type: 'jsonb' })
  original!: unknown;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'bytea', name: 'raw_digest' })
  rawDigest!: Buffer;

  @Column({ type: 'text', name: 'name_normalised', nullable: true })
  nameNormalised!: string | null;

  @Column({ type: 'bytea', name: 'person_commitment', nullable: true })
  personCommitment!: Buffer | null;

  @Column({ type: 'bytea', name: 'person_ciphertext', nullable: true })
  personCiphertext!: Buffer | null;

  @Column({ type: 'text', name: 'person_key_id', nullable: true })
  personKeyId!: string | null;
}

@Entity('import_seen')
export class ImportSeenTable {
  @PrimaryColumn({ type: 'bigint', name: 'load_id' })
  loadId!: string;

  @Column({ type: 'bigint', name: 'record_ids', array: true })
  recordIds!: string[];
}

@Entity('import_reject')
export class ImportRejectTable {
  @PrimaryColumn({ type: 'bigint', name: 'load_id' })
  loadId!: string;

  @PrimaryColumn({ type: 'int', name: 'row_number' })
  rowNumber!: number;

  @Column({ type: 'text', name: 'source_key', nullable: true })
  sourceKey!: string | null;

  @Column({ type: 'text', name: 'unit_code', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'text', name: 'organisation_code', nullable: true })
  organisationCode!: string | null;

  @Column({ type: 'text', name: 'name_normalised', nullable: true })
  nameNormalised!: string | null;

  @Column({ type: 'text' })
  field!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bytea' })
  bytes!: Buffer;

  @Column({ type: 'boolean' })
  superseded!: boolean;
}

@Entity('quarantined_row')
export class QuarantinedRowTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'bigint', name: 'batch_id' })
  batchId!: string;

  @Column({ type: 'int', name: 'row_number' })
  rowNumber!: number;

  @Column({ type: 'text', name: 'source_key', nullable: true })
  sourceKey!: string | null;

  @Column({ type: 'text', name: 'unit_code', nullable: true })
  unitCode!: string | null;

  @Column({ type: 'text' })
  field!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bytea', nullable: true })
  bytes!: Buffer | null;

  @Column({ type: 'boolean' })
  superseded!: boolean;
}

@Entity('agency_record_person')
export class AgencyRecordPersonTable {
  @PrimaryColumn({ type: 'text' })
  agency!: string;

  @PrimaryColumn({ type: 'text', name: 'record_type' })
  recordType!: string;

  @PrimaryColumn({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @PrimaryColumn({ type: 'bytea' })
  commitment!: Buffer;

  @Column({ type: 'bytea' })
  ciphertext!: Buffer;

  @Column({ type: 'text', name: 'key_id' })
  keyId!: string;

  @Column({ type: 'timestamptz', name: 'stored_at' })
  storedAt!: Date;
}

export const AGENCIES_TABLES = [
  BatchTable,
  FeedTable,
  HeldRowTable,
  AgencyRecordTable,
  RecordHeadTable,
  ImportStageTable,
  ImportSeenTable,
  ImportRejectTable,
  QuarantinedRowTable,
  AgencyRecordPersonTable,
];
