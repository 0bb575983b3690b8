/** `npm run bench -- report`: writes docs/performance.md and its plots, and removes plots of what is no longer measured. */
import fs from 'node:fs';
import path from 'node:path';
import type { Reported } from '../path';
import { readResults } from '../record';
import { type ReportFile, reportOf } from './report';

const REMARKS = 'bench/report/remarks.md';
const PLOTS = 'docs/performance';

/** What the files should be, from what lies under `root`. */
export function makeReport(root: string, paths: readonly Reported[]): ReportFile[] {
  const at = (file: string): string => path.join(root, file);
  return reportOf(paths, readResults(root), {
    remarks: fs.readFileSync(at(REMARKS), 'utf8'),
    include: (file) => (fs.existsSync(at(file)) ? fs.readFileSync(at(file), 'utf8') : null),
  });
}

export function writeReport(root: string, paths: readonly Reported[]): string[] {
  const files = makeReport(root, paths);
  fs.rmSync(path.join(root, PLOTS), { recursive: true, force: true });
  fs.mkdirSync(path.join(root, PLOTS), { recursive: true });
  for (const { file, text } of files) {
    fs.writeFileSync(path.join(root, file), text);
  }
  return files.map(({ file }) => file);
}
