// Rules that the composed schema must keep.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  getNamedType,
  type GraphQLObjectType,
  isInputObjectType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  visit,
  type GraphQLSchema,
  type StringValueNode,
} from 'graphql';
import { composeSupergraph } from '../../schema/compose';
import { readSavedOperations } from '../../schema/operations';
import { subgraphs } from '../../subgraphs';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { readSdl } from '../../subgraphs/shared/sdl';

const committed = readFileSync(path.join(packageRoot, 'schema/supergraph.graphql'), 'utf8');
const api: GraphQLSchema = Supergraph.build(committed, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();

/** Entity types of the graph with the fields of their keys. */
function readEntities(): Map<string, Set<string>> {
  const entities = new Map<string, Set<string>>();
  for (const { name } of subgraphs) {
    visit(readSdl(name), {
      ObjectTypeDefinition(node) {
        for (const key of node.directives?.filter((directive) => directive.name.value === 'key') ?? []) {
          const argument = key.arguments?.find(({ name }) => name.value === 'fields')?.value as StringValueNode;
          const fields = argument.value.split(' ');
          const known = entities.get(node.name.value) ?? new Set();
          for (const field of fields) known.add(field);
          entities.set(node.name.value, known);
        }
      },
    });
  }
  return entities;
}

describe('the committed supergraph', () => {
  it('is what the subgraphs compose to', () => {
    expect(composeSupergraph()).toBe(committed);
  });

  it('answers every saved operation’s shape', () => {
    for (const { name, text } of readSavedOperations()) expect({ name, errors: validate(api, parse(text)) }).toEqual({ name, errors: [] });
  });

  it('has Organization, County and Province among its entities', () => {
    expect([...readEntities().keys()].sort()).toEqual(['County', 'Need', 'Organization', 'Pairing', 'Project', 'Province']);
  });
});

describe('nullability, so that an agency that is down costs only its own fields', () => {
  const entities = readEntities();

  it('holds for every non-key field of an entity', () => {
    const faults: string[] = [];
    for (const [name, keys] of entities) {
      for (const field of Object.values((api.getType(name) as GraphQLObjectType).getFields())) {
        if (isNonNullType(field.type) !== keys.has(field.name)) faults.push(`${name}.${field.name}: ${field.type}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('holds for every item of a list that refers to entities of another agency, and for every root field', () => {
    const faults: string[] = [];
    for (const type of Object.values(api.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))) {
      for (const field of Object.values(type.getFields())) {
        if (type === api.getQueryType() && isNonNullType(field.type)) faults.push(`${type.name}.${field.name}: ${field.type}`);
        const list = isNonNullType(field.type) ? field.type.ofType : field.type;
        // Provinces and counties in lists of their own subgraph are read from the same database as the list.
        const own = ['Query.provinces'].includes(`${type.name}.${field.name}`);
        if (!own && isListType(list) && isNonNullType(list.ofType) && entities.has(getNamedType(list).name))
          faults.push(`${type.name}.${field.name}: ${field.type}`);
        if (!isListType(list) && isNonNullType(field.type) && entities.has(getNamedType(field.type).name))
          faults.push(`${type.name}.${field.name}: ${field.type}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('descriptions', () => {
  it('are on every type, field, argument and enum value, in English and in Chinese', () => {
    const missing: string[] = [];
    const check = (place: string, description: string | null | undefined) => {
      if (!/[A-Za-z0-9]/.test(description ?? '') || !/\p{Script=Han}/u.test(description ?? '')) missing.push(place);
    };
    for (const { name } of subgraphs) {
      visit(readSdl(name), {
        enter(node) {
          if (node.kind === 'ObjectTypeDefinition' && node.name.value === 'Query') return;
          if ('description' in node && 'name' in node && node.name !== undefined) check(`${name}: ${node.kind} ${node.name.value}`, node.description?.value);
          else if (/Type(Definition)$|FieldDefinition|InputValueDefinition|EnumValueDefinition/.test(node.kind) && 'name' in node)
            check(`${name}: ${node.kind} ${node.name?.value}`, undefined);
        },
      });
    }
    expect(missing).toEqual([]);
  });

  it('survive composition', () => {
    const types = Object.values(api.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !/^(ID|String|Int|Boolean|Float|Query)$/.test(name));
    expect(types.filter(({ description }) => !/\p{Script=Han}/u.test(description ?? '')).map(({ name }) => name)).toEqual([]);
    for (const type of types) {
      if (isEnumType(type)) for (const value of type.getValues()) expect(value.description).toMatch(/\p{Script=Han}/u);
      if (isObjectType(type) || isInputObjectType(type))
        for (const field of Object.values(type.getFields())) expect(field.description).toMatch(/\p{Script=Han}/u);
    }
  });
});
