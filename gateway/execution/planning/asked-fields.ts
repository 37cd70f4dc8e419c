// What a fetch asks for, by type and field, and where entities stand in its answer: for the audit trail.
import { getNamedType, type GraphQLNamedType, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import type { EntityTree } from '../plan';

export interface AskedFields {
  coordinates: string[];
  entityTree: EntityTree;
}

/**
 * Reads a selection set of a subgraph's operation, which has no named fragments.
 *
 * @param parent the type it selects on; for `_entities`, whose selections name their types, the interface's union is unknown: undefined
 * @param isKeyed whether a type has a key in some subgraph
 */
export function readAskedFields(
  schema: GraphQLSchema,
  selectionSet: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  isKeyed: (type: string) => boolean,
): AskedFields {
  const coordinates = new Set<string>();
  const entityTree: EntityTree = { isEntity: parent === undefined || isEntity(parent), below: [] };
  read(selectionSet, parent, entityTree);
  prune(entityTree);
  return { coordinates: [...coordinates], entityTree };

  function read({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined, tree: EntityTree): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        read(selection.selectionSet, name === undefined ? type : schema.getType(name), tree);
        continue;
      }
      const field = selection.name.value;
      if (field === '__typename') continue;
      coordinates.add(`${type?.name ?? '?'}.${field}`);
      if (!selection.selectionSet) continue;
      const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
      const fieldType = definition && getNamedType(definition.type);
      read(selection.selectionSet, fieldType, child(tree, (selection.alias ?? selection.name).value, fieldType !== undefined && isEntity(fieldType)));
    }
  }

  /** An abstract type counts where any of its objects has a key. */
  function isEntity(type: GraphQLNamedType): boolean {
    return isKeyed(type.name) || (isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => isKeyed(name)));
  }
}

function child(tree: EntityTree, name: string, isEntity: boolean): EntityTree {
  const known = tree.below.find((each) => each.name === name)?.tree;
  if (known !== undefined) {
    known.isEntity ||= isEntity;
    return known;
  }
  const below: EntityTree = { isEntity, below: [] };
  tree.below.push({ name, tree: below });
  return below;
}

/** Leaves out branches without entities; says whether the whole has some. */
function prune(tree: EntityTree): boolean {
  tree.below = tree.below.filter(({ tree: below }) => prune(below));
  return tree.isEntity || tree.below.length > 0;
}
