/** A standard made ready to evaluate: its expressions compiled against typed facts, and everything it names checked. Pure. */
import { canonicalJson, type Json } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';
import {
  type Catalogue,
  type Criterion,
  type Element,
  invalid,
  type MaterialField,
  type MaterialSlot,
} from './catalogue';
import { type FactTypes, namingProblems, type Place, wholeProblems } from './check';
import { prepareSentences, type Sentences } from './explain';
import { compileExpression, type Expression, type ValueType, type Vocabulary } from './expressions';

/** A parameter as it stands beside each result that rests on it. */
export interface UsedParameter {
  readonly name: string;
  readonly value: number | string;
  readonly mark: 'T' | 'L' | 'P';
}

export interface ReadField {
  readonly name: string;
  readonly type: MaterialField['type'];
  readonly value: boolean;
  readonly given: boolean;
}

export interface CompiledElement {
  readonly element: Element;
  readonly criterion: Criterion;
  readonly slot: MaterialSlot | null;
  readonly condition: Expression | null;
  readonly notApplicableWhen: Expression | null;
  readonly unknownWhen: readonly {
    readonly expression: Expression;
    readonly cause: string;
    readonly ask: readonly string[];
  }[];
  readonly needs: readonly (readonly [name: string, type: ValueType])[];
  /** Of the slot's fields those that an expression reads: the value, or whether it was given at all. */
  readonly fields: readonly ReadField[];
  /** For how many months the slot's material and a reviewer's mark count; null: they do not go out of date. */
  readonly slotMonths: number | null;
  readonly markMonths: number | null;
  /** Facts that are handed to the expressions, then those that are only shown. */
  readonly facts: readonly string[];
  readonly parameters: readonly UsedParameter[];
  readonly parameterValues: Readonly<Record<string, number | string>>;
  readonly sentences: Sentences;
  /** Material slots whose newest entry is shown beside the result. */
  readonly shows: readonly string[];
}

export interface CompiledCatalogue {
  readonly catalogue: Catalogue;
  readonly digest: Buffer;
  readonly elements: readonly CompiledElement[];
  readonly slots: ReadonlyMap<string, MaterialSlot>;
  /** The elements that a reviewer marks. */
  readonly judged: ReadonlySet<string>;
  /** All facts that it needs or shows. */
  readonly facts: readonly string[];
}

/** Throws CATALOGUE_INVALID with every problem of the file, each with its element and its reason. */
export function compileCatalogue(
  catalogue: Catalogue,
  factTypes: FactTypes,
  file: string,
): CompiledCatalogue {
  const problems = [...wholeProblems(catalogue)];
  const slots = new Map(
    catalogue.criteria.flatMap(({ materials }) => materials.map((slot) => [slot.id, slot])),
  );
  const elements: CompiledElement[] = [];
  for (const criterion of catalogue.criteria) {
    for (const element of criterion.elements) {
      const compiled = compileElement({ catalogue, criterion, element, slots, factTypes });
      problems.push(...compiled.problems.map((problem) => `${element.id}: ${problem}`));
      elements.push(compiled.value);
    }
  }
  if (problems.length > 0) {
    throw invalid(file, problems);
  }
  return {
    catalogue,
    digest: sha256(canonicalJson(catalogue as unknown as Json)),
    elements,
    slots,
    judged: new Set(elements.filter(({ condition }) => condition === null).map(({ element }) => element.id)),
    facts: [...new Set(elements.flatMap((element) => element.facts))],
  };
}

function compileElement(given: Place): { readonly value: CompiledElement; readonly problems: string[] } {
  const { catalogue, criterion, element, slots } = given;
  const problems = [...namingProblems(given)];
  const vocabulary = vocabularyOf(given, problems);
  const compile = (text: string | null, what: string): Expression | null => {
    const compiled = text === null ? null : compileExpression(text, vocabulary);
    if (typeof compiled === 'string') {
      problems.push(`${what} "${text}": ${compiled}`);
      return null;
    }
    return compiled;
  };
  const condition = compile(element.condition, 'condition');
  const notApplicableWhen = compile(element.notApplicableWhen, 'notApplicableWhen');
  const unknownWhen = element.unknownWhen.flatMap(({ when, cause, ask }) => {
    const expression = compile(when, 'unknownWhen');
    return expression === null ? [] : [{ expression, cause, ask }];
  });
  const used = [condition, notApplicableWhen, ...unknownWhen.map(({ expression }) => expression)];
  problems.push(...unusedProblems(element, used, problems.length > 0));
  const slot = element.material === null ? null : (slots.get(element.material) ?? null);
  const months = (name: string | null): number | null =>
    name === null ? null : Number(catalogue.parameters[name]?.value);
  return {
    value: {
      element,
      criterion,
      slot,
      condition,
      notApplicableWhen,
      unknownWhen,
      needs: element.needs.map((name) => [name, vocabulary.variables[name] ?? 'TEXT']),
      fields: readFields(slot, used),
      slotMonths: months(slot?.maxAge ?? null),
      markMonths: months('markMonths'),
      facts: [...new Set([...element.needs, ...element.support])],
      parameters: usedParameters(catalogue, used),
      parameterValues: Object.fromEntries(
        Object.entries(catalogue.parameters).map(([name, { value }]) => [name, value]),
      ),
      sentences: prepareSentences(element, catalogue),
      shows: [...new Set([...(element.material === null ? [] : [element.material]), ...element.beside])],
    },
    problems,
  };
}

function readFields(slot: MaterialSlot | null, used: readonly (Expression | null)[]): ReadField[] {
  const reads = new Set(used.flatMap((expression) => expression?.reads ?? []));
  return Object.entries(slot?.fields ?? {})
    .map(([name, { type }]) => ({ name, type, value: reads.has(name), given: reads.has(`${name}_given`) }))
    .filter(({ value, given }) => value || given);
}

function usedParameters({ parameters }: Catalogue, used: readonly (Expression | null)[]): UsedParameter[] {
  const constants = new Set(used.flatMap((expression) => expression?.constants ?? []));
  return Object.entries(parameters)
    .filter(([name]) => constants.has(name))
    .map(([name, { value, mark }]) => ({ name, value, mark }));
}

function vocabularyOf({ catalogue, element, slots, factTypes }: Place, problems: string[]): Vocabulary {
  const variables: Record<string, ValueType> = { asOf: 'DATE' };
  const add = (name: string, type: ValueType): void => {
    if (variables[name] !== undefined || catalogue.parameters[name] !== undefined) {
      problems.push(`"${name}" names two things`);
    }
    variables[name] = type;
  };
  for (const name of element.needs) {
    const fact = factTypes.get(name);
    if (fact !== undefined) add(name, fact.type);
  }
  for (const [name, field] of Object.entries(slots.get(element.material ?? '')?.fields ?? {})) {
    add(name, field.type);
    if (field.optional) add(`${name}_given`, 'BOOL');
  }
  return { variables, constants: catalogue.parameters };
}

/** A needed fact that nothing reads would make an element unknown for no reason. */
function unusedProblems(element: Element, used: readonly (Expression | null)[], broken: boolean): string[] {
  const read = new Set(used.flatMap((expression) => expression?.reads ?? []));
  return broken
    ? []
    : element.needs
        .filter((name) => !read.has(name))
        .map((name) => `needs "${name}", but no expression reads it`);
}
