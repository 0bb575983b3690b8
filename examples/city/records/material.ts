/** One piece of evidence of a review, as a line of the office's file. */
import { type Day, iso } from '../days';
import type { Dice } from '../dice';
import type { FileSink } from '../file-sink';
import type { Phase } from '../story';

export type Fields = { readonly [field: string]: string | number | boolean };

export interface Material {
  readonly kind: 'D' | 'S' | 'V' | 'Q' | 'MARK';
  /** The material of the catalogue; for a mark the element. */
  readonly element: string;
  readonly on: Day;
  readonly data: Fields;
  readonly by: string;
  readonly reason?: string;
}

/** Writes a unit's evidence; keys and numbers follow from the order. */
export function putMaterials(
  sink: FileSink,
  unit: { readonly uscc: string; readonly serial: string },
  materials: readonly Material[],
): void {
  for (const [place, { kind, element, on, data, by, reason }] of materials.entries()) {
    const line = {
      key: `WM-${unit.serial}-${String(place + 1).padStart(2, '0')}`,
      uscc: unit.uscc,
      kind,
      criterion: element.slice(0, element.indexOf('.')),
      element,
      number:
        kind === 'MARK' || kind === 'V' ? null : `演证〔${iso(on).slice(0, 4)}〕${unit.serial}-${place + 1}`,
      on: iso(on),
      data,
      by,
      reason: reason ?? null,
    };
    sink.write(`${JSON.stringify(line)}\n`);
  }
}

/** Evidence that was good or bad at the regular time, and perhaps differs since: what a phase looks like in papers. */
export function staged<T>(today: Day, dice: Dice, phase: Phase, good: T, bad: T): { on: Day; value: T }[] {
  const regular = today - dice.between(100, 170);
  const lately = today - dice.between(15, 40);
  switch (phase) {
    case 'no':
      return [{ on: regular, value: good }];
    case 'late':
      return [
        { on: regular, value: good },
        { on: lately, value: bad },
      ];
    case 'lasting':
      return [{ on: regular, value: bad }];
    case 'mended':
      return [
        { on: regular, value: bad },
        { on: lately, value: good },
      ];
    default: {
      const never: never = phase;
      return never;
    }
  }
}
