/** Makes plans, checks how much they may read, and runs them. */
import { compile } from '../src/store/compile';
import {
  type Arguments,
  BadArgument,
  bindValues,
  isGiven,
  pageLimit,
  type Values,
} from '../src/store/compile-parameters';
import type { SelectedNode } from '../src/store/selection';
import type { HubContext } from './context';
import type { Plan } from './plan-cache';
import { runStatement } from './prepared';
import { Selector, type SelectRequest } from './select';
import { slotValues } from './select-arguments';
import type { Weight } from './selected';
import { tooComplex } from './too-complex';

/** The arguments of the root itself replaced by what was done or what has happened: `{ id }`. */
export const withOwn = (slots: readonly Arguments[], own: Arguments | undefined): readonly Arguments[] =>
  own === undefined ? slots : [own, ...slots.slice(1)];

/** Chooses the nodes, then writes the text. Throws BadArgument where a filter is refused. */
export function makePlan(
  request: SelectRequest,
  choose: (selector: Selector) => SelectedNode[],
  own?: Arguments,
): Plan {
  const selector = new Selector(request);
  const nodes = choose(selector);
  const given = withOwn(slotValues(selector.slots, request.variables), own);
  const statement = compile(nodes, request.decisions, (slot, path) => isGiven(given[slot], path));
  const { slots, masked, weight, computes } = selector;
  return { statement, slots, masked, weight, computes, uses: 0, name: undefined };
}

/** Rows that one operation may read at most, counted by the sizes of its pages. */
export const MOST_ROWS = 50_000;

/** What a list without a page size is counted as. */
const SHORT_LIST = 5;

function rowsOf(weight: Weight, values: readonly Arguments[]): number {
  let below = 1;
  for (const part of weight.under) {
    below += rowsOf(part, values);
  }
  if (weight.size === null) {
    return weight.short ? SHORT_LIST * below : below;
  }
  const first = weight.slot === null ? undefined : values[weight.slot]?.first;
  return pageLimit(first, weight.size) * below;
}

/** Throws TOO_COMPLEX; a page size out of bounds is another matter, said elsewhere. */
export function checkRows(plan: Plan, values: readonly Arguments[]): void {
  let rows = 0;
  try {
    rows = rowsOf(plan.weight, values);
  } catch (error) {
    if (error instanceof BadArgument) {
      return;
    }
    throw error;
  }
  if (rows > MOST_ROWS) {
    throw tooComplex(
      `查询可能读取 ${rows} 行，上限 ${MOST_ROWS} 行；请减小 first 或分开查询。 ` +
        `This may read ${rows} rows, the limit is ${MOST_ROWS}; ask for smaller pages.`,
    );
  }
}

/** A page size out of bounds is refused also where nothing of the page was asked for. Throws BadArgument. */
function checkPages(weight: Weight, slots: readonly Arguments[]): void {
  for (const part of weight.under) {
    if (part.size !== null && part.slot !== null) {
      pageLimit(slots[part.slot]?.first, part.size);
    }
    checkPages(part, slots);
  }
}

/** Runs the statement; the answer is the JSON text, as its bytes. */
export async function answer(plan: Plan, slots: readonly Arguments[], context: HubContext): Promise<Buffer> {
  checkPages(plan.weight, slots);
  const values: Values = { slots, environment: context.environment };
  const bound = bindValues(plan.statement.parameters, values);
  return runStatement(context.store, {
    text: plan.statement.text,
    values: bound,
    ...(plan.name === undefined ? {} : { name: plan.name }),
  });
}
