/** The tables of this room: titles and decisions on them. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('designation')
export class DesignationTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @Column({ type: 'bigint', name: 'unit_id', nullable: true })
  unitId!: string | null;

  @Column({ type: 'text', name: 'unit_kind' })
  unitKind!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  level!: string;

  @Column({ type: 'text', name: 'honour_type' })
  honourType!: string;

  @Column({ type: 'text', name: 'naming_body', nullable: true })
  namingBody!: string | null;

  @Column({ type: 'text', name: 'document_no', nullable: true })
  documentNo!: string | null;

  @Column({ type: 'text', nullable: true })
  province!: string | null;

  @Column({ type: 'date', name: 'named_on' })
  namedOn!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('designation_event')
export class DesignationEventTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'designation_id' })
  designationId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'date', name: 'on_date' })
  onDate!: string;

  @Column({ type: 'text', name: 'document_no', nullable: true })
  documentNo!: string | null;

  @Column({ type: 'uuid', name: 'decision_id', nullable: true })
  decisionId!: string | null;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('title_decision')
export class TitleDecisionTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'designation_id' })
  designationId!: string;

  @Column({ type: 'uuid', name: 'case_id', nullable: true })
  caseId!: string | null;

  @Column({ type: 'text' })
  outcome!: string;

  @Column({ type: 'text', name: 'document_no' })
  documentNo!: string;

  @Column({ type: 'date', name: 'decided_on' })
  decidedOn!: string;

  @Column({ type: 'text', name: 'deciding_body' })
  decidingBody!: string;

  @Column({ type: 'jsonb' })
  opinions!: unknown;

  @Column({ type: 'date', name: 'heard_on', nullable: true })
  heardOn!: string | null;

  @Column({ type: 'text' })
  grounds!: string;

  @Column({ type: 'text', name: 'actor_id' })
  actorId!: string;

  @Column({ type: 'text', name: 'actor_name' })
  actorName!: string;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

export const DESIGNATIONS_TABLES = [DesignationTable, DesignationEventTable, TitleDecisionTable];
