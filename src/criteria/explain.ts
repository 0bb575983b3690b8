/** A Chinese sentence for each result, such as an officer could put into a letter. Pure. */
import type { Element } from './catalogue';

export type ElementResult = 'MET' | 'NOT_MET' | 'NOT_APPLICABLE' | 'UNKNOWN';

/** Causes that the evaluation itself knows; a standard adds its own. */
export const CAUSES = {
  FEED_LATE: '来源数据未按期更新',
  FEED_HELD: '来源数据异常，待核实',
  FEED_NEVER_DELIVERED: '来源尚未提供数据',
  ROW_QUARANTINED: '来源关于该单位的记录有误，待更正',
  RECORD_GONE: '名单中不再出现，未见移出决定，待核实',
  VALUE_NOT_GIVEN: '来源未提供该项',
  MATERIAL_MISSING: '尚无材料',
  MATERIAL_TOO_OLD: '材料已超过有效期',
  MARK_MISSING: '尚无评审意见',
  MARK_TOO_OLD: '评审意见已超过有效期',
  NOT_HELD_AGAINST: '按规定不据此认定不符合',
} as const;

export type Cause = keyof typeof CAUSES | (string & {});

const BODIES: Readonly<Record<string, string>> = {
  hrss: '人社部门',
  union: '总工会',
  confederation: '企联',
  federation: '工商联',
  court: '人民法院',
  office: '三方办',
};

/** The value of what a template names: a fact, a material field, a parameter, the reviewer's reason. */
export type Shown = (name: string) => unknown;

type Plain = string | { readonly name: string };
/** `[…]` in a template: left out where a value in it is missing. */
type Piece = Plain | { readonly optional: readonly Plain[] };
type Template = readonly Piece[];

/** The templates of a standard, taken apart once. */
export interface Sentences {
  readonly sentences: Readonly<Record<ElementResult, Template>>;
  readonly causes: Readonly<Record<string, string>>;
  readonly asked: Readonly<Record<string, string>>;
}

interface Named {
  readonly causes: Readonly<Record<string, { readonly zh: string }>>;
  readonly asked: Readonly<Record<string, { readonly zh: string }>>;
}

export function prepareSentences(element: Element, named: Named): Sentences {
  const { met, notMet, notApplicable, unknown } = element.explain;
  const zh = (entries: Named['causes']) =>
    Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, text.zh]));
  return {
    sentences: {
      MET: takeApart(met),
      NOT_MET: takeApart(notMet),
      NOT_APPLICABLE: takeApart(notApplicable),
      UNKNOWN: takeApart(unknown),
    },
    causes: { ...CAUSES, ...zh(named.causes) },
    asked: { ...BODIES, ...zh(named.asked) },
  };
}

const plainPieces = (text: string): Plain[] =>
  text.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? { name: part.slice(1, -1) } : part));

const takeApart = (text: string): Template =>
  text
    .split(/(\[[^\]]*\])/)
    .flatMap((part): Piece[] =>
      part.startsWith('[') ? [{ optional: plainPieces(part.slice(1, -1)) }] : plainPieces(part),
    );

/** What a template says whether its values are known or not. */
export const withoutOptional = (text: string): string => text.replace(/\[[^\]]*\]/g, '');

/** Null: a value that the sentence cannot do without is missing, so the result cannot be said, nor stand. */
export function explain(
  { sentences, causes, asked }: Sentences,
  result: ElementResult,
  shown: Shown,
  cause: string | null,
  ask: readonly string[],
): string | null {
  let text = '';
  for (const piece of sentences[result]) {
    const said =
      typeof piece === 'object' && 'optional' in piece
        ? (sayAll(piece.optional, shown) ?? '')
        : say(piece, shown);
    if (said === null) {
      return null;
    }
    text += said;
  }
  if (result !== 'UNKNOWN') {
    return text;
  }
  const why = cause === null ? '' : `原因：${causes[cause] ?? cause}。`;
  return `${text}${why}请向${ask.map((who) => asked[who] ?? who).join('、')}核实。`;
}

const say = (piece: Plain, shown: Shown): string | null =>
  typeof piece === 'string' ? piece : valueText(shown(piece.name));

function sayAll(pieces: readonly Plain[], shown: Shown): string | null {
  let text = '';
  for (const piece of pieces) {
    const said = say(piece, shown);
    if (said === null) {
      return null;
    }
    text += said;
  }
  return text;
}

/** Null: there is no value; a day that is known never to have been is none either. */
function valueText(value: unknown): string | null {
  switch (typeof value) {
    case 'boolean':
      return value ? '是' : '否';
    case 'string':
      return value.trim() === '' ? null : value;
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    default:
      return null;
  }
}
