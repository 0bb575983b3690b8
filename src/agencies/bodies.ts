/** The agencies that are joined in: to add one is to add its folder, and one line here. */
export { confederation } from './confederation/agency';
export { court } from './court/agency';
export { federation } from './federation/agency';
export { hrss } from './hrss/agency';
export { union } from './union/agency';
