/** The rules over imports, each from sources to a list of violations, so that each can be tried on made-up files. */
import { CHANCE, isPure, PURE_NODE_MODULES, PURE_PACKAGES } from './purity';
import { OUTSIDE, RANKS } from './ranks';
import { type Import, roomOf, type Source } from './sources';

type Parsed = Pick<Source, 'file' | 'imports'>;

const ranks = new Map(RANKS.map((room) => [room.room, room]));
const at = (file: string, { line, specifier }: Import) => `${file}:${line} imports ${specifier}`;

function rankViolation(file: string, imported: Import): string | null {
  const { target } = imported;
  const [from, to] = [roomOf(file), target === null ? null : roomOf(target)];
  if (target === null || target.startsWith('.build/')) {
    return null;
  }
  if (from === to && from !== null) {
    return null;
  }
  if (to === OUTSIDE && (from === 'test' || from === 'bench')) {
    return null; // they try these programs as anybody would
  }
  const [source, goal] = [ranks.get(from ?? ''), ranks.get(to ?? '')];
  if (to === null && !target.includes('/')) {
    return null; // package.json, jest.config.cjs
  }
  if (!source || !goal) {
    return `${at(file, imported)}: ${from === OUTSIDE || to === OUTSIDE ? 'examples stand alone' : 'no such room'}`;
  }
  if (source.not?.includes(goal.room)) {
    return `${at(file, imported)}: ${source.room} may not know ${goal.room}`;
  }
  return goal.rank < source.rank
    ? null
    : `${at(file, imported)}: rank ${source.rank} (${source.room}) from rank ${goal.rank} (${goal.room})`;
}

export function rankViolations(files: readonly Parsed[]): string[] {
  return files.flatMap(({ file, imports }) =>
    imports.flatMap((imported) => rankViolation(file, imported) ?? []),
  );
}

/** Each cycle once, as the files on it; imports of types count. */
export function cycles(files: readonly Parsed[]): string[] {
  const edges = new Map(
    files.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    if (state.get(file) === 'done' || !edges.has(file)) {
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) {
      visit(next, [...trail, file]);
    }
    state.set(file, 'done');
  };
  for (const { file } of files) {
    visit(file, []);
  }
  return found;
}

const pathInRoom = (file: string): string => file.slice((roomOf(file)?.length ?? -1) + 1);
const pure = (file: string): boolean => isPure(roomOf(file) ?? '', pathInRoom(file));

function purityViolation(file: string, imported: Import): string | null {
  const { specifier, target, typeOnly } = imported;
  if (target !== null) {
    // Whoever is handed a transaction reads and writes: that is a step, a run or a read, even by type.
    const clean = target.endsWith('.json') || (roomOf(target) !== 'src/store' && (typeOnly || pure(target)));
    return clean ? null : `${at(file, imported)}: not a pure file`;
  }
  if (typeOnly || PURE_NODE_MODULES.includes(specifier)) {
    return null;
  }
  return PURE_PACKAGES.includes(specifier) ? null : `${at(file, imported)}: not one of the pure packages`;
}

export function purityViolations(files: readonly Parsed[]): string[] {
  return files
    .filter(({ file }) => pure(file))
    .flatMap(({ file, imports }) => imports.flatMap((imported) => purityViolation(file, imported) ?? []));
}

const WORLD = [
  { pattern: /\bnew Date\(\)/, what: 'the clock' },
  { pattern: /\bDate\.now\(/, what: 'the clock' },
  { pattern: /\bperformance\.now\(/, what: 'the clock' },
  { pattern: /\bMath\.random\(/, what: 'chance' },
  { pattern: /\b(fetch|setTimeout|setInterval)\(/, what: 'the world' },
  { pattern: /\bprocess\.(?!env\b)/, what: 'the process' },
  ...CHANCE.map((name) => ({ pattern: new RegExp(`\\b${name}\\(`), what: 'chance' })),
];

/** Comments and texts may speak of a clock. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}

function linesWith(file: string, text: string, pattern: RegExp, what: string): string[] {
  return withoutComments(text)
    .split('\n')
    .flatMap((line, n) =>
      pattern.test(line) ? [`${file}:${n + 1} reaches for ${what}: ${line.trim()}`] : [],
    );
}

type Text = Pick<Source, 'file' | 'text'>;

/** Pure files take time, ids and randomness as arguments. */
export function worldInPureFiles(files: readonly Text[]): string[] {
  return files
    .filter(({ file }) => pure(file))
    .flatMap(({ file, text }) => WORLD.flatMap(({ pattern, what }) => linesWith(file, text, pattern, what)));
}

const PRODUCT = /^(src|schema|jobs)\//;

/** Even where I/O is at home, the instant and the id come from the kernel, the environment from config. */
export function strayClocksAndEnvironment(files: readonly Text[]): string[] {
  return files
    .filter(({ file }) => PRODUCT.test(file))
    .flatMap(({ file, text }) => [
      ...(file.startsWith('src/kernel/')
        ? []
        : [/\bnew Date\(\)/, /\bDate\.now\(/, /\bMath\.random\(/, /\brandomUUID\(/].flatMap((pattern) =>
            linesWith(file, text, pattern, 'clock or chance'),
          )),
      ...(file.startsWith('src/config/') ? [] : linesWith(file, text, /\bprocess\.env\b/, 'the environment')),
    ]);
}
