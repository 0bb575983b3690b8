/** The tables of this room: what was sent to whom, and who confirmed. Columns only; what else holds stands in src/store/schema.sql. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('recipient')
export class RecipientTable {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  url!: string | null;

  @Column({ type: 'text', nullable: true })
  secret!: string | null;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'int' })
  concurrency!: number;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}

@Entity('recipient_grant')
export class RecipientGrantTable {
  @PrimaryColumn({ type: 'text', name: 'recipient_id' })
  recipientId!: string;

  @PrimaryColumn({ type: 'text', name: 'flag_kind' })
  flagKind!: string;

  @Column({ type: 'text', name: 'legal_basis' })
  legalBasis!: string;

  @Column({ type: 'text', name: 'catalogue_item' })
  catalogueItem!: string;

  @Column({ type: 'text', array: true })
  fields!: string[];

  @PrimaryColumn({ type: 'date', name: 'from_on' })
  fromOn!: string;

  @Column({ type: 'date', name: 'until_on' })
  untilOn!: string;
}

@Entity('unit_stream')
export class UnitStreamTable {
  @PrimaryColumn({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'bigint', name: 'last_seq' })
  lastSeq!: string;
}

@Entity('event')
export class EventTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'bigint', name: 'unit_seq' })
  unitSeq!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'text', name: 'subject_kind' })
  subjectKind!: string;

  @Column({ type: 'text', name: 'subject_id' })
  subjectId!: string;

  @Column({ type: 'boolean' })
  withdraws!: boolean;

  @Column({ type: 'uuid', nullable: true })
  supersedes!: string | null;

  @Column({ type: 'uuid', nullable: true })
  restates!: string | null;

  @Column({ type: 'jsonb' })
  state!: unknown;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'text' })
  cause!: string;

  @Column({ type: 'timestamptz', name: 'occurred_at' })
  occurredAt!: Date;
}

@Entity('event_body')
export class EventBodyTable {
  @PrimaryColumn({ type: 'uuid', name: 'event_id' })
  eventId!: string;

  @PrimaryColumn({ type: 'text' })
  projection!: string;

  @Column({ type: 'bytea' })
  bytes!: Buffer;

  @Column({ type: 'bytea' })
  digest!: Buffer;
}

@Entity('delivery')
export class DeliveryTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text', name: 'recipient_id' })
  recipientId!: string;

  @Column({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'bigint', name: 'unit_seq' })
  unitSeq!: string;

  @Column({ type: 'bigint', name: 'lane_seq' })
  laneSeq!: string;

  @Column({ type: 'uuid', name: 'event_id' })
  eventId!: string;

  @Column({ type: 'text' })
  projection!: string;

  @Column({ type: 'boolean' })
  withdrawal!: boolean;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}

/** A delivery that was ended without being accepted, and why; it is never sent (again). */
@Entity('delivery_closure')
export class DeliveryClosureTable {
  @PrimaryColumn({ type: 'uuid', name: 'delivery_id' })
  deliveryId!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity('lane')
export class LaneTable {
  @PrimaryColumn({ type: 'text', name: 'recipient_id' })
  recipientId!: string;

  @PrimaryColumn({ type: 'bigint', name: 'unit_id' })
  unitId!: string;

  @Column({ type: 'bigint', name: 'head_seq' })
  headSeq!: string;

  @Column({ type: 'bigint', name: 'tail_seq' })
  tailSeq!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'timestamptz', name: 'ready_at', nullable: true })
  readyAt!: Date | null;

  @Column({ type: 'bigint', name: 'lease_token', nullable: true })
  leaseToken!: string | null;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'int' })
  failures!: number;

  @Column({ type: 'timestamptz', name: 'failing_since', nullable: true })
  failingSince!: Date | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;
}

@Entity('attempt')
export class AttemptTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'delivery_id' })
  deliveryId!: string;

  @Column({ type: 'int' })
  number!: number;

  @Column({ type: 'timestamptz', name: 'intent_at' })
  intentAt!: Date;

  @Column({ type: 'text' })
  worker!: string;

  @Column({ type: 'bigint', name: 'lease_token' })
  leaseToken!: string;

  @Column({ type: 'text' })
  trigger!: string;

  @Column({ type: 'bytea', name: 'request_digest' })
  requestDigest!: Buffer;
}

@Entity('attempt_outcome')
export class AttemptOutcomeTable {
  @PrimaryColumn({ type: 'uuid', name: 'attempt_id' })
  attemptId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  outcome!: string;

  @Column({ type: 'int', name: 'http_status', nullable: true })
  httpStatus!: number | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'bytea', name: 'response_digest', nullable: true })
  responseDigest!: Buffer | null;

  @Column({ type: 'text', name: 'response_body', nullable: true })
  responseBody!: string | null;
}

@Entity('receipt')
export class ReceiptTable {
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'uuid', name: 'delivery_id' })
  deliveryId!: string;

  @Column({ type: 'uuid', name: 'attempt_id', nullable: true })
  attemptId!: string | null;

  @Column({ type: 'text' })
  via!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'jsonb' })
  evidence!: unknown;
}

export const DELIVERY_TABLES = [
  RecipientTable,
  RecipientGrantTable,
  UnitStreamTable,
  EventTable,
  EventBodyTable,
  DeliveryTable,
  DeliveryClosureTable,
  LaneTable,
  AttemptTable,
  AttemptOutcomeTable,
  ReceiptTable,
];
