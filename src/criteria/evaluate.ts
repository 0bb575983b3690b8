/** Facts and material of one unit on a day, by one standard → findings and verdict. Pure, and the same each time. */
import type { Facts } from '../agencies/facts';
import type { Verdict } from './catalogue';
import type { CompiledCatalogue } from './compile';
import { type ElementFinding, findElement } from './element';
import type { ElementResult } from './explain';
import { type Material, newestMaterials } from './material';

/** Grows when the same input could give another output; stored with every verdict. */
export const ENGINE = 'criteria/2';

/** Element → the last day on which it could be put right: only what was ordered and is still not met fails. */
export type Orders = Readonly<Record<string, string>>;

export interface Question {
  readonly catalogue: CompiledCatalogue;
  readonly asOf: string;
  readonly facts: Facts;
  readonly materials: readonly Material[];
  readonly orders: Orders;
}

export interface Finding {
  readonly criterion: string;
  readonly result: ElementResult;
  readonly elements: readonly ElementFinding[];
}

export interface Evaluation {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

export function evaluate(question: Question): Evaluation {
  const { catalogue, asOf, facts } = question;
  const newest = newestMaterials(catalogue, question.materials, asOf);
  const findings: Finding[] = [];
  let elements: ElementFinding[] = [];
  for (const [place, compiled] of catalogue.elements.entries()) {
    elements.push(findElement(compiled, { asOf, facts, newest }));
    const { criterion } = compiled;
    if (catalogue.elements[place + 1]?.criterion !== criterion) {
      findings.push({ criterion: criterion.id, result: worst(elements), elements });
      elements = [];
    }
  }
  return { verdict: verdictOf(findings, question), findings };
}

/** Not met, then unknown, then met; a criterion of which nothing applies does not apply. */
function worst(elements: readonly ElementFinding[]): ElementResult {
  for (const result of ['NOT_MET', 'UNKNOWN', 'MET'] as const) {
    if (elements.some((element) => element.result === result)) {
      return result;
    }
  }
  return 'NOT_APPLICABLE';
}

function verdictOf(findings: readonly Finding[], { catalogue, asOf, orders }: Question): Verdict {
  const elements = findings.flatMap((finding) => finding.elements);
  const has = (result: ElementResult) => elements.some((element) => element.result === result);
  const holds: Readonly<Record<Verdict, () => boolean>> = {
    FAIL: () =>
      elements.some(({ element, result }) => result === 'NOT_MET' && (orders[element] ?? asOf) < asOf),
    RECTIFY: () => has('NOT_MET'),
    PENDING_EVIDENCE: () => has('UNKNOWN'),
    PASS: () => true,
  };
  return catalogue.catalogue.verdict.order.find((verdict) => holds[verdict]()) ?? 'PASS';
}
