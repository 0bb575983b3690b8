/** The steps that are run all day or on much at once: by the product's own functions, on parameters like those of a working day. */
import { QUERIES } from './hot-queries';
import { STEPS } from './hot-steps';
import type { Hot } from './scene';

export const HOT: readonly Hot[] = [...QUERIES, ...STEPS];
