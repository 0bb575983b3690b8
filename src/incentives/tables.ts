/** The tables of this room: who is eligible as of a date. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('eligibility')
export class EligibilityTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'text' })
  measure!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'date', name: 'as_of' })
  asOf!: string;

  @Column({ type: 'text' })
  answer!: string;

  @Column({ type: 'jsonb' })
  parts!: unknown;

  @Column({ type: 'text', name: 'measure_version' })
  measureVersion!: string;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'timestamptz', name: 'assessed_at' })
  assessedAt!: Date;
}

export const INCENTIVES_TABLES = [EligibilityTable];
