/** Arguments of an operation: which fields have them, what was given, and the key that stands for "what was given". */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type ValueNode,
} from 'graphql';
import { getArgumentValues, getVariableValues } from 'graphql/execution/values';
import type { Arguments } from '../src/store/compile-parameters';
import { checkedArguments } from './bounds';

export interface Slot {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  /** Read once where no variable stands in them: they are the same for every request with this document. */
  fixed?: Arguments;
}

export type Variables = Readonly<Record<string, unknown>>;

/** Coerced variables, or null: graphql-js will say what is wrong with them. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
): Variables | null {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) {
    return {};
  }
  return getVariableValues(schema, definitions, given).coerced ?? null;
}

const namesVariable = (node: ValueNode): boolean => {
  switch (node.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return node.values.some(namesVariable);
    case Kind.OBJECT:
      return node.fields.some(({ value }) => namesVariable(value));
    default:
      return false;
  }
};

function argumentsOf(slot: Slot, variables: Variables): Arguments {
  const { definition, node } = slot;
  if (slot.fixed !== undefined) {
    return slot.fixed;
  }
  const values = checkedArguments(definition.args, getArgumentValues(definition, node, variables));
  if (!(node.arguments ?? []).some(({ value }) => namesVariable(value))) {
    slot.fixed = values;
  }
  return values;
}

/** Throws BadArgument. */
export const slotValues = (slots: readonly Slot[], variables: Variables): Arguments[] =>
  slots.map((slot) => argumentsOf(slot, variables));

/**
 * Which variables were given, input objects member by member; Booleans by value, since @include and @skip
 * may hang on them. Two requests with the same document and the same signature have the same SQL text.
 */
export function signature(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
): string {
  let written = '';
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
    const name = definition.variable.name.value;
    // A client may call a variable `constructor`: only what was given counts, not what every object has.
    written += `${valueSignature(type, Object.hasOwn(variables, name) ? variables[name] : undefined)},`;
  }
  return written;
}

function valueSignature(type: GraphQLInputType | undefined, value: unknown): string {
  if (value === undefined || value === null) {
    return '-';
  }
  if (typeof value === 'boolean') {
    return value ? 't' : 'f';
  }
  const named = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(named)) {
    return '+';
  }
  const members = Object.values(named.getFields()).map((field) =>
    valueSignature(field.type, (value as Variables)[field.name]),
  );
  return `{${members.join('')}}`;
}
