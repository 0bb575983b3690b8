/** The districts of the demo city with their share of employers, and the words used for them in names and papers. */
import type { Dice } from './dice';

export interface Region {
  readonly code: string;
  readonly name: string;
  /** The place word in a firm's name. */
  readonly place: string;
  /** The code an older firm's registration carries (region digits are never the present place). */
  readonly formerCode: string;
}

/** 371071–371073 are statistical codes of development zones; 371074 is a parameter of the demo, no official code. */
export const REGIONS: readonly (readonly [Region, number])[] = [
  [{ code: '371002', name: '环翠区', place: '威海', formerCode: '371002' }, 30],
  [{ code: '371003', name: '文登区', place: '文登', formerCode: '371081' }, 16],
  [{ code: '371082', name: '荣成市', place: '荣成', formerCode: '371082' }, 20],
  [{ code: '371083', name: '乳山市', place: '乳山', formerCode: '371083' }, 10],
  [{ code: '371071', name: '火炬高技术产业开发区', place: '威海', formerCode: '371000' }, 9],
  [{ code: '371072', name: '经济技术开发区', place: '威海', formerCode: '371000' }, 10],
  [{ code: '371073', name: '临港经济技术开发区', place: '威海', formerCode: '371000' }, 3],
  [{ code: '371074', name: '南海新区', place: '威海', formerCode: '371000' }, 2],
];

export function pickRegion(dice: Dice): Region {
  return dice.weigh(REGIONS);
}
