/** The tables of this room: what must happen next. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('outbox')
export class OutboxTable {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  topic!: string;

  @Column({ type: 'jsonb' })
  key!: unknown;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'done_at', nullable: true })
  doneAt!: Date | null;

  @Column({ type: 'int' })
  attempts!: number;

  @Column({ type: 'timestamptz', name: 'retry_at', nullable: true })
  retryAt!: Date | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;
}

export const STORE_TABLES = [OutboxTable];
