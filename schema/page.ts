/** Pages of a list, Relay style: edges with cursors, and whether there is more. */
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Access, PUBLIC } from './access';
import { list, OPTIONAL, object, text, whole, yesNo } from './fields';

export interface PageSizes {
  readonly usual: number;
  readonly most: number;
}

/** Pages of a root list, of a list under another object, and of short lists without cursor. */
export const PAGE: PageSizes = { usual: 20, most: 100 };
export const SHORT: PageSizes = { usual: 50, most: 200 };

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: '本页条数，默认 20，最多 100。 Rows of this page; 20 unless given, at most 100.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '上一页最后一条的游标。 Cursor of the last row of the page before.',
  })
  after?: string | null;
}

@ArgsType()
export class ShortArgs {
  @Field(() => Int, {
    nullable: true,
    description: '最多返回条数，默认 50，上限 200。 How many at most; 50 unless given, at most 200.',
  })
  first?: number | null;
}

@Access(PUBLIC)
@ObjectType({ description: '分页信息。 Where this page stands in its list.' })
export class PageInfo {
  @yesNo('后面是否还有。 Is there more after this page?')
  hasNextPage!: boolean;

  @text('本页最后一条的游标；空页为 null。 Cursor of the last row; null for an empty page.', OPTIONAL)
  endCursor!: string | null;
}

/** The connection over a node type; its guard is the node's. */
export function connectionOf(name: string, node: () => unknown, about: string): new () => object {
  @ObjectType(`${name}Edge`, { description: `${about}列表中的一条。 One row of a list of ${name}.` })
  class Edge {
    @text('本条的游标。 Cursor of this row.')
    cursor!: string;

    @object(node, `${about}。 The ${name} itself.`)
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `${about}列表的一页。 A page of a list of ${name}.` })
  class Connection {
    @list(() => Edge, '本页各条。 The rows of this page.')
    edges!: Edge[];

    @object(() => PageInfo, '分页信息。 Where this page stands.')
    pageInfo!: PageInfo;

    @whole(
      '总条数；超过 10000 条不再清点，为 null。 How many in all; null above 10,000, which are not counted.',
      OPTIONAL,
    )
    totalCount!: number | null;
  }
  return Connection;
}
