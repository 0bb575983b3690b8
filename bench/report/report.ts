/** The files of the report, from what is kept of the results and what was written by hand; pure. */
import { type Reported, SCALES } from '../path';
import type { Kept } from '../record';
import { documentOf, type Written } from './document';
import { hasPlot, plotOf } from './plot';

export interface ReportFile {
  /** From the root. */
  readonly file: string;
  readonly text: string;
}

const bySize = (one: Kept, other: Kept): number => SCALES[one.scale] - SCALES[other.scale];

/** docs/performance.md and a plot for each path that was measured. */
export function reportOf(
  paths: readonly Reported[],
  results: readonly Kept[],
  written: Written,
): ReportFile[] {
  const sorted = [...results].sort(bySize);
  const plots = paths.flatMap((path) => {
    const own = sorted.filter((result) => result.path === path.name);
    return hasPlot(own) ? [{ file: `docs/performance/${path.name}.svg`, text: plotOf(path, own) }] : [];
  });
  return [{ file: 'docs/performance.md', text: documentOf(paths, sorted, written) }, ...plots];
}
