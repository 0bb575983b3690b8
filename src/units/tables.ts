/** The tables of this room: who is who. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('region')
export class RegionTable {
  @PrimaryColumn({ type: 'text' })
  code!: string;

  @PrimaryColumn({ type: 'int' })
  year!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'parent_code', nullable: true })
  parentCode!: string | null;

  @Column({ type: 'text' })
  level!: string;

  @Column({ type: 'text', name: 'predecessor_code', nullable: true })
  predecessorCode!: string | null;

  @Column({ type: 'text', nullable: true })
  note!: string | null;
}

@Entity('unit')
export class UnitTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text', nullable: true })
  code!: string | null;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'organisation_code', nullable: true })
  organisationCode!: string | null;

  @Column({ type: 'text', name: 'local_code', nullable: true })
  localCode!: string | null;

  @Column({ type: 'text', name: 'region_code', nullable: true })
  regionCode!: string | null;

  @Column({ type: 'int', name: 'region_year', nullable: true })
  regionYear!: number | null;

  @Column({ type: 'text', nullable: true })
  industry!: string | null;

  @Column({ type: 'int', nullable: true })
  employees!: number | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

@Entity('unit_name')
export class UnitNameTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  normalised!: string;

  /** Worked out by PostgreSQL. */
  @Column({ type: 'text', insert: false, update: false })
  core!: string;

  @Column({ type: 'date', name: 'first_seen_on' })
  firstSeenOn!: string;

  @Column({ type: 'date', name: 'last_seen_on', nullable: true })
  lastSeenOn!: string | null;

  @Column({ type: 'text' })
  source!: string;
}

@Entity('unit_membership')
export class UnitMembershipTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'bigint', name: 'park_id' })
  parkId!: string;

  @Column({ type: 'bigint', name: 'member_id' })
  memberId!: string;

  @Column({ type: 'date', name: 'from_on' })
  fromOn!: string;

  @Column({ type: 'date', name: 'to_on', nullable: true })
  toOn!: string | null;
}

@Entity('match_candidate')
export class MatchCandidateTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text', name: 'subject_type' })
  subjectType!: string;

  @Column({ type: 'text', name: 'subject_id' })
  subjectId!: string;

  @Column({ type: 'text', name: 'subject_name' })
  subjectName!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'numeric', precision: 4, scale: 3 })
  score!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

@Entity('match_decision')
export class MatchDecisionTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'candidate_id' })
  candidateId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  answer!: string;

  @Column({ type: 'text' })
  why!: string;

  @Column({ type: 'text', name: 'actor_id' })
  actorId!: string;

  @Column({ type: 'text', name: 'actor_name' })
  actorName!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

export const UNITS_TABLES = [
  RegionTable,
  UnitTable,
  UnitNameTable,
  UnitMembershipTable,
  MatchCandidateTable,
  MatchDecisionTable,
];
