/** What was asked of a page: its edges, its page information, its count. */
import { type FieldNode, type GraphQLObjectType, getNamedType } from 'graphql';
import type { ConnectionPart, EdgeNode, PageInfoNode, SelectedNode, TextNode } from '../src/store/selection';

/** What this needs of the selector: the fields of a type, and the selection of a node below it. */
export interface FieldSelector {
  subfields(type: GraphQLObjectType, nodes: readonly FieldNode[]): Map<string, readonly FieldNode[]>;
  node(type: GraphQLObjectType, nodes: readonly FieldNode[], path: string): readonly SelectedNode[];
}

interface Part {
  readonly name: string;
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLObjectType;
}

const typeName = (key: string, type: GraphQLObjectType): TextNode => ({
  kind: 'text',
  key,
  text: JSON.stringify(type.name),
});

/** The fields asked for of one of the types that make up a page; type names are answered here. */
function partsOf<Made>(
  selector: FieldSelector,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  make: (part: Part) => Made,
): (Made | TextNode)[] {
  return [...selector.subfields(type, nodes)].map(([key, own]) => {
    const name = own[0]?.name.value ?? '';
    const field = type.getFields()[name];
    if (field === undefined) {
      return typeName(key, type);
    }
    return make({ name, key, nodes: own, type: getNamedType(field.type) as GraphQLObjectType });
  });
}

function edge(selector: FieldSelector, part: Part, path: string): EdgeNode {
  if (part.name === 'cursor') {
    return { kind: 'cursor', key: part.key };
  }
  const nodes = selector.node(part.type, part.nodes, `${path}.${part.key}`);
  return { kind: 'node', key: part.key, nodes };
}

const pageInfo = (part: Part): PageInfoNode => ({
  kind: part.name === 'hasNextPage' ? 'hasNextPage' : 'endCursor',
  key: part.key,
});

export function selectConnection(
  selector: FieldSelector,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  path: string,
): ConnectionPart[] {
  return partsOf<ConnectionPart>(selector, type, nodes, (part) => {
    const { key } = part;
    switch (part.name) {
      case 'totalCount':
        return { kind: 'totalCount', key };
      case 'edges': {
        const below = `${path}.${key}`;
        return {
          kind: 'edges',
          key,
          parts: partsOf(selector, part.type, part.nodes, (own) => edge(selector, own, below)),
        };
      }
      case 'pageInfo':
        return { kind: 'pageInfo', key, parts: partsOf(selector, part.type, part.nodes, pageInfo) };
      default:
        throw new TypeError(`${type.name}.${part.name} is no part of a page`);
    }
  });
}
