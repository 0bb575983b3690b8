/** Reads the standards of a folder: one file each, so that adding a standard is adding a file. */
import { join } from 'node:path';
import { readDataFiles } from '../store/data-files';
import { invalid, parseCatalogue } from './catalogue';
import type { FactTypes } from './check';
import { type CompiledCatalogue, compileCatalogue } from './compile';
import { overlaps } from './in-force';

export const CATALOGUE_FOLDER = join(__dirname, 'catalogues');

/** Read anew on each call. Throws CATALOGUE_INVALID naming file, element and reason; one bad file stops all. */
export function loadCatalogues(factTypes: FactTypes, folder = CATALOGUE_FOLDER): CompiledCatalogue[] {
  const loaded = readDataFiles(folder).map(({ file, content }) => ({
    file,
    compiled: compileCatalogue(parseCatalogue(content, file), factTypes, file),
  }));
  for (const [place, { file, compiled }] of loaded.entries()) {
    for (const other of loaded.slice(0, place)) {
      if (compiled.catalogue.id === other.compiled.catalogue.id) {
        throw invalid(file, [`the id ${compiled.catalogue.id} is that of ${other.file}`]);
      }
      if (overlaps(compiled.catalogue, other.compiled.catalogue)) {
        throw invalid(file, [`holds for the same region, unit kind and days as ${other.file}`]);
      }
    }
  }
  return loaded.map(({ compiled }) => compiled);
}
