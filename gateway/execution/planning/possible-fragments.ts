// Leaves out of an operation the fragments that no object can satisfy where they are: Apollo's planner looks at a fragment and
// the one around it alone, and refuses valid operations such as `{ titled { ... on Named { ... on Beta { name } } } }` where no
// Beta is Titled, or where an object narrows its interface's field.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The document without such fragments; the same one where it has none. Selection sets of which nothing is left are empty. */
export function keepPossibleFragments(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  if (!document.definitions.some((definition) => 'selectionSet' in definition && hasFragments(definition.selectionSet))) return document;
  const keeper = new FragmentKeeper(schema, document);
  const operations = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = schema.getRootType(definition.operation);
    return [root ? { ...definition, selectionSet: keeper.keep(definition.selectionSet, [root]) } : definition];
  });
  return keeper.changed ? { ...document, definitions: [...operations, ...keeper.spread()] } : document;
}

class FragmentKeeper {
  changed = false;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #kept = new Set<FragmentDefinitionNode>();
  /** What is left of a named fragment, by its name and the types of the objects that it is spread on. */
  readonly #bodies = new Map<string, SelectionSetNode>();

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  /** The named fragments that are still spread. */
  spread(): readonly FragmentDefinitionNode[] {
    return [...this.#kept];
  }

  /** @param types of the objects that may be found here; where none is known nothing is left out */
  keep(set: SelectionSetNode, types: readonly GraphQLObjectType[]): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.#keepSelection(selection, types));
    const isSame = selections.length === set.selections.length && selections.every((selection, i) => selection === set.selections[i]);
    if (!isSame) this.changed = true;
    return isSame ? set : { ...set, selections };
  }

  #keepSelection(selection: SelectionNode, types: readonly GraphQLObjectType[]): SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      if (!selection.selectionSet) return [selection];
      const selectionSet = this.keep(selection.selectionSet, this.#typesBelow(types, selection.name.value));
      return [selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet }];
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!fragment) return [selection];
    const { typeCondition } = fragment;
    const satisfying = typeCondition === undefined ? types : this.#satisfying(types, typeCondition.name.value);
    if (satisfying.length === 0 && types.length > 0) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const selectionSet = this.keep(selection.selectionSet, satisfying);
      return [selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet }];
    }
    const selectionSet = this.#bodyOf(fragment as FragmentDefinitionNode, satisfying);
    if (selectionSet === fragment.selectionSet) {
      this.#kept.add(fragment as FragmentDefinitionNode);
      return [selection];
    }
    const { directives = [] } = selection;
    return [{ kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), directives, selectionSet }];
  }

  #bodyOf({ name, selectionSet }: FragmentDefinitionNode, types: readonly GraphQLObjectType[]): SelectionSetNode {
    const key = `${name.value} ${types.map(String).join(' ')}`;
    const body = this.#bodies.get(key) ?? this.keep(selectionSet, types);
    this.#bodies.set(key, body);
    return body;
  }

  #satisfying(types: readonly GraphQLObjectType[], condition: string): GraphQLObjectType[] {
    const type = this.schema.getType(condition);
    return types.filter((each) => each === type || (isAbstractType(type) && this.schema.isSubType(type, each)));
  }

  /** An object may narrow its interface's field: its own field decides. */
  #typesBelow(types: readonly GraphQLObjectType[], field: string): GraphQLObjectType[] {
    const below = new Set<GraphQLObjectType>();
    for (const type of types) for (const each of this.#objectsOf(type.getFields()[field])) below.add(each);
    return [...below];
  }

  #objectsOf(field: ReturnType<GraphQLObjectType['getFields']>[string] | undefined): readonly GraphQLObjectType[] {
    const type: GraphQLNamedType | undefined = field && getNamedType(field.type);
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [];
  }
}

function hasFragments({ selections }: SelectionSetNode): boolean {
  return selections.some((selection) => selection.kind !== Kind.FIELD || (selection.selectionSet !== undefined && hasFragments(selection.selectionSet)));
}
