/** The tables of this room: the append-only log. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_chain')
export class AuditChainTable {
  @PrimaryColumn({ type: 'text' })
  scope!: string;

  @Column({ type: 'bigint', name: 'last_seq' })
  lastSeq!: string;

  @Column({ type: 'bytea', name: 'last_hash' })
  lastHash!: Buffer;
}

@Entity('audit_entry')
export class AuditEntryTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text' })
  scope!: string;

  @Column({ type: 'bigint' })
  seq!: string;

  @Column({ type: 'bigint', name: 'unit_id', nullable: true })
  unitId!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text', name: 'actor_id' })
  actorId!: string;

  @Column({ type: 'text', name: 'actor_name' })
  actorName!: string;

  @Column({ type: 'text', name: 'actor_role' })
  actorRole!: string;

  @Column({ type: 'text', name: 'actor_body', nullable: true })
  actorBody!: string | null;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', name: 'subject_type' })
  subjectType!: string;

  @Column({ type: 'text', name: 'subject_id' })
  subjectId!: string;

  @Column({ type: 'jsonb' })
  detail!: unknown;

  @Column({ type: 'bytea', name: 'previous_hash' })
  previousHash!: Buffer;

  @Column({ type: 'bytea' })
  hash!: Buffer;
}

/** Where a chain ended on a day. */
@Entity('audit_anchor')
export class AuditAnchorTable {
  @PrimaryColumn({ type: 'text' })
  scope!: string;

  @PrimaryColumn({ type: 'bigint' })
  seq!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

export const AUDIT_TABLES = [AuditChainTable, AuditEntryTable, AuditAnchorTable];
