/** CPU and memory of processes as the kernel counts them (/proc): a process with all its children, those that ended included. */
import fs from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_MIB = 4096 / 1_048_576;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Own ticks and those of children that have ended. */
  readonly ticks: number;
  readonly pages: number;
}

/** Fields after the last bracket: the name before it may hold anything. */
function stat(pid: number): Stat | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (index: number): number => fields[index - 3] ?? 0;
    return { pid, parent: at(4), ticks: at(14) + at(15) + at(16) + at(17), pages: at(24) };
  } catch {
    return null; // it has ended meanwhile
  }
}

function family(root: number): Stat[] {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(Number(name)) ?? []);
  const members = new Set([root]);
  for (let before = 0; before !== members.size; ) {
    before = members.size;
    for (const { pid, parent } of all) {
      if (members.has(parent)) {
        members.add(pid);
      }
    }
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Seconds of CPU since it began. Two readings around a run give what the run took. */
export const cpuSeconds = (root: number): number =>
  family(root).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;

/** Resident memory now. Of PostgreSQL it counts shared buffers once a backend: good for comparing, not for adding. */
export const memoryMiB = (root: number): number =>
  family(root).reduce((sum, { pages }) => sum + pages, 0) * PAGE_MIB;
