/** The agencies' own programs over a small city, as sources to poll: with their switches, and the polls of all feeds. */
import fs from 'node:fs';
import path from 'node:path';
import { COURT } from '../../examples/agencies/court-server';
import { FEDERATION } from '../../examples/agencies/federation-server';
import { type SourceKind, startSource } from '../../examples/agencies/source';
import { UNION } from '../../examples/agencies/union-server';
import { writeCity } from '../../examples/city/city';
import type { HttpSource } from '../../src/agencies/feeds/http-source';
import type { SourceAddress } from '../../src/agencies/feeds/open-feed';
import { AGENCIES } from '../../src/agencies/registry';
import type { BatchReport } from '../../src/agencies/report';
import { importFile } from '../../src/agencies/runs/import-file';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import type { Store } from '../../src/store/transaction';
import { ACTOR, PORTS, temporaryFolder } from './deliveries';

export const AS_OF = '2026-11-21';
const TOKEN = 'a token';

export interface Sources {
  readonly folder: string;
  readonly addresses: Record<string, SourceAddress>;
  /** Turns a switch of the program, e.g. `{ fault: 'half' }`, or changes its records. */
  control(body: string, what: 'faults' | 'records', command: object): Promise<void>;
  poll(store: Store, agency: string, recordType: string): Promise<readonly BatchReport[]>;
  /** Every feed once, 人社 first; 企联's files by hand. */
  pollAll(store: Store): Promise<BatchReport[]>;
  close(): Promise<void>;
}

export async function startSources(units: number, seed = 11): Promise<Sources> {
  const folder = temporaryFolder();
  await writeCity({ out: folder, units, seed, asOf: AS_OF });
  const kinds: Record<string, SourceKind> = { union: UNION, court: COURT, federation: FEDERATION };
  const programs = await Promise.all(
    Object.entries(kinds).map(async ([body, kind]) => {
      const data = path.join(folder, body);
      const options = {
        data,
        port: 0,
        host: '127.0.0.1',
        token: TOKEN,
        control: true,
        live: false,
        busyEvery: 0,
      };
      return [body, await startSource(kind, options)] as const;
    }),
  );
  const addresses: Record<string, SourceAddress> = { hrss: { folder: path.join(folder, 'hrss') } };
  for (const [body, { url }] of programs) {
    addresses[body] = { url, token: TOKEN };
  }
  const poll: Sources['poll'] = (store, agency, recordType) =>
    pollFeed(store, { agency, recordType }, { ...PORTS, sourceOf: (body) => addresses[body] ?? null });
  return {
    folder,
    addresses,
    poll,
    async control(body, what, command) {
      const { url } = addresses[body] as HttpSource;
      const answer = await fetch(`${url}/control${what === 'records' ? '/records' : ''}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(command),
      });
      if (!answer.ok) {
        throw new Error(await answer.text());
      }
    },
    async pollAll(store) {
      const reports: BatchReport[] = [];
      for (const agency of [...AGENCIES].sort(
        (a, b) => Number(b.body === 'hrss') - Number(a.body === 'hrss'),
      )) {
        for (const { name, ownName } of agency.recordTypes) {
          if (agency.way.kind === 'BY_HAND') {
            const file = path.join(folder, agency.body, `${agency.body}-${ownName}.csv`);
            reports.push(
              await importFile(store, { agency: agency.body, path: file, asOf: AS_OF, actor: ACTOR }, PORTS),
            );
          } else {
            reports.push(...(await poll(store, agency.body, name)));
          }
        }
      }
      return reports;
    },
    async close() {
      await Promise.all(programs.map(([, { close }]) => close()));
      fs.rmSync(folder, { recursive: true });
    },
  };
}
