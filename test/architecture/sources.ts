/** The project's code as the TypeScript parser sees it: files, their imports (types included), their functions. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { RANKS } from './ranks';

export const ROOT = path.join(__dirname, '..', '..');
const FOLDERS = ['src', 'schema', 'jobs', 'bin', 'test', 'bench', 'console', 'examples'];
const CODE = /\.(ts|tsx|js|cjs|mjs)$/;

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
  /** A project file, from the root; null: a package, a node module or data. */
  readonly target: string | null;
}

export interface Source {
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Lines of `import(x)` and `require(x)` whose x is not a plain text: no rule can hold them. */
  readonly computedImports: readonly number[];
}

function* filesBelow(folder: string): Generator<string> {
  const absolute = path.join(ROOT, folder);
  if (!fs.existsSync(absolute)) {
    return;
  }
  for (const entry of fs.readdirSync(absolute, { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') {
      yield* filesBelow(file);
    } else if (CODE.test(entry.name) || file === 'bin/hub') {
      yield file;
    }
  }
}

/** A relative import as a project file; data files count as files of their room too. */
function resolve(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) {
    return null;
  }
  const base = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}.js`, `${base}.cjs`, `${base}/index.ts`];
  const isFile = (file: string) => fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.isFile();
  return candidates.find(isFile) ?? base;
}

const isModuleCall = (node: ts.CallExpression): boolean =>
  node.expression.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(node.expression) && node.expression.text === 'require') ||
  node.expression.getText() === 'jest.requireActual';

/** `import type`, `import { type A, type B }` and `export type` bring nothing at run time. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    return node.isTypeOnly;
  }
  const clause = node.importClause;
  const named = clause?.namedBindings;
  const onlyTypes =
    !clause?.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly);
  return clause !== undefined && (clause.isTypeOnly || onlyTypes);
}

interface Found {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly node: ts.Node;
}

/** The module a node names, `null` when it names one that only running it would tell, else undefined. */
function moduleOf(node: ts.Node): Found | null | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
    return { specifier, typeOnly: isTypeOnly(node), node };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: (node.argument.literal as ts.StringLiteral).text, typeOnly: true, node };
  }
  if (ts.isExternalModuleReference(node)) {
    return { specifier: (node.expression as ts.StringLiteral).text, typeOnly: false, node };
  }
  if (ts.isCallExpression(node) && isModuleCall(node)) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteralLike(argument)
      ? { specifier: argument.text, typeOnly: false, node }
      : null;
  }
  return undefined;
}

function read(file: string): Source {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const tree = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ES2023,
    true,
    file.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS,
  );
  return { file, text, tree, ...importsOf(file, tree) };
}

/** Every import of a parsed file, wherever in it. */
export function importsOf(file: string, tree: ts.SourceFile): Pick<Source, 'imports' | 'computedImports'> {
  const imports: Import[] = [];
  const computedImports: number[] = [];
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    const found = moduleOf(node);
    if (found) {
      const { specifier, typeOnly } = found;
      imports.push({ specifier, typeOnly, line: lineOf(node), target: resolve(file, specifier) });
    } else if (found === null) {
      computedImports.push(lineOf(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { imports, computedImports };
}

let cache: readonly Source[] | undefined;

export function sources(): readonly Source[] {
  cache ??= FOLDERS.flatMap((folder) => [...filesBelow(folder)]).map(read);
  return cache;
}

/** The room a file lies in: the longest of the table's folders (and `examples`) that holds it. */
export function roomOf(file: string): string | null {
  if (file.startsWith('examples/')) {
    return 'examples';
  }
  return RANKS.find(({ room }) => file.startsWith(`${room}/`))?.room ?? null;
}
