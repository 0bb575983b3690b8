/** Findings as they are stored: what is empty is left out, which halves what PostgreSQL has to write. Pure. */
import type { ElementFinding } from './element';
import type { Evaluation } from './evaluate';

/** Stands in the database as `[{criterion, result, elements: […]}]`. */
export function findingsText({ findings }: Evaluation): string {
  return JSON.stringify(
    findings.map(({ criterion, result, elements }) => ({
      criterion,
      result,
      elements: elements.map(withoutEmpty),
    })),
  );
}

function withoutEmpty(finding: ElementFinding): Partial<ElementFinding> {
  const { element, result, cause, ask, values, parameters, records, materials, article, explanation } =
    finding;
  return {
    element,
    result,
    ...(cause === null ? {} : { cause, ask }),
    ...(hasMembers(values) ? { values } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(records.length > 0 ? { records } : {}),
    ...(materials.length > 0 ? { materials } : {}),
    article,
    explanation,
  };
}

function hasMembers(values: object): boolean {
  for (const _name in values) {
    return true;
  }
  return false;
}
