/** The pinned input of a verdict: whoever has it and the standard can work the verdict out again. Pure. */
import type { Fact, Facts } from '../agencies/facts';
import { canonicalJson, type Json } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';
import type { CompiledCatalogue } from './compile';
import { ENGINE, type Evaluation, evaluate, type Orders, type Question } from './evaluate';
import { type Material, newestMaterials } from './material';

export interface Snapshot {
  readonly asOf: string;
  readonly catalogue: string;
  readonly engine: string;
  readonly facts: Facts;
  readonly materials: readonly Material[];
  readonly orders: Orders;
  readonly unitId: string;
}

/** Keys stand in order all through, so that the canonical text is written at the engine's own speed. */
export function snapshotOf(question: Question, unitId: string): Snapshot {
  const newest = newestMaterials(question.catalogue, question.materials, question.asOf);
  return {
    asOf: question.asOf,
    catalogue: question.catalogue.catalogue.id,
    engine: ENGINE,
    facts: inOrder(question.facts, factInOrder),
    materials: [...newest.keys()].sort().flatMap((place) => materialInOrder(newest.get(place))),
    orders: inOrder(question.orders, (day) => day),
    unitId,
  };
}

export const snapshotText = (snapshot: Snapshot): string => canonicalJson(snapshot as unknown as Json);

export const snapshotDigest = (text: string): Buffer => sha256(text);

/** The same answer as when it was taken, as long as the standard and the engine are the same. */
export function evaluateSnapshot(catalogue: CompiledCatalogue, snapshot: Snapshot): Evaluation {
  const { asOf, facts, materials, orders } = snapshot;
  return evaluate({ catalogue, asOf, facts, materials, orders });
}

function inOrder<Value>(
  values: Readonly<Record<string, Value>>,
  write: (value: Value) => Value,
): Record<string, Value> {
  const ordered: Record<string, Value> = {};
  for (const name of Object.keys(values).sort()) {
    const value = values[name];
    if (value !== undefined) {
      ordered[name] = write(value);
    }
  }
  return ordered;
}

function factInOrder(fact: Fact): Fact {
  return fact.known
    ? { asOf: fact.asOf, known: true, records: fact.records, value: fact.value }
    : { ask: fact.ask, cause: fact.cause, feed: fact.feed, known: false };
}

function materialInOrder(material: Material | undefined): Material[] {
  if (material === undefined) {
    return [];
  }
  const { id, kind, number, on, place, reason } = material;
  return [{ data: inOrder(material.data, (value) => value), id, kind, number, on, place, reason }];
}
