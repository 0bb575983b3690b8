/** An operation → a selection over shapes: guards, argument slots and refusals are decided here, once per field. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import type { Failure } from '../src/kernel/errors';
import type { SelectedNode, TextNode } from '../src/store/selection';
import { type ActorDecisions, allowsField } from './access';
import { type Entity, type Link, sourceOf } from './entity';
import {
  explained,
  isProblemName,
  NOT_ALLOWED,
  NOT_FOUND,
  NOT_SIGNED_IN,
  type ProblemName,
  problemName,
} from './problem';
import type { Slot, Variables } from './select-arguments';
import { selectConnection } from './select-connection';
import { type Masked, TYPE_KEY, type Weight } from './selected';

export interface SelectRequest {
  readonly schema: GraphQLSchema;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
  readonly decisions: ActorDecisions;
  /** The plain lane needs to know which member of a union it holds. */
  readonly typed: boolean;
}

export class Selector {
  readonly slots: Slot[] = [];
  readonly masked: Masked[] = [];
  readonly weight: Weight = { slot: null, size: null, short: false, under: [] };
  computes = false;

  constructor(readonly request: SelectRequest) {}

  subfields(type: GraphQLObjectType, nodes: readonly FieldNode[]): Map<string, readonly FieldNode[]> {
    const { schema, fragments, variables } = this.request;
    return collectSubfields(schema, fragments, variables, type, nodes);
  }

  /** `led`: for roots that do something first, and then answer with a row of their own choice. */
  root(
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    key: string,
    led?: Link,
  ): SelectedNode {
    const type = getNamedType(field.type);
    if (!allowsField(this.request.decisions, field)) {
      return this.problem(type, nodes, key, this.refusal());
    }
    const link = led ?? this.entity('Query').links[field.name];
    if (link === undefined) {
      throw new TypeError(`${field.name} leads nowhere`);
    }
    const data = isUnionType(type) ? type.getTypes().find((member) => !isProblemName(member.name)) : type;
    if (!isObjectType(data)) {
      throw new TypeError(`${field.name} has no data type`);
    }
    const absent = this.problem(type, nodes, key, NOT_FOUND).text;
    return this.link({ field, nodes, key, path: key, type: data, link, absent, under: this.weight });
  }

  /** `null` where the type knows no problems. */
  problem(type: unknown, nodes: readonly FieldNode[], key: string, failure: Failure): TextNode {
    const wanted: ProblemName = problemName(failure.code);
    const member = isUnionType(type) ? type.getTypes().find((one) => one.name === wanted) : undefined;
    if (member === undefined) {
      return { kind: 'text', key, text: 'null' };
    }
    // No prototype: a response key may be anything, `__proto__` too.
    const answer: Record<string, unknown> = Object.create(null);
    if (this.request.typed) {
      answer[TYPE_KEY] = wanted;
    }
    const { code, message, hint = null } = explained(failure);
    const said: Record<string, unknown> = { __typename: wanted, problem: code, message, hint };
    for (const [name, [node]] of this.subfields(member, nodes)) {
      answer[name] = said[node?.name.value ?? ''];
    }
    return { kind: 'text', key, text: JSON.stringify(answer) };
  }

  refusal(): Failure {
    return this.request.decisions.signedIn ? NOT_ALLOWED : NOT_SIGNED_IN;
  }

  entity(name: string): Entity {
    const entity = this.request.entities.get(name);
    if (entity === undefined) {
      throw new TypeError(`no shape answers ${name}`);
    }
    return entity;
  }

  /** The fields of one object type over one row. */
  fields(type: GraphQLObjectType, nodes: readonly FieldNode[], path: string, under: Weight): SelectedNode[] {
    const entity = this.entity(type.name);
    const definitions = type.getFields();
    return [...this.subfields(type, nodes)].map(([key, own]) => {
      const name = own[0]?.name.value ?? '';
      if (name === '__typename') {
        return { kind: 'text', key, text: JSON.stringify(type.name) };
      }
      const field = definitions[name];
      if (field === undefined) {
        throw new TypeError(`${type.name}.${name} is not in the schema`);
      }
      return this.field(entity, { field, nodes: own, key, path: `${path}.${key}`, under });
    });
  }

  private field(entity: Entity, asked: Asked): SelectedNode {
    const { field, key, path } = asked;
    if (!allowsField(this.request.decisions, field)) {
      const { code, message } = this.refusal();
      this.masked.push({ path, code, message });
      return { kind: 'text', key, text: 'null' };
    }
    const link = entity.links[field.name];
    if (link !== undefined) {
      const type = getNamedType(field.type) as GraphQLObjectType;
      return this.link({ ...asked, type, link, absent: 'null' });
    }
    const shaped = entity.shape.fields[field.name];
    if (shaped === undefined) {
      throw new TypeError(`${entity.name}.${field.name} is in no shape`);
    }
    if (shaped.kind === 'computed') {
      this.computes = true;
      return { kind: 'computed', key, field: shaped };
    }
    return { kind: 'value', key, field: shaped };
  }

  private link(asked: AskedLink): SelectedNode {
    const { link, key, nodes, path, type } = asked;
    if (link.kind === 'same') {
      return { kind: 'same', key, nodes: this.fields(type, nodes, path, asked.under) };
    }
    const slot = this.slot(asked);
    const size = link.kind === 'one' ? null : link.size;
    const short = link.kind === 'list' && size === null;
    const under: Weight = { slot, size, short, under: [] };
    asked.under.under.push(under);
    const source = sourceOf(link, this.entity(link.to));
    const node = (type: GraphQLObjectType, own: readonly FieldNode[], below: string) =>
      this.fields(type, own, below, under);
    const tag = path === key && this.request.typed ? [typeTag(type)] : [];
    switch (link.kind) {
      case 'connection': {
        const subfields = this.subfields.bind(this);
        const parts = [...tag, ...selectConnection({ subfields, node }, type, nodes, path)];
        return { kind: 'connection', key, source, slot, order: link.order, size: link.size, parts };
      }
      case 'list':
        return {
          kind: 'list',
          key,
          source,
          slot,
          order: link.order,
          size: link.size,
          nodes: node(type, nodes, path),
        };
      case 'one': {
        const own = [...tag, ...node(type, nodes, path)];
        return {
          kind: 'one',
          key,
          source,
          slot,
          order: link.order ?? null,
          absent: asked.absent,
          nodes: own,
        };
      }
      default:
        return link satisfies never;
    }
  }

  private slot(asked: Asked): number | null {
    const [node] = asked.nodes;
    if (asked.field.args.length === 0 || node === undefined) {
      return null;
    }
    this.slots.push({ definition: asked.field, node });
    return this.slots.length - 1;
  }
}

interface Asked {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly key: string;
  readonly path: string;
  readonly under: Weight;
}

interface AskedLink extends Asked {
  readonly type: GraphQLObjectType;
  readonly link: Link;
  readonly absent: string;
}

const typeTag = (type: GraphQLObjectType): TextNode => ({
  kind: 'text',
  key: TYPE_KEY,
  text: JSON.stringify(type.name),
});
