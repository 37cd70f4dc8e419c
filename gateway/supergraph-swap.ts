// What another supergraph changes for clients: in words for the operator, and whether it breaks operations that are registered.
import {
  type DocumentNode,
  findBreakingChanges,
  getNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { RegisteredOperation } from './trusted-documents';

/** The changes that are said at most; a supergraph of another graph has thousands. */
const maxSaid = 20;

export interface SupergraphChange {
  /** Whether clients lose anything. */
  loses: boolean;
  /** What clients lose, with the registered operations that use it, and how many fields they gain. */
  sentence: string;
  /** Registered operations that were valid, and are no more or use what has changed, each with why; empty where none is broken. */
  broken: readonly { name: string; reason: string }[];
}

/** Compares two public schemas, the one served and the one to be served. */
export function compareSupergraphs(served: GraphQLSchema, next: GraphQLSchema, registered: readonly RegisteredOperation[]): SupergraphChange {
  const valid = registered.flatMap(({ name, body }) => {
    const document = readDocument(body);
    return document !== null && validate(served, document).length === 0 ? [{ name, document }] : [];
  });
  const uses = valid.map(({ name, document }) => ({ name, coordinates: readCoordinates(served, document) }));
  const brokenBy = new Map<string, string>();
  const losses = findBreakingChanges(served, next).map(({ description }) => {
    const coordinate = readCoordinate(description);
    const [type = ''] = coordinate.split('.');
    // Which fields of an input a request has is told by its variables alone.
    const used = isInputObjectType(served.getType(type)) ? type : coordinate;
    const users = uses.filter(({ coordinates }) => coordinates.has(used)).map(({ name }) => name);
    for (const name of users) brokenBy.set(name, brokenBy.get(name) ?? description);
    return users.length === 0
      ? description
      : `${description.replace(/\.$/, '')}, which the registered ${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'}.`;
  });
  const gained = countFields(next, served);
  const said = losses.length > maxSaid ? [...losses.slice(0, maxSaid), `${losses.length - maxSaid} more changes break clients.`] : losses;
  const sentence = [...(losses.length === 0 ? ['Nothing that clients can ask for has gone.'] : said), ...(gained === 0 ? [] : [`New fields: ${gained}.`])].join(
    ' ',
  );
  // One that is still valid is broken all the same where its answer, or what its variables must be, is another.
  const broken = valid.flatMap(({ name, document }) => {
    const reason = validate(next, document)[0]?.message ?? brokenBy.get(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
  return { loses: losses.length > 0, sentence, broken };
}

/** Null where the text is no document: nobody can ask for it, before the swap or after. */
function readDocument(body: string): DocumentNode | null {
  try {
    return parse(body);
  } catch {
    return null;
  }
}

/** What a change is of: its description begins with it, or says what was taken from it or is required by it. */
function readCoordinate(description: string): string {
  const of = /(?:from (?:enum|union) type|on input type|required arg \S+ on) ([\w.]+)/.exec(description);
  return (of ?? /^([\w.]+(?: arg \w+)?)/.exec(description))?.[1]?.replace(/\.$/, '') ?? '';
}

/** The types and fields that an operation uses, as the descriptions of changes begin with them. */
function readCoordinates(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const coordinates = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (parent && field) coordinates.add(parent.name).add(`${parent.name}.${field.name}`).add(getNamedType(field.type).name);
      },
      Argument(node) {
        const input = types.getInputType();
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (parent && field) coordinates.add(`${parent.name}.${field.name} arg ${node.name.value}`);
        if (input) coordinates.add(getNamedType(input).name);
      },
      ObjectField() {
        const parent = types.getParentInputType();
        const field = types.getInputType();
        if (parent) coordinates.add(getNamedType(parent).name);
        if (field) coordinates.add(getNamedType(field).name);
      },
      VariableDefinition() {
        const input = types.getInputType();
        if (input) coordinates.add(getNamedType(input).name);
      },
    }),
  );
  return coordinates;
}

/** How many fields of objects and interfaces one schema has beyond another's. */
function countFields(schema: GraphQLSchema, other: GraphQLSchema): number {
  let count = 0;
  for (const type of Object.values(schema.getTypeMap())) {
    if ((!isObjectType(type) && !isInterfaceType(type)) || type.name.startsWith('__')) continue;
    const before = other.getType(type.name);
    const known = before && (isObjectType(before) || isInterfaceType(before)) ? before.getFields() : {};
    count += Object.keys(type.getFields()).filter((name) => !Object.hasOwn(known, name)).length;
  }
  return count;
}
