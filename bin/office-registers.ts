/** The registers that the tripartite office keeps itself, as files: which is which, and what takes it in. */
import { basename } from 'node:path';
import { importTitles } from '../src/designations/runs/import-titles';
import type { Actor } from '../src/kernel/actor';
import { importMaterials } from '../src/reviews/runs/import-materials';
import type { Store } from '../src/store/transaction';
import { importMemberships, importParks } from '../src/units/runs/import-parks';
import { loadRegions } from '../src/units/runs/load-regions';

interface Given {
  readonly path: string;
  readonly actor: Actor;
}

export interface OfficeReport {
  readonly read: number;
  readonly written: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
  /** What else is to be known of it. */
  readonly beside?: string;
}

interface Register {
  readonly zh: string;
  readonly take: (store: Store, given: Given) => Promise<OfficeReport>;
}

async function takeParks(store: Store, given: Given): Promise<OfficeReport> {
  await loadRegions(store);
  return importParks(store, given);
}

async function takeTitles(store: Store, given: Given): Promise<OfficeReport> {
  const { attached, proposed, ...report } = await importTitles(store, given);
  return { ...report, beside: `已对应到单位 ${attached}，待确认的候选 ${proposed}` };
}

async function takeMaterials(store: Store, given: Given): Promise<OfficeReport> {
  const { refused, refusals, ...report } = await importMaterials(store, given);
  return {
    ...report,
    refused: refusals.map(({ line, key, reason }) => ({
      row: line,
      reason: key === null ? reason : `${key}：${reason}`,
    })),
    ...(refused > refusals.length ? { beside: `共退回 ${refused} 条` } : {}),
  };
}

export const OFFICE_REGISTERS: Readonly<Record<string, Register>> = {
  parks: { zh: '园区乡镇', take: takeParks },
  memberships: { zh: '园区内的用人单位', take: importMemberships },
  designations: { zh: '称号（命名名单）', take: takeTitles },
  materials: { zh: '复核材料', take: takeMaterials },
};

/** `office-parks.csv` names its register. */
export const registerNamedBy = (path: string): string | undefined =>
  Object.keys(OFFICE_REGISTERS).find((name) => basename(path).startsWith(`office-${name}`));
