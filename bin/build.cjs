/**
 * TypeScript → .build/, a mirror of the tree in CommonJS, with the data files beside the code.
 * Only what changed is compiled; two processes may build at once, for every file is renamed into place.
 */
const fs = require('node:fs');
const path = require('node:path');
const { createHash } = require('node:crypto');

const ROOT = path.join(__dirname, '..');
const OUT = path.join(ROOT, '.build');
const FOLDERS = ['src', 'schema', 'jobs', 'bin', 'bench', 'examples'];
const CODE = /(?<!\.d)\.ts$/;
const DATA = /\.(json|csv|sql|graphql|ndjson|xml|txt|html)$/;

const OPTIONS = {
  configFile: false,
  swcrc: false,
  sourceMaps: true,
  module: { type: 'commonjs', importInterop: 'swc' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** Every file below a folder, as a path relative to the root. */
function* filesBelow(folder) {
  for (const entry of fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') {
      yield* filesBelow(name);
    } else if (entry.isFile() && (CODE.test(name) || DATA.test(name))) {
      yield name;
    }
  }
}

const outputOf = (name) => path.join(OUT, name.replace(CODE, '.js'));

/** Written beside its place and renamed, with the time of its source: equal times mean "up to date". */
function place(target, bytes, time) {
  const beside = `${target}.${process.pid}.tmp`;
  fs.writeFileSync(beside, bytes);
  if (time !== undefined) {
    fs.utimesSync(beside, time, time);
  }
  fs.renameSync(beside, target);
}

function mtime(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** The sources whose output is missing or stems from another state of the source. */
function staleSources(sources) {
  return sources.filter((name) => {
    const built = mtime(outputOf(name));
    const source = mtime(path.join(ROOT, name));
    return source !== undefined && (built === undefined || Math.abs(built - source) > 1);
  });
}

async function compile(name) {
  const source = path.join(ROOT, name);
  const target = outputOf(name);
  const time = fs.statSync(source).mtime;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (!CODE.test(name)) {
    place(target, fs.readFileSync(source), time);
    return;
  }
  const { transformFile } = require('@swc/core');
  const { code, map } = await transformFile(source, {
    ...OPTIONS,
    sourceFileName: path.relative(path.dirname(target), source),
  });
  place(`${target}.map`, map);
  place(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`, time);
}

/** What no longer has a source goes, or a removed migration would still be run. */
function removeOrphans(sources) {
  const wanted = new Set(sources.flatMap((name) => [outputOf(name), `${outputOf(name)}.map`]));
  for (const folder of FOLDERS) {
    const built = path.join(OUT, folder);
    const entries = fs.existsSync(built)
      ? fs.readdirSync(built, { recursive: true, withFileTypes: true })
      : [];
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !wanted.has(file) && !file.endsWith('.tmp')) {
        fs.rmSync(file, { force: true });
      }
    }
  }
}

/** Other options or another compiler make all output stale. */
function stampOf() {
  const { version } = require('@swc/core/package.json');
  return createHash('sha256').update(JSON.stringify(OPTIONS)).update(version).digest('hex');
}

/** Brings .build/ up to date; returns how many files were written. */
async function build() {
  const present = FOLDERS.filter((folder) => fs.existsSync(path.join(ROOT, folder)));
  if (!present.includes('src')) {
    return 0; // an image that ships only what was built
  }
  const sources = present.flatMap((folder) => [...filesBelow(folder)]);
  const stampFile = path.join(OUT, 'stamp');
  const stamp = stampOf();
  const sameStamp = fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp;
  const stale = sameStamp ? staleSources(sources) : sources;
  fs.mkdirSync(OUT, { recursive: true });
  const queue = [...stale];
  const lane = async () => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      await compile(name);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  removeOrphans(sources);
  if (!sameStamp) {
    place(stampFile, stamp);
  }
  return stale.length;
}

module.exports = { build, OUT };

if (require.main === module) {
  build().then(
    (count) => console.log(`built ${count} file(s)`),
    (error) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
