/** One element of a standard for one unit: met, not met, not applicable, or unknown with its cause and whom to ask. Pure. */
import type { Facts } from '../agencies/facts';
import type { Json } from '../kernel/canonical-json';
import type { CompiledElement, UsedParameter } from './compile';
import { type Cause, type ElementResult, explain, type Shown } from './explain';
import { type Answer, monthsBefore, toCel } from './expressions';
import { type Material, markFor } from './material';

export interface ElementFinding {
  readonly element: string;
  readonly result: ElementResult;
  readonly cause: Cause | null;
  readonly ask: readonly string[];
  readonly values: Readonly<Record<string, Json>>;
  readonly parameters: readonly UsedParameter[];
  readonly records: readonly string[];
  readonly materials: readonly string[];
  readonly article: string;
  readonly explanation: string;
}

/** All that is on file of the unit. */
export interface OnFile {
  readonly asOf: string;
  readonly facts: Facts;
  readonly newest: ReadonlyMap<string, Material>;
}

/** What an element came to, before it is written down. */
interface Outcome {
  readonly result: ElementResult;
  readonly cause: Cause | null;
  readonly ask: readonly string[];
}

export function findElement(compiled: CompiledElement, onFile: OnFile): ElementFinding {
  const { element } = compiled;
  const { facts, newest } = onFile;
  const values: Record<string, Json> = {};
  const records: string[] = [];
  for (const name of compiled.facts) {
    const fact = facts[name];
    if (fact?.known) {
      values[name] = fact.value as Json;
      records.push(...fact.records);
    }
  }
  const mark = element.kind === 'JUDGED' ? newest.get(markFor(element.id)) : undefined;
  const materials = compiled.shows.flatMap((slot) => newest.get(slot)?.id ?? []);
  const entered = newest.get(compiled.slot?.id ?? '')?.data ?? {};
  for (const name of Object.keys(compiled.slot?.fields ?? {})) {
    const value = entered[name];
    if (value !== undefined) {
      values[name] = value;
    }
  }
  const shown: Shown = (name) =>
    name === 'reason' ? mark?.reason : (values[name] ?? compiled.parameterValues[name]);
  const { outcome, explanation } = say(compiled, decide(compiled, onFile, mark), shown);
  return {
    element: element.id,
    result: outcome.result,
    cause: outcome.cause,
    ask: outcome.ask,
    values,
    parameters: compiled.parameters,
    records: records.length > 1 ? [...new Set(records)] : records,
    materials: mark === undefined ? materials : [...materials, mark.id],
    article: element.basis.reference,
    explanation,
  };
}

/** A result whose sentence lacks a value that it rests on is none: nothing is met, or not met, on what is not there. */
function say(
  { sentences, element }: CompiledElement,
  outcome: Outcome,
  shown: Shown,
): { readonly outcome: Outcome; readonly explanation: string } {
  const { result, cause, ask } = outcome;
  const explanation = explain(sentences, result, shown, cause, ask);
  if (explanation !== null) {
    return { outcome, explanation };
  }
  const open: Outcome = { result: 'UNKNOWN', cause: 'VALUE_NOT_GIVEN', ask: element.ask };
  return { outcome: open, explanation: explain(sentences, 'UNKNOWN', shown, open.cause, open.ask) ?? '' };
}

const plainly = (result: ElementResult): Outcome => ({ result, cause: null, ask: [] });

function decide(compiled: CompiledElement, onFile: OnFile, mark: Material | undefined): Outcome {
  const context = contextOf(compiled, onFile);
  const applies =
    compiled.notApplicableWhen?.ask(context) ?? (compiled.notApplicableWhen === null ? false : null);
  if (applies === true) {
    return plainly('NOT_APPLICABLE');
  }
  for (const { expression, cause, ask } of compiled.unknownWhen) {
    const tooLittle = expression.ask(context);
    if (tooLittle !== false) {
      // Open whether there is enough to judge by: then it is not judged.
      return tooLittle === null ? unknownBy(compiled, onFile) : { result: 'UNKNOWN', cause, ask };
    }
  }
  const outcome =
    compiled.condition === null
      ? judged(compiled, onFile, mark)
      : conditional(compiled, onFile, compiled.condition.ask(context));
  // Whether it applies at all is unknown: then it may be met, but nothing is held against the unit.
  return outcome.result === 'NOT_MET' && applies === null ? unknownBy(compiled, onFile) : outcome;
}

/** Names without a known value are left out: the expression then answers only if the others decide. */
function contextOf(compiled: CompiledElement, { asOf, facts, newest }: OnFile): Record<string, unknown> {
  const context: Record<string, unknown> = { asOf };
  for (const [name, type] of compiled.needs) {
    const fact = facts[name];
    if (fact?.known) {
      context[name] = toCel(type, fact.value);
    }
  }
  const material = newest.get(compiled.slot?.id ?? '');
  if (material !== undefined && !isTooOld(material, compiled.slotMonths, asOf)) {
    for (const { name, type, value, given } of compiled.fields) {
      const entered = material.data[name] ?? null;
      if (value && entered !== null) {
        context[name] = toCel(type, entered);
      }
      if (given) {
        context[`${name}_given`] = entered !== null;
      }
    }
  }
  return context;
}

const isTooOld = (material: Material, months: number | null, asOf: string): boolean =>
  months !== null && material.on < monthsBefore(asOf, months);

/** Only the reviewer's mark answers; nothing that the program knows fills it in. */
function judged(
  { element, markMonths }: CompiledElement,
  { asOf }: OnFile,
  mark: Material | undefined,
): Outcome {
  if (mark === undefined) {
    return { result: 'UNKNOWN', cause: 'MARK_MISSING', ask: element.ask };
  }
  if (isTooOld(mark, markMonths, asOf)) {
    return { result: 'UNKNOWN', cause: 'MARK_TOO_OLD', ask: element.ask };
  }
  return plainly(mark.data.result === 'MET' ? 'MET' : 'NOT_MET');
}

function conditional(compiled: CompiledElement, onFile: OnFile, answer: Answer): Outcome {
  if (answer === null) {
    return unknownBy(compiled, onFile);
  }
  if (answer) {
    return plainly('MET');
  }
  const { notMetMeans, ask } = compiled.element;
  return notMetMeans === 'NOT_MET'
    ? plainly('NOT_MET')
    : { result: 'UNKNOWN', cause: 'NOT_HELD_AGAINST', ask };
}

/** Why an answer is open: the first fact that is unknown, else the material that is missing, out of date or incomplete. */
function unknownBy(
  { needs, slot, slotMonths, element }: CompiledElement,
  { asOf, facts, newest }: OnFile,
): Outcome {
  for (const [name] of needs) {
    const fact = facts[name];
    if (fact !== undefined && !fact.known) {
      return { result: 'UNKNOWN', cause: fact.cause, ask: [fact.ask] };
    }
  }
  const material = newest.get(slot?.id ?? '');
  const open = (cause: Cause): Outcome => ({ result: 'UNKNOWN', cause, ask: element.ask });
  if (slot === null) {
    return open('VALUE_NOT_GIVEN');
  }
  if (material === undefined) {
    return open('MATERIAL_MISSING');
  }
  return open(isTooOld(material, slotMonths, asOf) ? 'MATERIAL_TOO_OLD' : 'VALUE_NOT_GIVEN');
}
