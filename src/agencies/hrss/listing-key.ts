/** By what a decision to list is known again: number and day, however the number is written when it is delivered. Pure. */
import { comparable } from '../../kernel/comparable-text';

interface Numbered {
  readonly documentNo: string;
  readonly decidedOn: string;
}

/** The day last: it has no blank in it, so that no two decisions share a key. */
export const listingKey = ({ documentNo, decidedOn }: Numbered): string =>
  `${comparable(documentNo)} ${decidedOn}`;
