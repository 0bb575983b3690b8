/** What is asked of the hub and of every peer that has its schema: the hub’s own recorded operations. */
import { readFileSync } from 'node:fs';

const operation = (name) =>
  readFileSync(new URL(`../../test/schema/operations/${name}.graphql`, import.meta.url), 'utf8');

/** A document, and how its answer is said in the hub’s words. */
export const profile = { document: operation('profile'), asHub: (data) => data };
export const list = { document: operation('list'), asHub: (data) => data };
