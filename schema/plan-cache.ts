/** Keeps plans by the shape of their operation: bounded, and the often used ones get a prepared statement. */
import type { OperationDefinitionNode } from 'graphql';
import { sha256Hex } from '../src/kernel/digest';
import type { Statement } from '../src/store/compile';
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

/** pg never evicts a prepared statement, so so many are named in the life of a process and no more. */
const MOST_PREPARED = 400;

export class PlanCache {
  readonly #plans = new Map<string, Plan>();
  readonly #operations = new WeakMap<OperationDefinitionNode, number>();
  #lastOperation = 0;
  #prepared = 0;

  constructor(readonly most = 2_000) {}

  get size(): number {
    return this.#plans.size;
  }

  /** Parsed documents are kept by Apollo, so the same text comes as the same node. */
  operationId(operation: OperationDefinitionNode): number {
    let id = this.#operations.get(operation);
    if (id === undefined) {
      this.#lastOperation += 1;
      id = this.#lastOperation;
      this.#operations.set(operation, id);
    }
    return id;
  }

  find(key: string, make: () => Plan): Plan {
    const known = this.#plans.get(key);
    const plan = known ?? make();
    // Moved to the end: the first in the map is the one that was not used for longest.
    if (known !== undefined) {
      this.#plans.delete(key);
    }
    this.#plans.set(key, plan);
    this.#count(plan);
    const oldest = this.#plans.keys().next();
    if (this.#plans.size > this.most && oldest.done === false) {
      this.#plans.delete(oldest.value);
    }
    return plan;
  }

  #count(plan: Plan): void {
    plan.uses += 1;
    if (plan.uses === PREPARE_AFTER && this.#prepared < MOST_PREPARED) {
      this.#prepared += 1;
      // By its text: gateways that share a pool never give one name to two texts.
      plan.name = `q${sha256Hex(plan.statement.text).slice(0, 32)}`;
    }
  }
}
