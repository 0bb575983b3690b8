/** Repeatable chance: each (seed, stream, index) has a sequence of its own, so any record can be made without the ones before it. */

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

export class Dice {
  private state: number;

  constructor(seed: number, stream: number, index: number) {
    this.state = mix(seed + 0x9e3779b9 + mix(stream + 0x51ed270b + mix(index + 1)));
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(this.next() * list.length));
  }

  /** One of the answers, each as likely as its weight. */
  weigh<T>(answers: readonly (readonly [T, number])[]): T {
    let rest = this.next() * answers.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [answer, weight] of answers) {
      rest -= weight;
      if (rest < 0) {
        return answer;
      }
    }
    return at(answers, answers.length - 1)[0];
  }
}

/** The element at a place of a list that is treated as endless. */
export function at<T>(list: readonly T[], place: number): T {
  const item = list[place % list.length];
  if (item === undefined) {
    throw new Error('empty list');
  }
  return item;
}
