/** What may be flagged at all: a closed list of fields, kinds and decisions; anything else stops the transaction. */
import { parseRecipients } from '../../src/delivery/recipient';
import weihai from '../../src/delivery/recipients/weihai.json';
import { COMMON_FIELDS, FLAG_FIELDS, FLAG_KINDS, type FlagKind, problemOf } from '../../src/flags/flag';
import { changeFlag, type FlagCommand } from '../../src/flags/steps/change-flag';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { titled } from './titled';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  await registerAll(store, [recipient('r', [...FLAG_KINDS])]);
});
afterEach(() => expectSound(store));
afterAll(() => database.close());

const change = (command: FlagCommand) => transaction(store, (tx) => changeFlag(tx, command));

const listing: FlagCommand = titled('1', {
  kind: 'JOINT_SANCTION',
  subject: 'listing-1',
  decisionType: 'LISTING_DECISION',
  effectiveEnd: '2029-01-01',
  basis: {
    documentNo: '威人社监列字〔2026〕1号',
    issuingBody: '威海市人力资源和社会保障局',
    article: '第五条第一项',
    decidedOn: '2026-01-01',
    servedOn: '2026-01-05',
    termYears: 3,
  },
});

test('the examples are allowed', () => {
  for (const command of [titled('1'), listing]) {
    expect(problemOf({ ...command, basis: command.basis ?? {} })).toBeNull();
  }
});

test.each([
  ['a sanction without a served decision', { ...listing, basis: { ...listing.basis, servedOn: null } }],
  ['a sanction by a review', { ...listing, decisionType: 'TITLE_DECISION' }],
  ['a sanction by an eligibility', { ...listing, decisionType: 'ELIGIBILITY' }],
  ['a sanction that names a person', { ...listing, basis: { ...listing.basis, personName: '某人' } }],
  [
    'an eligibility with its reasons',
    titled('1', {
      kind: 'INCENTIVE_ELIGIBILITY',
      decisionType: 'ELIGIBILITY',
      basis: { measure: 'm', legalBasis: 'b', answer: 'NOT_ELIGIBLE' },
    }),
  ],
  [
    'a title with a verdict',
    titled('1', { basis: { title: 't', level: 'CITY', namedOn: '2024-05-01', verdict: 'FAIL' } }),
  ],
  ['a title by an eligibility', titled('1', { decisionType: 'ELIGIBILITY' })],
])('%s stops the transaction', async (_name, command) => {
  const { id } = await makeUnit(store);
  await expect(change({ ...command, unitId: id } as FlagCommand)).rejects.toThrow('changeFlags:');
  expect(await query(store, 'select from event where unit_id = $1', [id])).toEqual([]);
});

test('no recipient of the real data is granted a field that flags do not have, nor the reason of an eligibility', () => {
  for (const { id, grants } of parseRecipients(weihai).recipients) {
    for (const { flagKind, fields } of grants) {
      const known = [...FLAG_FIELDS[flagKind as FlagKind], ...COMMON_FIELDS];
      expect({ id, flagKind, unknown: fields.filter((field) => !known.includes(field)) }).toEqual({
        id,
        flagKind,
        unknown: [],
      });
      expect(flagKind === 'INCENTIVE_ELIGIBILITY' && fields.includes('reason')).toBe(false);
    }
  }
});

test('union, chambers and confederation are granted no sanctions, and data that would is refused', () => {
  const data = structuredClone(weihai);
  const bodies = parseRecipients(data).recipients.filter(({ id }) =>
    ['union', 'confederation', 'federation'].includes(id),
  );
  expect(bodies).toHaveLength(3);
  expect(bodies.flatMap(({ grants }) => grants).some(({ flagKind }) => flagKind === 'JOINT_SANCTION')).toBe(
    false,
  );
  const union = data.recipients.find(({ id }) => id === 'union');
  union?.grants.push({ ...(union.grants[0] as (typeof union.grants)[number]), flagKind: 'JOINT_SANCTION' });
  expect(() => parseRecipients(data)).toThrow('依法不得取得');
});

test('the event carries what the flag says, and nothing of the evidence', async () => {
  const { id } = await makeUnit(store);
  const { eventId } = await change(titled(id));
  const [event] = await query<{ state: { state: Record<string, unknown> } }>(
    store,
    'select state from event where id = $1',
    [eventId],
  );
  expect(Object.keys(event?.state.state ?? {}).sort()).toEqual([
    'effectiveEnd',
    'effectiveFrom',
    'kind',
    'level',
    'namedOn',
    'reason',
    'state',
    'subject',
    'title',
    'version',
  ]);
});
