/** Decimals with two places, exact: amounts of money and means of a survey. Pure. */

export class Decimal {
  constructor(readonly hundredths: bigint) {}

  static parse(text: string): Decimal {
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text);
    if (match === null) {
      throw new RangeError(`"${text}" is not a decimal with at most two places`);
    }
    const digits = BigInt(`${match[2]}${(match[3] ?? '').padEnd(2, '0')}`);
    return new Decimal(match[1] === '-' ? -digits : digits);
  }
}
