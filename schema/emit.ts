/** Writes schema.graphql; `--check` only compares, and refuses a breaking change that is not named; `--release` sets the mark to compare with. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hubSchema } from './build';
import { printed, unnamedBreakings } from './printed';

/** The schema folder of the sources, also when run from .build/. */
function folder(): string {
  for (let at = __dirname; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'package.json'))) {
      return path.join(at, 'schema');
    }
    if (at === path.dirname(at)) {
      throw new Error('no package.json above the schema');
    }
  }
}

const read = (name: string): string => {
  const file = path.join(folder(), name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

export function problems(): string[] {
  const schema = hubSchema();
  const found: string[] = [];
  if (read('schema.graphql') !== printed(schema)) {
    found.push('schema/schema.graphql 与代码不一致，请运行 node .build/schema/emit.js 并提交。');
  }
  for (const breaking of unnamedBreakings(read('released.graphql'), schema, read('breaking.md'))) {
    found.push(`不兼容的改动未在 schema/breaking.md 中写明：${breaking}`);
  }
  return found;
}

function main(option: string | undefined): void {
  if (option === '--check') {
    const found = problems();
    for (const problem of found) {
      console.error(problem);
    }
    process.exitCode = found.length === 0 ? 0 : 1;
    return;
  }
  const text = printed(hubSchema());
  writeFileSync(path.join(folder(), 'schema.graphql'), text);
  if (option === '--release') {
    writeFileSync(path.join(folder(), 'released.graphql'), text);
  }
}

if (require.main === module) {
  main(process.argv[2]);
}
