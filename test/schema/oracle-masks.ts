/** Which fields of a document an actor may not see, found by walking the document, whatever rows there are. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Guard, guardsOf } from '../../schema/access';
import { hubSchema } from '../../schema/build';

type Given = Readonly<Record<string, unknown>>;
type Allows = (guard: Guard) => boolean;

export class Masks {
  readonly paths = new Set<string>();
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    document: DocumentNode,
    private readonly given: Given,
    private readonly allows: Allows,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) {
        this.#walk(definition.selectionSet, hubSchema().getQueryType(), '');
      }
    }
  }

  #walk(set: SelectionSetNode, type: GraphQLNamedType | null | undefined, path: string): void {
    for (const selection of set.selections) {
      if (!this.#left(selection)) {
        this.#one(selection, type, path);
      }
    }
  }

  #one(selection: SelectionNode, type: GraphQLNamedType | null | undefined, path: string): void {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = this.#fragments.get(selection.name.value);
      if (fragment) {
        this.#walk(fragment.selectionSet, this.#narrow(type, fragment.typeCondition.name.value), path);
      }
      return;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const wanted = selection.typeCondition?.name.value;
      this.#walk(selection.selectionSet, wanted === undefined ? type : this.#narrow(type, wanted), path);
      return;
    }
    const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
    if (field === undefined) {
      return;
    }
    const key = selection.alias?.value ?? selection.name.value;
    const here = path === '' ? key : `${path}.${key}`;
    if (!guardsOf(field).every(this.allows)) {
      if (path !== '') {
        this.paths.add(here); // a root says so itself
      }
    } else if (selection.selectionSet) {
      this.#walk(selection.selectionSet, getNamedType(field.type), here);
    }
  }

  #narrow(type: GraphQLNamedType | null | undefined, name: string): GraphQLNamedType | undefined {
    const wanted = hubSchema().getType(name);
    return isAbstractType(wanted) && isObjectType(type) ? type : wanted;
  }

  #left({ directives = [] }: SelectionNode): boolean {
    return directives.some(({ name, arguments: given = [] }) => {
      const value = given[0]?.value;
      const holds =
        value?.kind === Kind.VARIABLE
          ? this.given[value.name.value]
          : value?.kind === Kind.BOOLEAN && value.value;
      return name.value === 'skip' ? holds === true : name.value === 'include' && holds === false;
    });
  }
}
