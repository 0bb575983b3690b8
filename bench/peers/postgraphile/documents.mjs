/** The same questions in the words of PostGraphile’s schema, with the same variables; and its answers in the hub’s. */
import { readFileSync } from 'node:fs';
import { cursorOf, NOT_FOUND } from '../answers.mjs';

const document = (name) => readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8');

function unitAsHub({ unit }) {
  if (unit === null) {
    const { __typename, ...problem } = NOT_FOUND;
    return { unit: problem };
  }
  return { unit: { ...unit, names: unit.names.nodes } };
}

/** Its cursors name the order besides the id. */
function cursorAsHub(cursor) {
  const [, id] = JSON.parse(Buffer.from(cursor, 'base64').toString());
  return cursorOf({ id });
}

function unitsAsHub({ units: { edges, pageInfo } }) {
  const { hasNextPage, endCursor } = pageInfo;
  return {
    units: {
      edges: edges.map(({ cursor, node }) => ({ cursor: cursorAsHub(cursor), node })),
      pageInfo: { hasNextPage, endCursor: endCursor === null ? null : cursorAsHub(endCursor) },
    },
  };
}

export const profile = { document: document('profile'), asHub: unitAsHub };
export const list = { document: document('list'), asHub: unitsAsHub };
