/** The tables of this room: listings as hrss decided them. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('listing')
export class ListingTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'text', name: 'document_no' })
  documentNo!: string;

  @Column({ type: 'date', name: 'decided_on' })
  decidedOn!: string;

  @Column({ type: 'text', name: 'issuing_body' })
  issuingBody!: string;

  @Column({ type: 'text' })
  ground!: string;

  @Column({ type: 'text' })
  article!: string;

  @Column({ type: 'int', name: 'term_years' })
  termYears!: number;

  @Column({ type: 'date', name: 'effective_end' })
  effectiveEnd!: string;

  @Column({ type: 'date', name: 'served_on', nullable: true })
  servedOn!: string | null;

  @Column({ type: 'date', name: 'notice_served_on', nullable: true })
  noticeServedOn!: string | null;

  @Column({ type: 'text', name: 'pay_order_no', nullable: true })
  payOrderNo!: string | null;

  @Column({ type: 'bigint', name: 'record_id' })
  recordId!: string;

  /** The next day on which time alone may change where it stands. */
  @Column({ type: 'date', name: 'look_again_on', nullable: true })
  lookAgainOn!: string | null;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

@Entity('listing_event')
export class ListingEventTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'listing_id' })
  listingId!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'date', name: 'on_date' })
  onDate!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bigint', name: 'record_id', nullable: true })
  recordId!: string | null;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;
}

export const SANCTIONS_TABLES = [ListingTable, ListingEventTable];
