/** A plan as PostgreSQL tells it, what it read, and how it is written down: without times, so that two takes of one plan agree. */

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Join Type'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Recheck Cond'?: string;
  readonly 'Hash Cond'?: string;
  readonly 'Merge Cond'?: string;
  readonly 'Sort Key'?: readonly string[];
  readonly Filter?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly 'Subplan Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Pages of the cache it asked for, all its parts included. */
export const buffersOf = (plan: PlanNode): number =>
  (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);

export const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

export const loopsOf = (node: PlanNode): number => node['Actual Loops'] ?? 1;

/** Over all loops. */
export const rowsOf = (node: PlanNode): number => (node['Actual Rows'] ?? 0) * loopsOf(node);

export const removedOf = (node: PlanNode): number =>
  ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * loopsOf(node);

/** Two digits: a city that is loaded anew differs in the rest. */
export function rough(count: number): string {
  if (count < 100) {
    return String(Math.round(count));
  }
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  return String(Math.round(count / unit) * unit);
}

const MOST = 160;

/** Ids and instants are others in each city; a list of hundreds says no more than its beginning. */
function written(condition: string): string {
  const steady = condition
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '‹uuid›')
    .replace(/'\d{4}-\d{2}-\d{2}[ T][^']*'/g, '‹instant›')
    .replace(/'\d{4}-\d{2}-\d{2}'/g, '‹day›')
    .replace(/'\{[^']{40,}\}'/g, '‹list›')
    .replace(/\s+/g, ' ');
  return steady.length > MOST ? `${steady.slice(0, MOST)} …` : steady;
}

const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Hash Cond', 'Merge Cond', 'Filter'] as const;

function line(node: PlanNode): string {
  const join = node['Join Type'] === undefined ? '' : ` ${node['Join Type'].toLowerCase()}`;
  const on = node['Relation Name'] === undefined ? '' : ` on ${node['Relation Name']}`;
  const by = node['Index Name'] === undefined ? '' : ` by ${node['Index Name']}`;
  const sort = node['Sort Key'] === undefined ? '' : ` (${written(node['Sort Key'].join(', '))})`;
  const loops = loopsOf(node) > 1 ? ` in ${rough(loopsOf(node))} loops` : '';
  const removed = removedOf(node) > 0 ? `, ${rough(removedOf(node))} removed` : '';
  return `${node['Node Type']}${join}${on}${by}${sort}: ${rough(rowsOf(node))} rows${loops}${removed}, ${rough(buffersOf(node))} buffers`;
}

/** The tree, a line for each part, its conditions below it. */
export function shown(node: PlanNode, indent = '  '): string[] {
  if (loopsOf(node) === 0) {
    return [`${indent}${node['Node Type']}: never`];
  }
  const conditions = CONDITIONS.flatMap((name) =>
    node[name] === undefined ? [] : [`${indent}    ${name.toLowerCase()}: ${written(node[name])}`],
  );
  return [
    `${indent}${line(node)}`,
    ...conditions,
    ...(node.Plans ?? []).flatMap((below) => shown(below, `${indent}  `)),
  ];
}
