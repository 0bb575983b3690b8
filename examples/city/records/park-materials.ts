/** The evidence of a park's or township's review. */
import { PARK_JUDGED, PARK_MATERIALS } from '../catalogue-table';
import { Dice } from '../dice';
import type { Park } from '../park';
import { type Plan, STREAM } from '../plan';
import { countyOffice } from './enterprise-materials';
import type { Fields, Material } from './material';

const OWN = '园区（乡镇、街道）自评';
const ASKED: Readonly<Record<string, string>> = {
  'P6.safety': '威海市应急管理局（演示）',
  'P6.health': '威海市卫生健康委员会（演示）',
};

export function parkMaterials(plan: Plan, park: Park): Material[] {
  const dice = new Dice(plan.seed, STREAM.materials + 100, park.index);
  const county = countyOffice(park.region.code);
  const on = plan.today - dice.between(100, 240);
  const whole = !park.gaps.has('station-incomplete');
  const fields = (element: string): Fields => {
    switch (element) {
      case 'P6.drills':
        return { drills: dice.between(1, 5) };
      case 'P6.safety':
      case 'P6.health':
        return { works: true };
      case 'P7.visit':
        return { sign: true, place: true, facilities: whole, content: whole };
      case 'P7.events':
        return { count: whole ? dice.between(2, 12) : 1 };
      default:
        return { inPlace: true };
    }
  };
  const missing = missingMaterials(park);
  const materials: Material[] = [];
  for (const [element, [kind]] of Object.entries(PARK_MATERIALS)) {
    if (kind !== undefined && !missing.has(element)) {
      const by = kind === 'Q' ? (ASKED[element] ?? county) : kind === 'V' ? county : OWN;
      materials.push({ kind, element, on, data: fields(element), by });
    }
  }
  for (const [element, reason] of Object.entries(PARK_JUDGED)) {
    const by = `${county}评审${dice.between(1, 4)}号`;
    materials.push({ kind: 'MARK', element, on: on + 8, data: { result: 'MET' }, by, reason });
  }
  return materials;
}

function missingMaterials(park: Park): ReadonlySet<string> {
  const missing = new Set<string>();
  if (park.gaps.has('mechanism-unshown')) {
    missing.add('P1.agenda').add('P1.plan');
  }
  if (park.gaps.has('visit-missing')) {
    missing.add('P7.visit');
  }
  if (park.gaps.has('safety-unanswered')) {
    missing.add('P6.safety');
  }
  return missing;
}
