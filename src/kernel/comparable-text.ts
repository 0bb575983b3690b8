/** The one form under which document numbers, and titles, are compared: people write the same one in several ways. Pure. */

/** Brackets that NFKC leaves apart: 〔〕 is what the standard demands (GB/T 9704-2012), the others are what is typed. */
const OPENING = /[[{〔【〖〈《「『]/g;
const CLOSING = /[\]}〕】〗〉》」』]/g;
const DASHES = /[‐-―−]/g;
/** Blanks, and characters that print nothing. */
const UNSEEN = /[\s\p{Cf}]/gu;

/** Never shown and never sent: what a document says of itself stays as it was written. */
export const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(OPENING, '(')
    .replace(CLOSING, ')')
    .replace(DASHES, '-')
    .toUpperCase();

export const isSameNumber = (one: string, other: string): boolean => comparable(one) === comparable(other);
