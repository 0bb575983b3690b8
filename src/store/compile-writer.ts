/** Writes one statement: names its rows, hands out its parameters, and says to each piece of SQL where it stands. */
import { Parameters } from './compile-parameters';
import type { LinkPlace, Order, Source } from './selection';
import type { EnvironmentName, RowPlace } from './shape';

/** What was decided about the actor before anything is written; part of the key under which the text is kept. */
export interface Decisions {
  readonly regional: boolean;
  may(area: string): boolean;
}

/** Of each field with arguments: which of them were given. */
export type GivenArguments = (slot: number, path: readonly string[]) => boolean;

const ENVIRONMENT_TYPES: Readonly<Record<EnvironmentName, string>> = {
  today: 'date',
  now: 'timestamptz',
  actorId: 'text',
  role: 'text',
  body: 'text',
  region: 'text',
};

export class Writer {
  readonly parameters = new Parameters();
  #rows = 0;

  constructor(
    readonly decisions: Decisions,
    readonly given: GivenArguments,
  ) {}

  newRow(): string {
    this.#rows += 1;
    return `t${this.#rows}`;
  }

  rowPlace(row: string): RowPlace {
    return {
      row,
      regional: this.decisions.regional,
      may: (area) => this.decisions.may(area),
      environment: (name) => this.parameters.place({ kind: 'environment', name }, ENVIRONMENT_TYPES[name]),
    };
  }

  linkPlace(parent: string, row: string, slot: number | null): LinkPlace {
    return {
      ...this.rowPlace(row),
      parent,
      given: (argument) => slot !== null && this.given(slot, argument.split('.')),
      argument: (argument, type) => {
        if (slot === null) {
          throw new TypeError(`a field without arguments has no argument ${argument}`);
        }
        return this.parameters.place({ kind: 'argument', slot, path: argument.split('.'), type }, type);
      },
      beyond: () => null,
    };
  }
}

export function rowsText(source: Source, place: LinkPlace): string {
  const conditions = source.where(place);
  return `from ${source.from(place)}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
}

export const orderText = (order: Order, row: string): string =>
  order.keys.map((key) => `${key.sql(row)}${order.direction === 'desc' ? ' desc' : ''}`).join(', ');
