/** What clerks do to rows: harmless dirt that a hub must clean, and a handful of spoilt rows that it must quarantine. */
import type { Dice } from './dice';
import type { Feed, Row, Value } from './feeds';

const fullWidth = (text: string): string =>
  text.replace(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** Dirt that changes nothing: the same unit must be found as if it were clean. */
export function soil(row: Row, dice: Dice): Row {
  switch (dice.between(0, 5)) {
    case 0:
      return { ...row, code: row.code.toLowerCase() };
    case 1:
      return { ...row, code: fullWidth(row.code) };
    case 2:
      return { ...row, code: ` ${row.code} ` };
    case 3:
      return { ...row, name: row.name.replace('（', '(').replace('）', ')') };
    case 4:
      return { ...row, name: ` ${row.name.slice(0, 2)} ${row.name.slice(2)}` };
    default:
      return { ...row, code: `${row.code.slice(0, 8)} ${row.code.slice(8)}`, name: `${row.name}　` };
  }
}

export const SPOILS = ['CHECK_DIGIT', 'LETTER_I_OR_O', 'IMPOSSIBLE_DATE', 'MISSING', 'UNKNOWN_WORD'] as const;
export type Spoil = (typeof SPOILS)[number];

/** The spoilt row is a copy under a key of its own, so that the true row beside it stays whole. */
export function spoilRow(feed: Feed, row: Row, spoil: Spoil): Row {
  const spoilt = { ...row, key: `X-${spoil}-${row.key}`, organisationCode: undefined };
  switch (spoil) {
    case 'CHECK_DIGIT':
      return { ...spoilt, code: row.code.slice(0, 17) + (row.code.endsWith('7') ? '8' : '7') };
    case 'LETTER_I_OR_O':
      return { ...spoilt, code: `${row.code.slice(0, 3)}IO${row.code.slice(5)}` };
    case 'IMPOSSIBLE_DATE':
      return spoilDate(feed, spoilt);
    case 'MISSING':
      return { ...spoilt, observed: '' };
    case 'UNKNOWN_WORD':
      return { ...spoilt, values: { ...row.values, [feed.word]: '不详之词' } };
    default: {
      const never: never = spoil;
      return never;
    }
  }
}

function spoilDate(feed: Feed, row: Row): Row {
  if (feed.date === '数据日期') {
    return { ...row, observed: '2026-02-30' };
  }
  const value: Value = feed.body === 'hrss' ? '20260230' : '2026-02-30';
  return { ...row, values: { ...row.values, [feed.date]: value } };
}
