/** What is wrong with a standard beyond its form: names that lead nowhere, doubles, a verdict out of order. Pure. */
import type { Catalogue, Criterion, Element, MaterialSlot } from './catalogue';
import { withoutOptional } from './explain';
import type { ValueType } from './expressions';

/** The facts that the hub can work out, and of what type each is. */
export type FactTypes = ReadonlyMap<string, { readonly type: Exclude<ValueType, 'DECIMAL'> }>;

/** An element with all that it may name. */
export interface Place {
  readonly catalogue: Catalogue;
  readonly criterion: Criterion;
  readonly element: Element;
  readonly slots: ReadonlyMap<string, MaterialSlot>;
  readonly factTypes: FactTypes;
}

const duplicates = (names: readonly string[]): string[] =>
  names.filter((name, place) => names.indexOf(name) !== place);

export function* wholeProblems({
  criteria,
  parameters,
  verdict,
  validFrom,
  validTo,
}: Catalogue): Generator<string> {
  const months = (name: string | null): boolean => name === null || parameters[name]?.type === 'INT';
  for (const id of duplicates(criteria.map((criterion) => criterion.id)))
    yield `${id}: the criterion stands twice`;
  for (const id of duplicates(criteria.flatMap(({ elements }) => elements.map((element) => element.id))))
    yield `${id}: the element stands twice`;
  for (const id of duplicates(criteria.flatMap(({ materials }) => materials.map((slot) => slot.id))))
    yield `${id}: the material stands twice`;
  for (const { id, elements, materials } of criteria) {
    for (const part of [...elements, ...materials]) {
      if (!part.id.startsWith(`${id}.`)) yield `${part.id}: does not begin with its criterion's id ${id}`;
    }
    for (const slot of materials) {
      if (!months(slot.maxAge)) yield `${slot.id}: maxAge names ${slot.maxAge}, which is no INT parameter`;
    }
  }
  if (!months(verdict.rectification)) yield `verdict: ${verdict.rectification} is no INT parameter`;
  if (!months('markMonths') || parameters.markMonths === undefined) yield 'parameters: markMonths is missing';
  if (duplicates(verdict.order).length > 0 || verdict.order.length !== 4 || verdict.order.at(-1) !== 'PASS')
    yield 'verdict: the order names each verdict once, the best one last';
  if (verdict.order.indexOf('FAIL') > verdict.order.indexOf('RECTIFY'))
    yield 'verdict: FAIL is worse than RECTIFY';
  if (validTo !== null && validTo < validFrom) yield 'validTo is before validFrom';
}

/** Everything that the element names must be there, and a judged element has nothing that could decide it. */
export function* namingProblems({ catalogue, element, slots, factTypes }: Place): Generator<string> {
  for (const name of [...element.needs, ...element.support]) {
    if (!factTypes.has(name)) yield `unknown fact "${name}"`;
  }
  for (const id of [...(element.material === null ? [] : [element.material]), ...element.beside]) {
    if (!slots.has(id)) yield `unknown material "${id}"`;
  }
  const bodies = new Set(['hrss', 'union', 'confederation', 'federation', 'court', 'office']);
  for (const who of [...element.ask, ...element.unknownWhen.flatMap(({ ask }) => ask)]) {
    if (!bodies.has(who) && catalogue.asked[who] === undefined) yield `nobody is called "${who}"`;
  }
  for (const { cause } of element.unknownWhen) {
    if (catalogue.causes[cause] === undefined) yield `the cause "${cause}" is not explained`;
  }
  if ((element.kind === 'JUDGED') !== (element.condition === null)) {
    yield element.kind === 'JUDGED' ? 'a judged element has a condition' : 'has no condition';
  }
  if (element.notApplicableWhen !== null && element.explain.notApplicable === '') {
    yield 'has no explanation for "not applicable"';
  }
  const fields = Object.keys(slots.get(element.material ?? '')?.fields ?? {});
  const known = new Set([
    ...element.needs,
    ...element.support,
    ...Object.keys(catalogue.parameters),
    ...fields,
  ]);
  known.add('reason');
  yield* absentProblems(element, catalogue);
  for (const [, name] of Object.values(element.explain)
    .join('')
    .matchAll(/\{([^}]*)\}/g)) {
    if (!known.has(name ?? '')) yield `an explanation names {${name}}, which the element does not have`;
  }
}

/** What may be missing stands in [ ], or no sentence could be said: what is only shown, and whatever an unknown result names. */
function* absentProblems({ explain, support }: Element, { parameters }: Catalogue): Generator<string> {
  for (const [result, text] of Object.entries(explain)) {
    for (const [, name = ''] of withoutOptional(text).matchAll(/\{([^}]*)\}/g)) {
      if (result === 'unknown' ? parameters[name] === undefined : support.includes(name)) {
        yield `the explanation "${result}" names {${name}} outside [ ], though it may be missing`;
      }
    }
  }
}
