/** Reads all measures at start; one that says nonsense stops the process. */
import path from 'node:path';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import { readDataFiles, requireOwnIds } from '../store/data-files';
import { Measure } from './measure';

export function loadMeasures(folder = path.join(__dirname, 'measures')): readonly Measure[] {
  const measures = readDataFiles(folder).map(({ file, content }) => {
    const parsed = Measure.safeParse(content);
    if (!parsed.success) {
      throw new HubError('CATALOGUE_INVALID', `${file}：${inputProblems(parsed.error.issues)}`);
    }
    return { file, id: parsed.data.id, measure: parsed.data };
  });
  requireOwnIds(measures);
  return measures.map(({ measure }) => measure);
}
