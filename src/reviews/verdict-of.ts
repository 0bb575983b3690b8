/** One case from what is on file: its evaluation, what is ordered by it, and the pinned input. Pure. */
import type { Facts } from '../agencies/facts';
import type { Verdict } from '../criteria/catalogue';
import type { CompiledCatalogue } from '../criteria/compile';
import { evaluate, type Orders } from '../criteria/evaluate';
import type { Material } from '../criteria/material';
import { firstDue, nextOrders } from '../criteria/orders';
import { snapshotDigest, snapshotOf, snapshotText } from '../criteria/snapshot';
import { findingsText } from '../criteria/written';

export interface CaseOnFile {
  readonly catalogue: CompiledCatalogue;
  readonly unitId: string;
  readonly asOf: string;
  readonly facts: Facts;
  readonly materials: readonly Material[];
  readonly orders: Orders;
  /** The last day for whatever is found not met now and was not ordered before. */
  readonly due: string;
}

/** Ready to be written. */
export interface WorkedOut {
  readonly verdict: Verdict;
  readonly findings: string;
  readonly facts: string;
  readonly factsDigest: Buffer;
  readonly orders: Orders;
  readonly rectifyBy: string | null;
}

export function verdictOf(onFile: CaseOnFile): WorkedOut {
  const { catalogue, asOf, facts, materials, orders } = onFile;
  const question = { catalogue, asOf, facts, materials, orders };
  const evaluation = evaluate(question);
  const text = snapshotText(snapshotOf(question, onFile.unitId));
  const ordered = nextOrders(evaluation, orders, onFile.due);
  return {
    verdict: evaluation.verdict,
    findings: findingsText(evaluation),
    facts: text,
    factsDigest: snapshotDigest(text),
    orders: ordered,
    rectifyBy: firstDue(ordered),
  };
}
