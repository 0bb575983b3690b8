/** The tables of this room: what other agencies may rely on. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('flag')
export class FlagTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'date', name: 'effective_from' })
  effectiveFrom!: string;

  @Column({ type: 'date', name: 'effective_end', nullable: true })
  effectiveEnd!: string | null;

  @Column({ type: 'jsonb' })
  basis!: unknown;

  @Column({ type: 'text', name: 'decision_type' })
  decisionType!: string;

  @Column({ type: 'text', name: 'decision_id' })
  decisionId!: string;

  @Column({ type: 'uuid', name: 'event_id', nullable: true })
  eventId!: string | null;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('flag_head')
export class FlagHeadTable {
  @PrimaryColumn({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @PrimaryColumn({ type: 'text' })
  kind!: string;

  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'uuid', name: 'flag_id' })
  flagId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'date', name: 'effective_end', nullable: true })
  effectiveEnd!: string | null;
}

export const FLAGS_TABLES = [FlagTable, FlagHeadTable];
