/** The city of the fault tests: a hundred employers from the generator's own files, recipients, titles named and cancelled. */
import fs from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { writeCity } from '../../examples/city/city';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { personKey } from '../../src/agencies/person';
import { importFile } from '../../src/agencies/runs/import-file';
import { endpointKey } from '../../src/delivery/endpoint-secret';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { importTitles } from '../../src/designations/runs/import-titles';
import { decideTitle } from '../../src/designations/steps/decide-title';
import { nameTitle } from '../../src/designations/steps/name-title';
import { type Actor, systemActor } from '../../src/kernel/actor';
import type { Result } from '../../src/kernel/result';
import { query, type Store, transaction } from '../../src/store/transaction';
import { loadRegions } from '../../src/units/runs/load-regions';
import { type Receivers, secretOf } from './receivers';

const actor = systemActor('test');
/** That of the processes, too. */
export const PERSON_SECRET = Buffer.alloc(32, 7);

export const OFFICER: Actor = {
  id: 'city',
  name: '市三方办',
  role: 'CITY_OFFICER',
  body: 'office',
  region: null,
};

/** The day the generator tells of: long past, so that no test depends on today. */
export const AS_OF = '2026-06-30';

/** The one delivery that is imported by hand, before any worker is there. */
export const REGISTRATIONS = `social-insurance-${AS_OF.replaceAll('-', '')}-full-1.csv`;

/** Sanctions go to two of them, titles to all; until-dates far off, for grants of the real data end. */
export const RECIPIENTS = ['credit-platform', 'housing', 'union'] as const;

const grant = (flagKind: string, fields: string[]) => ({
  flagKind,
  legalBasis: '测试依据',
  catalogueItem: '测试目录',
  fields,
  from: '2020-01-01',
  until: '2099-12-31',
});

const recipientData = (id: string, concurrency: number) => ({
  id,
  name: id,
  concurrency,
  never: [],
  grants: [
    grant('DESIGNATION', ['title', 'level', 'namedOn']),
    ...(id === 'union' ? [] : [grant('JOINT_SANCTION', ['documentNo', 'effectiveFrom', 'effectiveEnd'])]),
  ],
});

export interface Unit {
  readonly id: string;
  readonly code: string;
}

export interface SmallCity {
  /** The generator's files; `hrss/` holds deliveries for a drop folder. */
  readonly files: string;
  /** Employers that no list of wage arrears names: those it names cannot be given titles. */
  readonly units: readonly Unit[];
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(`${result.failure.code}: ${result.failure.message}`);
  }
  return result.value;
}

/** Employers with their registrations, as 人社 delivers them; no flag yet. */
export async function seedCity(store: Store, directory: string): Promise<SmallCity> {
  const files = fs.mkdtempSync(path.join(directory, 'city-'));
  writeCity({ out: files, units: 100, seed: 7, asOf: AS_OF });
  await loadRegions(store);
  const report = await importFile(
    store,
    { agency: 'hrss', path: path.join(files, 'hrss', REGISTRATIONS), actor },
    { personKey: personKey(PERSON_SECRET) },
  );
  expect(report.state).toBe('ACCEPTED');
  const listed = fs
    .readdirSync(path.join(files, 'hrss'))
    .filter((file) => /^(pay-order|listing-decision)-.*\.csv$/.test(file))
    .map((file) => iconv.decode(fs.readFileSync(path.join(files, 'hrss', file)), 'gb18030'))
    .join('')
    .normalize('NFKC')
    .replaceAll(' ', '')
    .toUpperCase();
  const units = await query<Unit>(store, 'select id, code from unit where code is not null order by id');
  return { files, units: units.filter(({ code }) => !listed.includes(code)) };
}

export async function enterRecipients(
  store: Store,
  receivers: readonly Receivers[],
  concurrency = 4,
): Promise<void> {
  const key = endpointKey(PERSON_SECRET);
  const named = receivers.flatMap((one) => one.names.map((id) => ({ id, url: one.urlOf(id) })));
  await transaction(store, async (tx) => {
    const recipients = named.map(({ id }) => recipientData(id, concurrency));
    await registerRecipients(tx, { actor, recipients });
    for (const { id, url } of named) {
      expectOk(
        await setEndpoint(tx, { recipientId: id, url, secret: secretOf(id), key, plainHttp: true, actor }),
      );
    }
  });
}

/** One transaction; naming again what is named changes nothing. Returns the title's id. */
export function name(store: Store, unit: Unit, title: string): Promise<string> {
  return transaction(store, async (tx) => {
    const named = await nameTitle(tx, {
      unitId: unit.id,
      title,
      level: 'CITY',
      honourType: 'DEMONSTRATION',
      namedOn: '2025-05-01',
      documentNo: '威三方〔2025〕1号',
      namingBody: '威海市协调劳动关系三方委员会',
      province: null,
      actor: OFFICER,
    });
    return expectOk(named).designationId;
  });
}

/** The tripartite's decision, by which the flag is withdrawn and recalled; entered again it is the same one. */
export function cancel(store: Store, designationId: string): Promise<string> {
  return transaction(store, async (tx) => {
    const decided = await decideTitle(tx, {
      designationId,
      caseId: null,
      outcome: 'CANCEL',
      documentNo: '威三方〔2026〕9号',
      decidedOn: AS_OF,
      decidingBody: 'CITY_TRIPARTITE',
      opinions: (['hrss', 'union', 'confederation', 'federation'] as const).map((body) => ({
        body,
        opinion: 'AGREE',
      })),
      heardOn: '2026-06-20',
      grounds: '复核不符合条件，限期整改后仍未达到',
      actor: OFFICER,
    });
    return expectOk(decided).decisionId;
  });
}

/** Three events per unit, the second and third about other flags than the first: named, named, the first cancelled. */
export async function decideAll(store: Store, units: readonly Unit[], about = ''): Promise<void> {
  for (const unit of units) {
    const first = await name(store, unit, `威海市劳动关系和谐企业${about}`);
    await name(store, unit, `威海市劳动关系和谐示范企业${about}`);
    await cancel(store, first);
  }
}

/** The deliveries of one day, as the night job puts them into the drop folder: the list first, its sidecar last. */
export function dropDeliveries(city: SmallCity, folder: string, types: readonly string[]): string[] {
  const from = path.join(city.files, 'hrss');
  const files = fs
    .readdirSync(from)
    .filter((file) => file.endsWith('.csv') && types.some((type) => file.startsWith(type)));
  for (const file of files.flatMap((one) => [one, one.replace('.csv', '.done')])) {
    fs.copyFileSync(path.join(from, file), path.join(folder, file));
  }
  return files;
}

/** So many titles for each unit, as a list brings them: a round has a case for each. Recipients get none before they are entered. */
export async function importManyTitles(store: Store, city: SmallCity, each: number): Promise<void> {
  const rows = city.units.flatMap(({ code }) =>
    Array.from(
      { length: each },
      (_, number) =>
        `${code},演示单位,ENTERPRISE,威海市劳动关系和谐企业之${number},CITY,2025-05-01,威三方〔2025〕1号`,
    ),
  );
  const file = path.join(city.files, 'many-titles.csv');
  fs.writeFileSync(file, ['uscc,name,kind,title,level,named_on,document_no', ...rows, ''].join('\n'));
  const report = await importTitles(store, { path: file, actor });
  expect(report).toMatchObject({ read: rows.length, attached: rows.length, refused: [] });
}

/** An OFFICER of the city's office, who may see all that these tests ask for. */
export async function openAccount(store: Store): Promise<string> {
  const token = 'a-token-of-the-tests';
  await transaction(store, (tx) =>
    registerPrincipal(tx, { ...OFFICER, role: 'CITY_OFFICER', token, actor: OFFICER }),
  );
  return token;
}
