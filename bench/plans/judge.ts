/** What is wrong with the plans of a step: pure. A big table read from end to end, rows read to be thrown away, too much in all. */
import { buffersOf, nodesOf, type PlanNode, removedOf, rough, rowsOf } from './plan';

/** What a step may do, committed in bounds.json. */
export interface Bound {
  /** Of all its statements together. */
  readonly buffers: number;
  /** Tables that it reads whole or throws rows of away, and why that is its task. */
  readonly whole?: Readonly<Record<string, string>>;
}

/** A table of more rows is not read from end to end by anything that is done often. */
export const BIG = 50_000;
/** So many rows thrown away, and so many times more than were wanted. */
const DISCARDED = { rows: 10_000, times: 20 };

const ENDS = /^(Seq Scan|Sample Scan)$/;
const SCANS = /Scan$/;

function complaintsOf(node: PlanNode, sizes: ReadonlyMap<string, number>, bound: Bound): string[] {
  const table = tableOf(node);
  if (table === null || !SCANS.test(node['Node Type']) || bound.whole?.[table] !== undefined) {
    return [];
  }
  const whole = ENDS.test(node['Node Type']) && (sizes.get(table) ?? 0) > BIG && node['Actual Loops'] !== 0;
  const removed = removedOf(node);
  const wasteful = removed > DISCARDED.rows && removed > DISCARDED.times * rowsOf(node);
  return [
    ...(whole ? [`reads all of ${table}`] : []),
    ...(wasteful
      ? [`throws ${rough(removed)} rows of ${table} away for ${rough(rowsOf(node))} that it wants`]
      : []),
  ];
}

const tableOf = (node: PlanNode): string | null => node['Relation Name'] ?? null;

export function complaints(
  plans: readonly PlanNode[],
  sizes: ReadonlyMap<string, number>,
  bound: Bound,
): string[] {
  const found = plans.flatMap((plan) => nodesOf(plan).flatMap((node) => complaintsOf(node, sizes, bound)));
  const buffers = plans.reduce((sum, plan) => sum + buffersOf(plan), 0);
  const over =
    buffers > bound.buffers ? [`reads ${rough(buffers)} buffers, its bound is ${bound.buffers}`] : [];
  return [...new Set([...found, ...over])];
}
