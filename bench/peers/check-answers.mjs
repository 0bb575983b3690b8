/**
 * Asks the hub and a peer the same, for hundreds of units and pages, and names the first difference.
 *   node check-answers.mjs <hub url> <token> <peer url> [module with the peer’s own documents]
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as ours from './documents.mjs';

const [hubUrl, token, peerUrl, own] = process.argv.slice(2);
if (peerUrl === undefined) {
  console.error('usage: node check-answers.mjs <hub url> <token> <peer url> [documents module]');
  process.exit(2);
}
const theirs = own === undefined ? ours : createRequire(import.meta.url)(path.resolve(own));

const UNITS = 400;
const PAGES_OF_A_FILTER = 4;
const LEVELS = ['COUNTY', 'CITY', 'PROVINCE', 'NATIONAL'];
/** Well formed, and nobody’s. */
const UNKNOWN = '91371002MA0000007N';

async function ask(url, document, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
  });
  const text = await response.text();
  const answer = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {};
  if (!answer.data || answer.errors) {
    throw new Error(
      `${url} answered ${response.status} to ${JSON.stringify(variables)}: ${text.slice(0, 2000)}`,
    );
  }
  return answer.data;
}

/** The path of the first value that is not the same, or null. Keys may come in any order, list entries may not. */
function difference(one, other, at = 'data') {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    return one === other ? null : `${at}: hub ${JSON.stringify(one)}, peer ${JSON.stringify(other)}`;
  }
  // A refusal is its code: the sentence beside it is wording.
  const keys = 'problem' in one ? ['problem'] : [...Object.keys(one), ...Object.keys(other)];
  for (const key of new Set(keys)) {
    const found = difference(one[key], other[key], `${at}.${key}`);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

function same(what, hub, peer) {
  const found = difference(hub, peer);
  if (found !== null) {
    console.error(`${what}: ${found}`);
    process.exit(1);
  }
}

async function samePages(filter, first, most) {
  // A cursor is handed back to the server that gave it.
  let after = { hub: null, peer: null };
  for (let page = 1; page <= most; page += 1) {
    const [hub, answer] = await Promise.all([
      ask(hubUrl, ours.list.document, { filter, first, after: after.hub }),
      ask(peerUrl, theirs.list.document, { filter, first, after: after.peer }),
    ]);
    same(`page ${page} of ${first} units with ${JSON.stringify(filter)}`, hub, theirs.list.asHub(answer));
    if (!hub.units.pageInfo.hasNextPage) {
      return page;
    }
    after = { hub: hub.units.pageInfo.endCursor, peer: answer.units.pageInfo.endCursor };
  }
  return most;
}

async function someUnits() {
  const units = [];
  for (let after = null; units.length < UNITS; ) {
    const { units: page } = await ask(hubUrl, ours.list.document, { first: 50, after });
    units.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) {
      break;
    }
  }
  return units;
}

async function sameProfile(code) {
  const [hub, answer] = await Promise.all([
    ask(hubUrl, ours.profile.document, { code }),
    ask(peerUrl, theirs.profile.document, { code }),
  ]);
  same(`unit ${code}`, hub, theirs.profile.asHub(answer));
}

const units = await someUnits();
const codes = [...units.flatMap(({ code }) => code ?? []), UNKNOWN];
for (const code of codes) {
  await sameProfile(code);
}

const regions = [...new Set(units.flatMap(({ regionCode }) => regionCode ?? []))].sort();
let pages = 0;
for (const regionCode of regions) {
  pages += await samePages({ regionCode }, 50, 2);
  for (const titleLevel of LEVELS) {
    pages += await samePages({ regionCode, titleLevel }, 50, PAGES_OF_A_FILTER);
    pages += await samePages({ regionCode, titleLevel }, 7, PAGES_OF_A_FILTER);
  }
}
for (const titleLevel of LEVELS) {
  pages += await samePages({ titleLevel }, 50, PAGES_OF_A_FILTER);
}
pages += await samePages(null, 20, PAGES_OF_A_FILTER);
console.log(`same data: ${codes.length} units, ${pages} pages`);
