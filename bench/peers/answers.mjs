/** How rows become what the schema says: pages, cursors, a unit that is not there. */

export const NOT_FOUND = {
  __typename: 'NotFound',
  problem: 'NOT_FOUND',
  message: '没有找到，或不在您的可见范围内。 Not found, or not within what you may see.',
  hint: '请核对代码或编号，并确认它在您的辖区内。 Check the code or id, and that it lies in your region.',
};

const INVALID_CURSOR = {
  __typename: 'InvalidInput',
  problem: 'INVALID_INPUT',
  message: 'after 不是本列表给出的游标。 after is no cursor of this list.',
  hint: null,
};

export const edgesOf = (rows) => ({ edges: rows.map((node) => ({ node })) });

export const typeOf = { __resolveType: ({ __typename }) => __typename };

export const cursorOf = ({ id }) => Buffer.from(JSON.stringify([id])).toString('base64url');

function idIn(cursor) {
  try {
    const [id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return /^\d+$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

export const unitOr = (unit) => (unit ? { __typename: 'Unit', ...unit } : NOT_FOUND);

/** `read` takes filter, first and afterId, and gives rows and whether there are more. */
export async function unitConnection({ filter, first, after }, read) {
  const afterId = after == null ? null : idIn(after);
  if (afterId === undefined) {
    return INVALID_CURSOR;
  }
  const { rows, hasNextPage } = await read({ filter, first, afterId });
  const edges = rows.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    __typename: 'UnitConnection',
    edges,
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
