/** Reads all measures at start; one that says nonsense stops the process. */
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import { Measure } from './measure';

export function loadMeasures(folder = path.join(__dirname, 'measures')): readonly Measure[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
  const measures = files.sort().map((file) => {
    const parsed = Measure.safeParse(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')));
    if (!parsed.success) {
      throw new HubError('CATALOGUE_INVALID', `${file}：${inputProblems(parsed.error.issues)}`);
    }
    return parsed.data;
  });
  if (new Set(measures.map(({ id }) => id)).size < measures.length) {
    throw new HubError('CATALOGUE_INVALID', '两个措施文件的 id 相同');
  }
  return measures;
}
