/** A configured value as it may be shown: secrets and passwords are not. */

const SECRET = /_(KEY|TOKEN)$/;
const HIDDEN = '***';

/** Everything before the last @ may be a name or a password, however badly it is written. */
const withoutUser = (address: string): string =>
  address.replace(/^((?:\w+:\/\/)?).*@/s, `$1${HIDDEN}@`).replace(/(password=)[^&\s]*/gi, `$1${HIDDEN}`);

export const masked = (name: string, given: string): string =>
  SECRET.test(name) && given !== '' ? HIDDEN : withoutUser(given);
