/** The tables of this room: scheduled runs and settings. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('schedule_bucket')
export class ScheduleBucketTable {
  @PrimaryColumn({ type: 'text' })
  schedule!: string;

  @PrimaryColumn({ type: 'timestamptz' })
  bucket!: Date;

  @Column({ type: 'int' })
  attempts!: number;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'done_at', nullable: true })
  doneAt!: Date | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;
}

@Entity('setting')
export class SettingTable {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  value!: unknown;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

export const JOBS_TABLES = [ScheduleBucketTable, SettingTable];
