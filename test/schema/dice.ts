/** Choices that are the same at every run: a seeded generator (mulberry32), nothing of chance. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1);
  }

  /** Whole, from 0 to one less than `count`. */
  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  /** So many times of a hundred. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) {
      throw new RangeError('there is nothing to choose from');
    }
    return item;
  }

  /** Each with this chance, in an order of their own, and at least one. */
  some<Item>(items: readonly Item[], share: number): Item[] {
    const chosen = items.filter(() => this.percent(share));
    const order = new Map(chosen.map((item) => [item, this.below(1_000_000)]));
    const mixed = chosen.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    return mixed.length > 0 || items.length === 0 ? mixed : [this.one(items)];
  }
}
