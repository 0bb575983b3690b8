/** The tables of this room: rounds, cases, verdicts. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('catalogue_version')
export class CatalogueVersionTable {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'jsonb' })
  content!: unknown;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('review_round')
export class ReviewRoundTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text' })
  origin!: string;

  @Column({ type: 'text', nullable: true })
  bucket!: string | null;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text', name: 'requested_by_body', nullable: true })
  requestedByBody!: string | null;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'date', name: 'as_of' })
  asOf!: string;

  @Column({ type: 'int' })
  cases!: number;

  @Column({ type: 'text', name: 'opened_by' })
  openedBy!: string;

  @Column({ type: 'timestamptz', name: 'opened_at' })
  openedAt!: Date;

  @Column({ type: 'timestamptz', name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

@Entity('review_case')
export class ReviewCaseTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'round_id' })
  roundId!: string;

  @Column({ type: 'int' })
  number!: number;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'uuid', name: 'designation_id' })
  designationId!: string;

  @Column({ type: 'text', name: 'catalogue_id' })
  catalogueId!: string;

  @Column({ type: 'date', name: 'as_of' })
  asOf!: string;

  @Column({ type: 'uuid', name: 'verdict_id', nullable: true })
  verdictId!: string | null;

  @Column({ type: 'text', nullable: true })
  verdict!: string | null;

  @Column({ type: 'date', name: 'rectify_by', nullable: true })
  rectifyBy!: string | null;

  @Column({ type: 'timestamptz', name: 'opened_at' })
  openedAt!: Date;

  @Column({ type: 'timestamptz', name: 'evaluated_at', nullable: true })
  evaluatedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

@Entity('case_material')
export class CaseMaterialTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'text', name: 'source_key' })
  sourceKey!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  criterion!: string;

  @Column({ type: 'text', nullable: true })
  element!: string | null;

  @Column({ type: 'text', nullable: true })
  number!: string | null;

  @Column({ type: 'date', name: 'on_date' })
  onDate!: string;

  @Column({ type: 'jsonb' })
  data!: unknown;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'text', name: 'entered_by' })
  enteredBy!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('verdict')
export class VerdictTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'case_id' })
  caseId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  verdict!: string;

  /** Text that is taken apart when it is read: a round writes thousands, and a reader asks for one. */
  @Column({ type: 'json' })
  findings!: unknown;

  @Column({ type: 'text', name: 'catalogue_id' })
  catalogueId!: string;

  @Column({ type: 'text' })
  engine!: string;

  /** The canonical text itself: its digest is taken over these very bytes. */
  @Column({ type: 'json' })
  facts!: unknown;

  @Column({ type: 'bytea', name: 'facts_digest' })
  factsDigest!: Buffer;

  @Column({ type: 'date', name: 'as_of' })
  asOf!: string;

  @Column({ type: 'timestamptz', name: 'evaluated_at' })
  evaluatedAt!: Date;
}

@Entity('case_step')
export class CaseStepTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'case_id' })
  caseId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'date', name: 'on_date' })
  onDate!: string;

  @Column({ type: 'jsonb' })
  detail!: unknown;

  @Column({ type: 'text', name: 'actor_id' })
  actorId!: string;

  @Column({ type: 'text', name: 'actor_name' })
  actorName!: string;

  @Column({ type: 'text', name: 'actor_body', nullable: true })
  actorBody!: string | null;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

export const REVIEWS_TABLES = [
  CatalogueVersionTable,
  ReviewRoundTable,
  ReviewCaseTable,
  CaseMaterialTable,
  VerdictTable,
  CaseStepTable,
];
