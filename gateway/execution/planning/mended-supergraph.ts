// Rewrites a supergraph so that Apollo's planner, which plans some of its fields wrongly, plans them right:
// - A field with arguments in a @requires becomes a field of its own without any, for the planner tells fields apart by name
//   only. The plan's converter puts the real field back.
// - Keys that a subgraph does not resolve come after those that it does, for the planner takes the first to come back by.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type TypeNode,
} from 'graphql';
import { internalPrefix, requiredName } from '../internal-names';
import { isUnresolvable, parseFieldSet, readArgument } from './joins';

/** What stands behind a field that was made for a @requires. */
export interface RequiredArguments {
  field: string;
  arguments: NonNullable<FieldNode['arguments']>;
}

export interface MendedSupergraph {
  document: DocumentNode;
  /** By the made fields' names. */
  required: ReadonlyMap<string, RequiredArguments>;
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Rewrites a supergraph for planning; what it offers to clients is to be read from the original.
 * @throws Error where a field has a name that is kept for the gateway's own.
 */
export function mendSupergraph(document: DocumentNode): MendedSupergraph {
  const types = new Map<string, FieldsType>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    types.set(definition.name.value, definition);
    const taken = definition.fields?.find(({ name }) => name.value.startsWith(internalPrefix));
    if (taken)
      throw new Error(`the names that begin with ${internalPrefix} are kept for the gateway; got the field ${definition.name.value}.${taken.name.value}`);
  }
  const made = new MadeFields(types);
  const mended = new Map([...types].map(([name, type]) => [name, { ...type, fields: (type.fields ?? []).map((field) => made.replaceIn(type, field)) }]));
  for (const [name, type] of mended) {
    const copies = [...made.of(name)].flatMap((copy) => {
      const { field } = made.required.get(copy) ?? {};
      const original = type.fields.find((candidate) => candidate.name.value === field);
      return original ? [{ ...original, name: { kind: Kind.NAME as const, value: copy }, arguments: [] }] : [];
    });
    mended.set(name, { ...type, fields: [...type.fields, ...copies], directives: putResolvableKeysFirst(type.directives ?? []) });
  }
  const definitions = document.definitions.map((definition) => ('name' in definition && mended.get(definition.name?.value ?? '')) || definition);
  return { document: { ...document, definitions }, required: made.required };
}

/** The fields made for @requires: which there are, on which types, and what stands behind them. */
class MadeFields {
  readonly required = new Map<string, RequiredArguments>();
  readonly #names = new Map<string, string>();
  readonly #byType = new Map<string, Set<string>>();

  constructor(private readonly types: ReadonlyMap<string, FieldsType>) {}

  /** The names of the fields made for a type. */
  of(type: string): ReadonlySet<string> {
    return this.#byType.get(type) ?? new Set();
  }

  /** The field with made fields in its @requires, in place of those with arguments. */
  replaceIn(type: FieldsType, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.map((directive) => {
      const requires = readArgument(directive, 'requires');
      if (directive.name.value !== 'join__field' || requires === undefined) return directive;
      const replaced = this.#replaceInSet(type, parseFieldSet(requires));
      return replaceString(directive, 'requires', stripIgnoredCharacters(print(replaced)).slice(1, -1));
    });
    return { ...field, ...(directives && { directives }) };
  }

  #replaceInSet(parent: FieldsType | undefined, set: SelectionSetNode): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#replaceInSelection(parent, selection)) };
  }

  #replaceInSelection(parent: FieldsType | undefined, selection: SelectionNode): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition ? this.types.get(selection.typeCondition.name.value) : parent;
      return { ...selection, selectionSet: this.#replaceInSet(type, selection.selectionSet) };
    }
    const definition = parent?.fields?.find(({ name }) => name.value === selection.name.value);
    const { selectionSet } = selection;
    const replaced = selectionSet
      ? { ...selection, selectionSet: this.#replaceInSet(definition && this.types.get(nameOf(definition.type)), selectionSet) }
      : selection;
    if (!parent || !definition?.arguments?.length || takesFromContext(definition)) return replaced;
    const name = this.#make(selection);
    for (const type of [parent.name.value, ...this.#implementations(parent)]) {
      this.#byType.set(type, (this.#byType.get(type) ?? new Set()).add(name));
    }
    return { ...replaced, name: { kind: Kind.NAME, value: name }, arguments: [] };
  }

  /** The same field with the same arguments is one made field, on whichever types: an interface's and its objects' merge as ever. */
  #make({ name: { value: field }, arguments: given = [] }: FieldNode): string {
    const sorted = [...given].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const key = `${field}(${sorted.map(print)})`;
    const name = this.#names.get(key) ?? requiredName(this.#names.size + 1, field);
    this.#names.set(key, name);
    this.required.set(name, { field, arguments: sorted });
    return name;
  }

  #implementations({ kind, name }: FieldsType): string[] {
    if (kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    return [...this.types.values()]
      .filter((type) => type.interfaces?.some((implemented) => implemented.name.value === name.value))
      .map((type) => type.name.value);
  }
}

/** @fromContext fills such a field's arguments; plans that need it are refused, so it stays as it is. */
function takesFromContext({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some((directive) => directive.arguments?.some(({ name }) => name.value === 'contextArguments'));
}

function putResolvableKeysFirst(directives: readonly ConstDirectiveNode[]): ConstDirectiveNode[] {
  return [...directives.filter((directive) => !isUnresolvable(directive)), ...directives.filter(isUnresolvable)];
}

function replaceString(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  const given = directive.arguments?.map((argument) =>
    argument.name.value === name ? { ...argument, value: { kind: Kind.STRING as const, value } } : argument,
  );
  return { ...directive, ...(given && { arguments: given }) };
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
