/** Keeps plans by the shape of their operation: bounded, and the often used ones get a prepared statement. */
import type { OperationDefinitionNode } from 'graphql';
import { sha256Hex } from '../src/kernel/digest';
import type { Statement } from '../src/store/compile';
import { Kept, type KeptLimits } from './kept';
import type { Slot } from './select-arguments';
import type { Masked, Weight } from './selected';

/** A plan: the one statement that answers an operation (or a root of it), and what else was decided about it. */
export interface Plan {
  readonly statement: Statement;
  readonly slots: readonly Slot[];
  readonly masked: readonly Masked[];
  readonly weight: Weight;
  /** A field is worked out in Node, so the text alone is no answer. */
  readonly computes: boolean;
  uses: number;
  /** Given when the text has been used often enough to be prepared. */
  name: string | undefined;
}

/** Used so often, a text is worth the memory that its prepared form takes in every PostgreSQL backend. */
const PREPARE_AFTER = 3;

/** A plan keeps the nodes of its document, and with them all of its words: about so many bytes for each character. */
export const BYTES_OF_CHARACTER = 60;

export const PLAN_LIMITS: KeptLimits = { entries: 2_000, bytes: 64 * 1024 * 1024 };

export class PlanCache {
  readonly #plans: Kept<Plan>;
  readonly #operations = new WeakMap<OperationDefinitionNode, number>();
  #lastOperation = 0;

  constructor(limits: KeptLimits = PLAN_LIMITS) {
    this.#plans = new Kept(limits);
  }

  get size(): number {
    return this.#plans.size;
  }

  get bytes(): number {
    return this.#plans.bytes;
  }

  /** Parsed documents are kept by Apollo, so the same text comes as the same node. */
  #operationId(operation: OperationDefinitionNode): number {
    let id = this.#operations.get(operation);
    if (id === undefined) {
      this.#lastOperation += 1;
      id = this.#lastOperation;
      this.#operations.set(operation, id);
    }
    return id;
  }

  /** `key`: what else its text hangs on, decisions about the actor before all. */
  find(operation: OperationDefinitionNode, key: string, make: () => Plan): Plan {
    const name = `${this.#operationId(operation)}|${key}`;
    let plan = this.#plans.find(name);
    if (plan === undefined) {
      plan = make();
      this.#plans.keep(name, plan, weightOf(operation, plan));
    }
    count(plan);
    return plan;
  }
}

function weightOf(operation: OperationDefinitionNode, plan: Plan): number {
  const words = operation.loc?.source.body.length ?? 0;
  return 2 * plan.statement.text.length + BYTES_OF_CHARACTER * words;
}

function count(plan: Plan): void {
  plan.uses += 1;
  if (plan.uses === PREPARE_AFTER) {
    // By its text: gateways that share a pool never give one name to two texts.
    plan.name = `q${sha256Hex(plan.statement.text).slice(0, 32)}`;
  }
}
