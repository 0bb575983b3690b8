/** The edge between rooms: which shape answers which GraphQL type, which rows may be seen, and what leads where. */
import type { Area } from '../src/access/areas';
import { BadArgument } from '../src/store/compile-parameters';
import type { SqlType } from '../src/store/scalar-text';
import type { LinkPlace, Order, OrderKey, PageSize, Source } from '../src/store/selection';
import type { RowPlace, Shape } from '../src/store/shape';
import { PAGE } from './page';

/** A condition on the rows; null where it does not apply, such as a filter that was not given. */
export type Condition = (place: LinkPlace) => string | null;

interface Leads {
  /** Name of the GraphQL type it leads to. */
  readonly to: string;
  /** In place of the table of the type's shape. */
  readonly from?: (place: LinkPlace) => string;
  readonly where?: readonly Condition[];
  /** The rows belong to the unit of the row it starts from, whose region has been looked at. */
  readonly sameUnit?: true;
}

interface Pages {
  readonly order: Order;
  readonly size: PageSize;
}

export type Link =
  /** An object over the same row. */
  | { readonly kind: 'same'; readonly to: string }
  | (Leads & { readonly kind: 'one'; readonly order?: Order })
  /** `size` null: all rows, for they are few by nature. */
  | (Leads & { readonly kind: 'list'; readonly order: Order; readonly size: PageSize | null })
  | (Leads & Pages & { readonly kind: 'connection' });

export interface Entity {
  readonly name: string;
  readonly shape: Shape;
  /** Is the row of the actor's region? Asked only for actors who are bound to one. */
  readonly region: ((place: RowPlace) => string) | null;
  /** Rows that may be seen, beyond the region; null: all. */
  readonly scope: (place: RowPlace) => string | null;
  readonly links: Readonly<Record<string, Link>>;
}

export type LinkSet = Readonly<Record<string, Link>>;

type Rest = Partial<Pick<Entity, 'region' | 'scope' | 'links'>>;

export const entity = (name: string, shape: Shape, rest: Rest = {}): Entity => ({
  name,
  shape,
  region: null,
  scope: () => null,
  links: {},
  ...rest,
});

export const same = (to: string): Link => ({ kind: 'same', to });
export const one = (leads: Leads & { readonly order?: Order }): Link => ({ kind: 'one', ...leads });
export const many = (leads: Leads & { readonly order: Order; readonly size?: PageSize }): Link => ({
  kind: 'list',
  ...leads,
  size: leads.size ?? null,
});
export const connection = (leads: Leads & { readonly order: Order }): Link => ({
  kind: 'connection',
  size: PAGE,
  ...leads,
});

const order =
  (direction: Order['direction']) =>
  (...columns: [string, OrderKey['type']][]): Order => ({
    direction,
    keys: columns.map(([column, type]) => ({ type, sql: (row) => `${row}.${column}` })),
  });

export const upwards = order('asc');
export const downwards = order('desc');

/** Rows that point to the row the link starts from: `unit_id = parent.id`. */
export const pointing =
  (column: string): Condition =>
  ({ row, parent }) =>
    `${row}.${column} = ${parent}.id`;

/** The row that the link's own row points to: `id = parent.unit_id`. */
export const pointedAt =
  (column: string): Condition =>
  ({ row, parent }) =>
    `${row}.id = ${parent}.${column}`;

/** The row's unit lies in the actor's region. */
export const unitInRegion =
  (column = 'unit_id') =>
  ({ row, environment }: RowPlace): string =>
    `exists (select from unit scoped where scoped.id = ${row}.${column} and scoped.region_code = ${environment('region')})`;

/** The given argument as a condition; absent from the text where it is not given. */
export const when =
  (
    argument: string,
    type: SqlType | 'uuid[]',
    condition: (value: string, row: string, place: LinkPlace) => string,
  ): Condition =>
  (place) =>
    place.given(argument) ? condition(place.argument(argument, type), place.row, place) : null;

/** A filter over what only some may read: whoever may not is told so, for an answer would reveal it. */
export const guarded = (area: Area, argument: string, condition: Condition): Condition => {
  return (place) => {
    if (place.given(argument) && !place.may(area)) {
      throw new BadArgument(
        `您的角色不能按 ${argument} 筛选。 Your role may not filter by ${argument}.`,
        'NOT_ALLOWED',
      );
    }
    return condition(place);
  };
};

/** A column equal to the argument. */
export const equals = (argument: string, type: SqlType, column: string): Condition =>
  when(argument, type, (value, row) => `${row}.${column} = ${value}`);

/** Elements of a list (json or jsonb) on the row, or of a list inside it, in their order: rows with `value` and `place`. */
export const elements =
  (column: string, member?: string) =>
  ({ row, parent }: LinkPlace): string => {
    const value = member === undefined ? `${parent}.${column}::jsonb` : `(${parent}.${column}->'${member}')`;
    const items = `case when jsonb_typeof(${value}) = 'array' then ${value} else '[]' end`;
    return `jsonb_array_elements(${items}) with ordinality ${row} (value, place)`;
  };

export const IN_PLACE = upwards(['place', 'bigint']);

/** The rows a link leads to: its own conditions, then what the actor may see of them. */
export function sourceOf(link: Exclude<Link, { kind: 'same' }>, target: Entity): Source {
  return {
    from: link.from ?? ((place) => `${target.shape.table ?? ''} ${place.row}`),
    where: (place) => {
      const own = (link.where ?? []).map((condition) => condition(place));
      const region = place.regional && link.sameUnit !== true ? (target.region?.(place) ?? null) : null;
      return [...own, region, target.scope(place)].filter((condition) => condition !== null);
    },
  };
}
