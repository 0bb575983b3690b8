/** Writes a whole synthetic city in one pass over its employers: memory does not grow with the city. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bargaining, bargainingOf, coversWages } from './bargaining';
import { Delivery, type DeliveryCount } from './delivery';
import { type Employer, employerAt } from './employer';
import { type Emit, FEEDS, type FeedName } from './feeds';
import { FileSink } from './file-sink';
import { parkAt } from './park';
import { type CityOptions, type Plan, parkOfBlock, planCity } from './plan';
import { emitConfederation, emitFederation } from './records/chambers';
import { emitCourt } from './records/court';
import { enterpriseMaterials } from './records/enterprise-materials';
import { emitHrss } from './records/hrss';
import { emitInspections } from './records/inspection';
import { emitListing } from './records/listing';
import { putMaterials } from './records/material';
import {
  OFFICE_HEADS,
  putEnterpriseTitles,
  putMembership,
  putOldTitle,
  putPark,
  putParkTitles,
} from './records/office';
import { parkMaterials } from './records/park-materials';
import { emitPark } from './records/parks';
import { emitUnion } from './records/union';

export const NOTICE =
  '合成数据：全部单位、人员、文书均为程序生成，与任何真实单位无关。Synthetic data; no real unit.';

export interface CityReport {
  readonly units: number;
  readonly named: number;
  readonly parks: number;
  readonly feeds: { readonly [feed: string]: DeliveryCount };
}

type OfficeFile = keyof typeof OFFICE_HEADS | 'office-materials.ndjson';

interface Office {
  readonly sinks: ReadonlyMap<OfficeFile, FileSink>;
  readonly sink: (name: OfficeFile) => FileSink;
}

const FEED_NAMES = Object.keys(FEEDS) as FeedName[];

export function writeCity(options: CityOptions): CityReport {
  const plan = planCity(options);
  const deliveries = new Map<FeedName, Delivery>();
  for (const [place, name] of FEED_NAMES.entries()) {
    deliveries.set(name, new Delivery(options.out, plan, name, place));
  }
  const emit: Emit = (feed, row) => deliveries.get(feed)?.add(row);
  const office = openOffice(options.out);
  let block = new Block();
  for (let index = 0; index < plan.units; index += 1) {
    const employer = employerAt(plan, index);
    const bargaining = bargainingOf(plan, employer);
    writeEmployer(plan, employer, bargaining, emit, office);
    block.add(plan, employer, bargaining);
    if (index + 1 === plan.units || parkOfBlock(plan, index + 1) !== parkOfBlock(plan, index)) {
      writePark(plan, parkOfBlock(plan, index), block, emit, office);
      block = new Block();
    }
  }
  for (const sink of office.sinks.values()) {
    sink.close();
  }
  const feeds: { [feed: string]: DeliveryCount } = {};
  for (const [name, delivery] of deliveries) {
    feeds[`${FEEDS[name].body}/${FEEDS[name].type}`] = delivery.close(plan.today);
  }
  const report = { units: plan.units, named: plan.named, parks: plan.parks, feeds };
  writeNotes(options, report);
  return report;
}

function openOffice(out: string): Office {
  const sinks = new Map<OfficeFile, FileSink>();
  for (const [name, head] of Object.entries(OFFICE_HEADS)) {
    const sink = new FileSink(join(out, 'office', name));
    sink.write(`${head}\n`);
    sinks.set(name as OfficeFile, sink);
  }
  sinks.set('office-materials.ndjson', new FileSink(join(out, 'office', 'office-materials.ndjson')));
  const sink = (name: OfficeFile): FileSink => {
    const found = sinks.get(name);
    if (found === undefined) {
      throw new Error(`no such file: ${name}`);
    }
    return found;
  };
  return { sinks, sink };
}

function writeEmployer(
  plan: Plan,
  employer: Employer,
  bargaining: Bargaining,
  emit: Emit,
  office: Office,
): void {
  emitHrss(plan, employer, bargaining, emit);
  emitInspections(plan, employer, emit);
  emitListing(plan, employer, emit);
  emitUnion(plan, employer, bargaining, emit);
  emitCourt(plan, employer, emit);
  emitFederation(plan, employer, emit);
  emitConfederation(plan, employer, emit);
  putMembership(office.sink('office-memberships.csv'), plan, employer);
  if (employer.named >= 0) {
    putEnterpriseTitles(office.sink('office-designations.csv'), plan, employer);
    putOldTitle(office.sink('office-old-list.csv'), plan, employer);
    const unit = { uscc: employer.code, serial: String(employer.index + 1).padStart(7, '0') };
    putMaterials(office.sink('office-materials.ndjson'), unit, enterpriseMaterials(plan, employer));
  }
}

/** The members of one park that have nothing of their own; only one block is in memory at a time. */
class Block {
  readonly contract: string[] = [];
  readonly congress: string[] = [];

  add(plan: Plan, employer: Employer, bargaining: Bargaining): void {
    if (employer.park === null) {
      return;
    }
    if (!bargaining.contracts.some((contract) => coversWages(contract) && contract.to >= plan.today)) {
      this.contract.push(employer.code);
    }
    if (bargaining.congresses.length === 0) {
      this.congress.push(employer.code);
    }
  }
}

function writePark(plan: Plan, index: number, block: Block, emit: Emit, office: Office): void {
  const park = parkAt(plan, index);
  emitPark(plan, park, block, emit);
  putPark(office.sink('office-parks.csv'), park);
  putParkTitles(office.sink('office-designations.csv'), plan, park);
  const unit = { uscc: park.code, serial: park.localCode };
  putMaterials(office.sink('office-materials.ndjson'), unit, parkMaterials(plan, park));
}

/** Each folder says what it is and as of when; the agencies' servers read the mode of a list from here. */
function writeNotes(options: CityOptions, report: CityReport): void {
  for (const body of ['union', 'court', 'federation', 'confederation'] as const) {
    const own = Object.values(FEEDS).filter((feed) => feed.body === body);
    const modes = Object.fromEntries(own.map((feed) => [feed.type, feed.mode]));
    const meta = { notice: NOTICE, asOf: options.asOf, modes };
    writeFileSync(join(options.out, body, 'meta.json'), `${JSON.stringify(meta, null, 2)}\n`);
  }
  const { units, seed, asOf } = options;
  mkdirSync(options.out, { recursive: true });
  const note = { notice: NOTICE, seed, asOf, ...report, units };
  writeFileSync(join(options.out, 'city.json'), `${JSON.stringify(note, null, 2)}\n`);
  writeFileSync(join(options.out, 'README.md'), `# 合成数据 / synthetic data\n\n${NOTICE}\n`);
}
