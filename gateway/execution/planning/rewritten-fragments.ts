// Rewrites an operation so that Apollo's planner does not fail at its fragments and interfaces; what it asks for is the same:
// - Fragments that no object can satisfy there are left out. The planner looks at a fragment and the one around it alone, and refuses
//   `{ titled { ... on Named { ... on Beta { name } } } }` where no Beta is Titled.
// - Fragments that all objects of the type around them satisfy lose their condition. The planner has no way from an interface object to an
//   interface that it implements, and takes a field to be of the interface's type where an object or another interface narrows it.
// - Where fragments alone are asked for of an interface's field that an object narrows, `__typename` is too. The planner leaves the
//   whole field out where none of them fits the narrower type.
// - A field of an interface that an object narrows to another interface is asked of each object type by itself. The planner does
//   not take what is asked of the one interface to be asked of the other.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The document as the planner is to see it; the same one where nothing is to be rewritten. Selection sets of which nothing is left are empty. */
export function rewriteFragments(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const rewriter = new FragmentRewriter(schema, document);
  const operations = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = schema.getRootType(definition.operation);
    return [root ? { ...definition, selectionSet: rewriter.keep(definition.selectionSet, { type: root, objects: [root] }) } : definition];
  });
  return rewriter.changed ? { ...document, definitions: [...operations, ...rewriter.spread()] } : document;
}

/** Where a selection set stands. */
interface Place {
  type: GraphQLNamedType | undefined;
  /** The types of the objects that may be found there; where none is known nothing is left out. */
  objects: readonly GraphQLObjectType[];
}

class FragmentRewriter {
  changed = false;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #kept = new Set<FragmentDefinitionNode>();
  /** What is left of a named fragment, by its name and the place where it is spread. */
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

  keep(set: SelectionSetNode, place: Place): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.#keepSelection(selection, place));
    const isSame = selections.length === set.selections.length && selections.every((selection, i) => selection === set.selections[i]);
    if (!isSame) this.changed = true;
    return isSame ? set : { ...set, selections };
  }

  #keepSelection(selection: SelectionNode, place: Place): SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      if (!selection.selectionSet) return [selection];
      if (this.#isNarrowed(place, selection.name.value, isInterfaceType)) return place.objects.map((type) => this.#keepOn(type, selection));
      const kept = this.keep(selection.selectionSet, this.#below(place, selection.name.value));
      const selectionSet = this.#isNarrowed(place, selection.name.value) && kept.selections.every(isFragment) ? this.#withTypename(kept) : kept;
      return [selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet }];
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!fragment) return [selection];
    const { typeCondition } = fragment;
    const condition = typeCondition === undefined ? place.type : this.schema.getType(typeCondition.name.value);
    const objects = place.objects.filter((type) => this.#satisfies(type, condition));
    if (objects.length === 0 && place.objects.length > 0) return [];
    const isNoCondition = condition !== place.type && this.#satisfies(place.type, condition);
    const within = { type: isNoCondition ? place.type : condition, objects };
    const selectionSet = fragment.kind === Kind.FRAGMENT_DEFINITION ? this.#bodyOf(fragment, within) : this.keep(fragment.selectionSet, within);
    if (!isNoCondition && selectionSet === fragment.selectionSet) {
      if (fragment.kind === Kind.FRAGMENT_DEFINITION) this.#kept.add(fragment);
      return [selection];
    }
    const { directives = [] } = selection;
    return [{ kind: Kind.INLINE_FRAGMENT, ...(!isNoCondition && typeCondition && { typeCondition }), directives, selectionSet }];
  }

  /** Whether objects of an interface have a field of another type than the interface has it. */
  #isNarrowed({ type, objects }: Place, field: string, isOfKind: (type: GraphQLNamedType | undefined) => boolean = () => true): boolean {
    const declared = fieldType(type, field);
    return isInterfaceType(type) && objects.some((object) => fieldType(object, field) !== declared && isOfKind(fieldType(object, field)));
  }

  #withTypename(set: SelectionSetNode): SelectionSetNode {
    this.changed = true;
    return { ...set, selections: [typename, ...set.selections] };
  }

  #keepOn(type: GraphQLObjectType, field: SelectionNode): SelectionNode {
    const typeCondition = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: type.name } };
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: this.#keepSelection(field, { type, objects: [type] }) };
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: [], selectionSet };
  }

  #bodyOf({ name, selectionSet }: FragmentDefinitionNode, place: Place): SelectionSetNode {
    const key = [name.value, place.type, ...place.objects].join(' ');
    const body = this.#bodies.get(key) ?? this.keep(selectionSet, place);
    this.#bodies.set(key, body);
    return body;
  }

  #satisfies(type: GraphQLNamedType | undefined, condition: GraphQLNamedType | undefined): boolean {
    return type === condition || (isAbstractType(condition) && (isObjectType(type) || isInterfaceType(type)) && this.schema.isSubType(condition, type));
  }

  /** An object may narrow its interface's field: its own field decides. */
  #below({ type, objects }: Place, field: string): Place {
    const below = new Set<GraphQLObjectType>();
    for (const each of objects) for (const object of this.#objectsOf(fieldType(each, field))) below.add(object);
    return { type: fieldType(type, field), objects: [...below] };
  }

  #objectsOf(type: GraphQLNamedType | undefined): readonly GraphQLObjectType[] {
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [];
  }
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function isFragment({ kind }: SelectionNode): boolean {
  return kind !== Kind.FIELD;
}

function fieldType(type: GraphQLNamedType | undefined, name: string): GraphQLNamedType | undefined {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
}
