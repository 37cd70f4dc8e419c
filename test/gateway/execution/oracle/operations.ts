// Writes random valid operations over a schema: nested selections, aliases, fragments, conditions, variables, arguments of
// every kind, introspection, several root fields.
import {
  astFromValue,
  doTypesOverlap,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  print,
  validate,
} from 'graphql';
import type { ReservedNames } from '../../../../gateway/execution/reserved-aliases';

/** What a random operation is drawn from; fast-check's Random is one. */
export interface Dice {
  nextInt(min: number, max: number): number;
}

export interface Operation {
  query: string;
  variables: readonly Variable[];
}

export interface Variable {
  name: string;
  type: GraphQLInputType;
  /** Whether a request may leave it out. */
  optional: boolean;
  /** Whether a request may give null. */
  nullable: boolean;
}

const maxDepth = 7;
/** Leaves that end a branch are not counted. */
const maxFields = 24;
const maxAttempts = 50;

/**
 * @param reserved names that are not used as aliases
 * @param onDiscard called for every attempt that was not valid
 */
export function writeOperation(schema: GraphQLSchema, reserved: ReservedNames, dice: Dice, onDiscard: () => void): Operation {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const operation = new Writer(schema, reserved, dice).write();
    if (validate(schema, parse(operation.query)).length === 0) return operation;
    onDiscard();
  }
  throw new Error(`expected a valid operation in ${maxAttempts} attempts`);
}

/** Values for an operation's variables: given, left out, or null. */
export function writeVariables(variables: readonly Variable[], dice: Dice): Record<string, unknown> {
  return Object.fromEntries(
    variables.flatMap(({ name, type, optional, nullable }) => {
      if (optional && chance(dice, 30)) return [];
      return [[name, nullable && chance(dice, 15) ? null : writeValue(isNonNullType(type) ? type.ofType : type, dice)]];
    }),
  );
}

/** A field already selected under a response name, for the rule that fields of one name must be able to merge. */
interface Selected {
  parent: GraphQLCompositeType;
  signature: string;
  shape: string;
}

class Writer {
  readonly #variables: Variable[] = [];
  readonly #variableTexts: string[] = [];
  readonly #fragments: { name: string; type: GraphQLCompositeType; text: string }[] = [];
  readonly #selected = new Map<string, Selected[]>();
  #budget: number;

  constructor(
    readonly schema: GraphQLSchema,
    readonly reserved: ReservedNames,
    readonly dice: Dice,
  ) {
    this.#budget = dice.nextInt(3, maxFields);
  }

  write(): Operation {
    const mutation = this.schema.getMutationType();
    const root = mutation && this.#chance(15) ? mutation : this.schema.getQueryType();
    if (!root) throw new Error('expected a query type');
    const selections = this.#selectionSet(root, '', 0);
    const definitions = this.#variableTexts.length === 0 ? '' : `(${this.#variableTexts.join(', ')})`;
    const operation = `${root === mutation ? 'mutation' : 'query'} Generated${definitions} ${selections}`;
    return { query: print(parse([operation, ...this.#fragments.map(({ text }) => text)].join('\n'))), variables: this.#variables };
  }

  /** Whether only leaves may be added. */
  #isSpent(depth: number): boolean {
    return depth >= maxDepth || this.#budget <= 0;
  }

  #chance(percent: number): boolean {
    return chance(this.dice, percent);
  }

  #pick<T>(choices: readonly T[]): T {
    return pick(this.dice, choices);
  }

  #selectionSet(type: GraphQLCompositeType, path: string, depth: number): string {
    const selections: string[] = [];
    const count = this.#isSpent(depth) ? 1 : this.dice.nextInt(1, depth === 0 ? 3 : 4);
    for (let i = 0; i < count; i++) selections.push(this.#selection(type, path, depth));
    // A third of all sets asks what they are, first or last.
    if (this.#chance(20)) selections.push('__typename');
    else if (this.#chance(15)) selections.unshift('__typename');
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, path: string, depth: number): string {
    const inFragment = isUnionType(type) || this.#chance(isAbstractType(type) ? 60 : 22);
    if (!inFragment || this.#isSpent(depth)) return this.#field(type, path, depth);
    if (this.#chance(35)) return this.#spread(type, path, depth);
    if (this.#chance(25)) return `...${this.#conditions()} ${this.#selectionSet(type, path, depth + 1)}`;
    const condition = this.#overlappingType(type);
    return `... on ${condition.name}${this.#conditions()} ${this.#selectionSet(condition, path, depth + 1)}`;
  }

  #overlappingType(type: GraphQLCompositeType): GraphQLCompositeType {
    const all = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    const overlapping = all.filter((other) => !other.name.startsWith('__') && doTypesOverlap(this.schema, type, other));
    return this.#pick(overlapping);
  }

  #spread(type: GraphQLCompositeType, path: string, depth: number): string {
    const known = this.#fragments.filter((fragment) => doTypesOverlap(this.schema, type, fragment.type));
    if (known.length > 0 && this.#chance(40)) return `...${this.#pick(known).name}${this.#conditions()}`;
    const condition = this.#overlappingType(type);
    const selections = this.#selectionSet(condition, path, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, type: condition, text: `fragment ${name} on ${condition.name} ${selections}` });
    return `...${name}${this.#conditions()}`;
  }

  #field(type: GraphQLCompositeType, path: string, depth: number): string {
    this.#budget -= 1;
    if (isUnionType(type)) return '__typename';
    if (type === this.schema.getQueryType() && depth === 0 && this.#chance(8)) return this.#introspection();
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const isLast = this.#isSpent(depth);
    const fitting = isLast ? leaves : this.#chance(55) ? fields.filter((field) => !leaves.includes(field)) : fields;
    // The root may have no leaves.
    if (isLast && leaves.length === 0 && depth > 0) return '__typename';
    const field = this.#pick(fitting.length > 0 ? fitting : fields);
    const args = this.#arguments(field);
    const name = this.#responseName(type, field, path, args);
    const below = getNamedType(field.type);
    const selections = isCompositeType(below) ? ` ${this.#selectionSet(below, `${path}.${name}`, depth + 1)}` : '';
    return `${name === field.name ? '' : `${name}: `}${field.name}${args}${this.#conditions()}${selections}`;
  }

  /** The field's own name or an alias, such that it can merge with what is selected under the same path already. */
  #responseName(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, path: string, args: string): string {
    const selected: Selected = { parent, signature: `${field.name}${args}`, shape: String(field.type) };
    const aliases = [...(isUnionType(parent) ? [] : Object.keys(parent.getFields())), 'a', 'b', 'name', 'value', 'jd', 'total'];
    let name = this.#chance(22) ? this.#pick(aliases) : field.name;
    for (let i = 1; !this.#isFree(name, field, path, selected); i++) name = this.#chance(50) ? this.#pick(aliases) : `alias${i}`;
    const key = `${path}.${name}`;
    this.#selected.set(key, [...(this.#selected.get(key) ?? []), selected]);
    return name;
  }

  #isFree(name: string, field: GraphQLField<unknown, unknown>, path: string, { parent, signature, shape }: Selected): boolean {
    if (name !== field.name && this.#isReserved(parent, name)) return false;
    return (this.#selected.get(`${path}.${name}`) ?? []).every(
      (other) => other.shape === shape && (other.signature === signature || (isObjectType(parent) && isObjectType(other.parent) && parent !== other.parent)),
    );
  }

  /** Stock answers such aliases wrongly, whatever type of the interface they are meant for. */
  #isReserved(parent: GraphQLCompositeType, name: string): boolean {
    const types = isAbstractType(parent) ? [parent, ...this.schema.getPossibleTypes(parent)] : [parent, ...(parent as GraphQLObjectType).getInterfaces()];
    // A value's fields may be part of its owner's key.
    return types.some((type) => this.reserved.get(type.name)?.has(name) ?? [...this.reserved.values()].some((names) => names.has(name)));
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.filter((argument) => isRequiredArgument(argument) || this.#chance(50));
    return given.length === 0 ? '' : `(${given.map((argument) => `${argument.name}: ${this.#argument(argument)}`).join(', ')})`;
  }

  #argument(location: GraphQLArgument | GraphQLInputField): string {
    return this.#input(location.type, location.defaultValue !== undefined);
  }

  #input(type: GraphQLInputType, hasDefault: boolean): string {
    if (this.#chance(25)) return `$${this.#variable(type, hasDefault)}`;
    if (isNonNullType(type)) return this.#literal(type.ofType);
    return this.#chance(12) ? 'null' : this.#literal(type);
  }

  #literal(type: GraphQLInputType): string {
    if (isListType(type)) return `[${Array.from({ length: this.dice.nextInt(0, 2) }, () => this.#input(type.ofType, false)).join(', ')}]`;
    if (!isInputObjectType(type)) return literalOf(writeValue(type, this.dice), type);
    const given = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || this.#chance(50));
    return `{ ${given.map((field) => `${field.name}: ${this.#argument(field)}`).join(', ')} }`;
  }

  /** A variable for a location of a type, new or one there is already. */
  #variable(type: GraphQLInputType, hasDefault: boolean): string {
    const known = this.#variables.filter((variable) => String(variable.type) === String(type));
    if (known.length > 0 && this.#chance(50)) return this.#pick(known).name;
    const name = `v${this.#variables.length}`;
    // Where the location or the variable has a default, a nullable variable may stand for a non-null value, if it is not null.
    const bare = isNonNullType(type) ? type.ofType : type;
    const withDefault = this.#chance(40);
    const nullable = !isNonNullType(type) || ((hasDefault || withDefault) && this.#chance(30));
    const declared = nullable ? bare : type;
    const text = withDefault ? ` = ${literalOf(writeValue(bare, this.dice), bare)}` : '';
    this.#variableTexts.push(`$${name}: ${declared}${text}`);
    this.#variables.push({ name, type: declared, optional: !isNonNullType(type) || withDefault || (hasDefault && nullable), nullable: !isNonNullType(type) });
    return name;
  }

  #conditions(): string {
    return this.#condition('skip') + this.#condition('include');
  }

  #condition(directive: 'skip' | 'include'): string {
    if (!this.#chance(6)) return '';
    if (this.#chance(25)) return ` @${directive}(if: ${this.#chance(50)})`;
    const known = this.#variables.filter((variable) => String(variable.type) === 'Boolean!');
    if (known.length > 0 && this.#chance(50)) return ` @${directive}(if: $${this.#pick(known).name})`;
    const type = this.schema.getDirective(directive)?.args[0]?.type;
    if (type === undefined) throw new Error(`expected @${directive} to have an argument`);
    const name = `v${this.#variables.length}`;
    const withDefault = this.#chance(50);
    this.#variableTexts.push(`$${name}: Boolean!${withDefault ? ` = ${this.#chance(50)}` : ''}`);
    this.#variables.push({ name, type, optional: withDefault, nullable: false });
    return ` @${directive}(if: $${name})`;
  }

  #introspection(): string {
    const alias = `meta${this.dice.nextInt(0, 1_000_000)}`;
    if (this.#chance(50)) return `${alias}: __schema { queryType { name } directives { name } types { kind name } }`;
    const type = this.schema.getDirective('deprecated')?.args[0]?.type;
    if (type === undefined || !this.#chance(50)) return `${alias}: __type(name: "Query") { __typename name fields { name args { name defaultValue } } }`;
    const name = `v${this.#variables.length}`;
    this.#variableTexts.push(`$${name}: String! = "Query"`);
    this.#variables.push({ name, type, optional: true, nullable: false });
    return `${alias}: __type(name: $${name}) { name kind }`;
  }
}

function writeValue(type: GraphQLInputType, dice: Dice): unknown {
  if (isNonNullType(type)) return writeValue(type.ofType, dice);
  if (isListType(type)) {
    return Array.from({ length: dice.nextInt(0, 2) }, () => (isNonNullType(type.ofType) || chance(dice, 85) ? writeValue(type.ofType, dice) : null));
  }
  if (isInputObjectType(type)) {
    const given = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || chance(dice, 50));
    return Object.fromEntries(given.map((field) => [field.name, writeValue(field.type, dice)]));
  }
  if (isEnumType(type)) {
    return pick(
      dice,
      type.getValues().map(({ name }) => name),
    );
  }
  switch (type.name) {
    case 'Int':
      return dice.nextInt(-2, 5);
    case 'Float':
      return dice.nextInt(-2, 5) / 4;
    case 'Boolean':
      return chance(dice, 50);
    case 'ID':
      return `${dice.nextInt(0, 5)}`;
    default:
      return pick(dice, ['', 'x', '援 "quoted" \\ \n', '__proto__']);
  }
}

function literalOf(value: unknown, type: GraphQLInputType): string {
  const node = astFromValue(value, type);
  if (node == null) throw new Error(`expected ${JSON.stringify(value)} to be a value of ${type}`);
  return print(node);
}

function chance(dice: Dice, percent: number): boolean {
  return dice.nextInt(1, 100) <= percent;
}

function pick<T>(dice: Dice, choices: readonly T[]): T {
  const picked = choices[dice.nextInt(0, choices.length - 1)];
  if (picked === undefined) throw new Error('expected something to pick from');
  return picked;
}
