// Every list argument of the graph is a set: values that are repeated, and in another order, get the answer of each value once.
// The arguments are those of the schema, so that a new one is asked too. The few lists that are no sets are named below.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { getNamedType, type GraphQLInputType, type GraphQLSchema, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { type Graph, startGraph, wideLimits } from './graph';

const supergraph = readFileSync(path.join(packageRoot, 'schema/supergraph.graphql'), 'utf8');
const schema: GraphQLSchema = Supergraph.build(supergraph, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();

/** One answer for each code given; and lists whose order means something. */
const notSets = ['Query.organizations(codes)', 'Query.counties(codes)', 'Query.coverage(groupBy)', 'Query.coverage(orderBy)', 'Query.coverageTrend(groupBy)'];

interface Place {
  type: string;
  field: string;
  /** From the argument to the list. */
  names: readonly string[];
  /** The argument's type. */
  argument: string;
  values: readonly string[];
}

/** Identifiers that lists of this name take; 520221 is a former code of 520204. */
const identifiers: Readonly<Record<string, readonly string[]>> = {
  provinces: ['530000', '520000'],
  homeProvinces: ['310000', '320000'],
  authorities: ['100000', '310000'],
  prefectures: ['520200', '530600'],
  counties: ['520221', '520204', '530627'],
  organizations: [],
  ids: ['520221', '520204', '530627'],
};

function listPlaces(): Place[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) =>
          listsIn(argument.type, [argument.name]).map(
            ({ names, values }): Place => ({ type: type.name, field: field.name, names, argument: String(argument.type), values }),
          ),
        ),
      ),
    );
}

/** The lists of an input type, through the inputs within it. */
function listsIn(type: GraphQLInputType, names: readonly string[]): Pick<Place, 'names' | 'values'>[] {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable)) {
    const item = getNamedType(nullable);
    return [{ names, values: isEnumType(item) ? item.getValues().map(({ name }) => name) : (identifiers[names.at(-1) ?? ''] ?? []) }];
  }
  if (!isInputObjectType(nullable)) return [];
  return Object.values(nullable.getFields()).flatMap((field) => listsIn(field.type, [...names, field.name]));
}

const nameOf = ({ type, field, names }: Place) => `${type}.${field}(${names.join('.')})`;
const places = listPlaces();

const measures =
  'date counties covered coveredByAny atRisk uncovered unknown coverageRate organizations pairings projects pledged spent beneficiaries needsStated needsMet';
const rows = `rows { kind mechanism province { code } ${measures} }`;
const selections: Readonly<Record<string, string>> = {
  Coverage: `{ rowCount ${rows} totals { ${measures} } }`,
  CoverageGapConnection: '{ totalCount nodes { county { code } status missingKinds unmetNeeds { need { id } } } }',
  EvaluationScoreConnection: '{ totalCount nodes { county { code } score confidence } }',
  OrganizationConnection: '{ totalCount nodes { code } }',
  CountyConnection: '{ totalCount nodes { code } }',
  NeedConnection: '{ totalCount nodes { id } }',
  PairingConnection: '{ totalCount nodes { id } }',
  ProjectConnection: '{ totalCount nodes { id } }',
};
/** What the field takes besides. */
const besides: Readonly<Record<string, string>> = {
  'Query.coverage': 'population: ALL, asOf: "2024-12-31", groupBy: [KIND, MECHANISM], first: 500',
  'Query.coverageTrend': 'population: ALL, from: "2024-01-01", to: "2024-12-31", groupBy: [KIND], first: 500',
  'Query.coverageGaps': 'asOf: "2024-12-31", first: 500',
  'Query.evaluation': 'population: ALL, year: 2024, of: COUNTY, first: 500',
};
/** How a type's objects are found, some of which have what the field lists. */
const parents: Readonly<Record<string, (selection: string) => string>> = {
  Query: (selection) => selection,
  Province: (selection) => `provinces(region: WEST) { ${selection} }`,
  County: (selection) => `countySearch(filter: { designation: {}, provinces: ["530000"] }) { nodes { ${selection} } }`,
  Organization: (selection) => `pairings(first: 30) { nodes { organizations { ${selection} } } }`,
  Pairing: (selection) => `pairings(first: 100) { nodes { ${selection} } }`,
  Need: (selection) => `countySearch(filter: { designation: {} }, first: 100) { nodes { needs { nodes { ${selection} } } } }`,
};

let graph: Graph;
let organizations: string[];

beforeAll(async () => {
  graph = await startGraph(undefined, { limits: wideLimits });
  const { data } = await graph.ask('{ pairings(first: 5) { nodes { organizations { code } } } }');
  organizations = data.pairings.nodes.flatMap((pairing: { organizations: { code: string }[] }) => pairing.organizations.map(({ code }) => code));
});
afterAll(() => graph.stop());

async function ask({ type, field, names, argument }: Place, values: readonly string[]): Promise<unknown> {
  const [name = '', ...within] = names;
  const value = within.reduceRight<unknown>((inner, key) => ({ [key]: inner }), values);
  const returned = schema.getType(type);
  const selection = isObjectType(returned) ? selections[getNamedType(returned.getFields()[field]?.type)?.name ?? ''] : undefined;
  const asked = [besides[`${type}.${field}`], `${name}: $value`].filter((one) => one !== undefined).join(', ');
  const { data, errors } = await graph.ask(`query ($value: ${argument}) { ${parents[type]?.(`${field}(${asked}) ${selection}`)} }`, { value });
  expect(errors).toBeUndefined();
  return data;
}

describe('a list of', () => {
  it.each(places.filter((place) => !notSets.includes(nameOf(place))).map((place) => [nameOf(place), place] as const))('%s is a set', async (_name, place) => {
    const values = place.names.at(-1) === 'organizations' ? organizations : place.values.slice(0, 4);
    const once = await ask(place, values);
    expect(await ask(place, [...values, ...values].reverse())).toEqual(once);
    expect(await ask(place, [])).not.toEqual(once);
  });
});

describe('lists that are no sets', () => {
  it('are those named here', () => {
    expect(places.map(nameOf).filter((name) => notSets.includes(name))).toEqual(expect.arrayContaining(notSets));
    expect(places.length).toBeGreaterThan(60);
  });

  it('have an answer for each code given', async () => {
    const { data } = await graph.ask('{ counties(codes: ["520221", "999999", "520204", "520221"]) { code recordedCode } }');
    expect(data.counties).toEqual([
      { code: '520204', recordedCode: '520221' },
      null,
      { code: '520204', recordedCode: '520204' },
      { code: '520204', recordedCode: '520221' },
    ]);
    const codes = ['53100000500019795A', '51310110501144395U', '53100000500019795A'];
    const found = await graph.ask('query ($codes: [ID!]!) { organizations(codes: $codes) { code } }', { codes });
    expect(found.data.organizations).toEqual([{ code: codes[0] }, null, { code: codes[0] }]);
  });
});

describe('pledges', () => {
  it('of a kind asked for twice are pledged once', async () => {
    const ask = async (kinds: string) =>
      (await graph.ask(`{ coverage(population: ALL, asOf: "2024-12-31", where: { kinds: ${kinds} }, groupBy: [KIND]) { rows { kind pledged } } }`)).data
        .coverage.rows;
    const [health] = await ask('[HEALTH]');
    expect(Number(health.pledged)).toBeGreaterThan(0);
    expect(await ask('[HEALTH, HEALTH]')).toEqual([health]);
  });
});
