/** What was probably meant by a word that is not known. */

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

const MOST_APART = 2;

export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map((name) => ({ name, apart: distance(word, name) }))
    .sort((one, other) => one.apart - other.apart);
  return best !== undefined && best.apart <= MOST_APART ? best.name : null;
}

/** "没有 x 这个命令；是不是 y？" */
export function unknown(kind: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return `没有 ${word} 这个${kind}${meant === null ? '' : `；是不是 ${meant}？`}`;
}
