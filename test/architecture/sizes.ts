/** How long files and functions are. */
import ts from 'typescript';
import type { Source } from './sources';

export const MOST_LINES = { file: 250, function: 60 } as const;

/** Hand-read SQL of one release, and columns one below the other, are as long as the schema makes them. */
const UNMEASURED = /^src\/store\/migrations\/|\/tables\.ts$/;
/** A `describe` is a function too, and a long one. */
const FUNCTIONS_UNMEASURED = /^(test|bench)\//;

type Measured = Pick<Source, 'file' | 'text' | 'tree'>;

export function longFiles(files: readonly Measured[]): string[] {
  return files.flatMap(({ file, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > MOST_LINES.file && !UNMEASURED.test(file) ? [`${file}: ${lines} lines`] : [];
  });
}

function nameOf(node: ts.Node): string {
  const named = node as ts.Node & { name?: ts.Node };
  const parent = node.parent as (ts.Node & { name?: ts.Node }) | undefined;
  return named.name?.getText() ?? parent?.name?.getText() ?? 'a function';
}

function longFunctionsIn({ file, tree }: Measured): string[] {
  const found: string[] = [];
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const lines = lineOf(node.end) - lineOf(node.getStart()) + 1;
      if (lines > MOST_LINES.function) {
        found.push(`${file}:${lineOf(node.getStart()) + 1} ${nameOf(node)}: ${lines} lines`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

export function longFunctions(files: readonly Measured[]): string[] {
  return files
    .filter(({ file }) => !UNMEASURED.test(file) && !FUNCTIONS_UNMEASURED.test(file))
    .flatMap(longFunctionsIn);
}
