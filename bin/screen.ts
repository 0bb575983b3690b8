/** What the operator sees: plain lines, and one line that is rewritten while something long goes on. */

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** What is wrong, and what to do about it. */
export function complain(problem: string, advice?: string): void {
  process.stderr.write(`✗ ${problem}\n${advice === undefined ? '' : `  → ${advice}\n`}`);
}

/** Columns on a terminal: a Chinese character takes two. */
export const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (/[ᄀ-￦]/.test(character) ? 2 : 1), 0);

export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

export interface Progress {
  update(text: string): void;
  /** Replaces the running line by its last word. */
  done(text: string): void;
}

/** On a terminal the line is rewritten; elsewhere only its end is written. */
export function progress(label: string): Progress {
  const live = process.stdout.isTTY === true;
  const draw = (text: string): void => {
    process.stdout.write(`\r\x1b[2K  ${label} ${text}`);
  };
  if (live) {
    draw('…');
  }
  return {
    update: (text) => live && draw(text),
    done: (text) => {
      process.stdout.write(`${live ? '\r\x1b[2K' : ''}  ${label} ${text}\n`);
    },
  };
}

export const bar = (part: number, whole: number, width = 20): string => {
  const filled = whole > 0 ? Math.round((Math.min(part, whole) / whole) * width) : width;
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
};

/** Rows below each other in columns. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
