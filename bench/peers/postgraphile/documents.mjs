/** The same questions in the words of PostGraphile’s schema, with the same variables; and its answers in the hub’s. */
import { readFileSync } from 'node:fs';
import { NOT_FOUND } from '../answers.mjs';

const document = (name) => readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8');

function unitAsHub({ unit }) {
  if (unit === null) {
    const { __typename, ...problem } = NOT_FOUND;
    return { unit: problem };
  }
  return { unit: { ...unit, names: unit.names.nodes } };
}

export const profile = { document: document('profile'), asHub: unitAsHub };
/** Its cursors are of another form. */
export const list = { document: document('list'), asHub: (data) => data, cursors: false };
