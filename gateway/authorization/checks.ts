// The checks that a supergraph asks for by the standard directives `@authenticated`, `@requiresScopes` and `@policy`, under
// whichever names it imports them (https://specs.apollo.dev, authenticated, requiresScopes and policy 0.1).
import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';
import { readArgument } from '../execution/planning/joins';
import type { Rights } from '../identity/identity';

export interface Check {
  /** Equal for checks that are the same. */
  id: string;
  passes(rights: Rights): boolean;
  /** What a caller needs, for people. */
  english: string;
  chinese: string;
}

type Feature = 'authenticated' | 'requiresScopes' | 'policy';

/** What protects a supergraph and is enforced here or elsewhere in the gateway; anything else that does stops it from loading. */
const enforced = new Set(['authenticated', 'requiresScopes', 'policy', 'inaccessible', 'context']);

/** What a supergraph needs to be executed and is. Specifications of these names elsewhere are others. */
const executed = /^https:\/\/specs\.apollo\.dev\/(?:core|link|join)\/v\d+\.\d+\/?$/;

/** What has subgraphs asked by other means than GraphQL: links of it stand in subgraphs, and supergraphs carry them (join specification v0.5). */
const connectors = /^https:\/\/specs\.apollo\.dev\/(?:connect|source)\//;

/**
 * The names that the directives have in a supergraph.
 *
 * @throws Error where it is protected, or to be executed, by what the gateway does not know
 */
export function readDirectiveNames(document: DocumentNode): ReadonlyMap<string, Feature> {
  const names = new Map<string, Feature>();
  for (const link of readLinks(document)) {
    const url = readArgument(link, 'url') ?? readArgument(link, 'feature') ?? '';
    const feature = /\/([^/]+)\/v\d+\.\d+\/?$/.exec(url)?.[1] ?? '';
    if (connectors.test(url) || (readArgument(link, 'for') === 'EXECUTION' && !executed.test(url)))
      throw new Error(`the supergraph is to be executed by ${url}, which this gateway does not know`);
    if (readArgument(link, 'for') === 'SECURITY' && !(enforced.has(feature) && url.startsWith('https://specs.apollo.dev/')))
      throw new Error(`the supergraph is protected by ${url}, which this gateway does not enforce`);
    if (!isFeature(feature)) continue;
    if (!/\/v0\.1\/?$/.test(url)) throw new Error(`the supergraph is protected by ${url}; this gateway enforces its version 0.1`);
    // Names of a specification (link specification 1.0): imported, by the prefix, and its main directive by the prefix alone.
    const prefix = readArgument(link, 'as') ?? feature;
    for (const name of [readImportedName(link, `@${feature}`), prefix, `${prefix}__${feature}`]) if (name !== null) names.set(name, feature);
  }
  return names;
}

/** The check of an applied directive. @throws Error where its argument has another form than the specification gives */
export function readCheck(directive: ConstDirectiveNode, feature: Feature): Check {
  if (feature === 'authenticated')
    return { id: feature, passes: ({ authenticated }) => authenticated, english: 'a caller who is authenticated', chinese: '已通过身份验证的调用方' };
  const argument = directive.arguments?.find(({ name }) => name.value === (feature === 'policy' ? 'policies' : 'scopes'));
  const anyOf = readLists(argument?.value);
  // No policy engine is asked: who may do what a policy names has a scope of that name.
  const [english, chinese] = feature === 'policy' ? ['the policy', '策略'] : ['the scope', '权限'];
  return {
    id: `${feature} ${JSON.stringify(anyOf)}`,
    passes: ({ scopes }) => anyOf.some((allOf) => allOf.every((scope) => scopes.has(scope))),
    english: `${english} ${anyOf.map((allOf) => allOf.join(' and ')).join(', or ')}`,
    chinese: `${chinese} ${anyOf.map((allOf) => allOf.join(' 与 ')).join('，或 ')}`,
  };
}

/** The applications of `@link` on the schema, those that it carries from subgraphs, and those of `@core`, which was before it. */
function readLinks(document: DocumentNode): ConstDirectiveNode[] {
  const applied = directivesOfSchema(document);
  // A supergraph may call the directive otherwise: the one that links its own specification (link specification v1.0, section 6).
  const own = applied.find((directive) => /^https:\/\/specs\.apollo\.dev\/link\/v/.test(readArgument(directive, 'url') ?? ''));
  const names = new Set(['link', 'core', own?.name.value]);
  return applied.flatMap((directive) => {
    const { value: name } = directive.name;
    if (names.has(name)) return [directive];
    if (name !== 'join__directive' || readArgument(directive, 'name') !== 'link') return [];
    const args = directive.arguments?.find((argument) => argument.name.value === 'args')?.value;
    // A subgraph's link says what its directives are called there; only what it is of matters here.
    const url = args?.kind === Kind.OBJECT ? args.fields.filter((field) => field.name.value === 'url') : [];
    return [{ ...directive, arguments: url.map((field) => ({ kind: Kind.ARGUMENT, name: field.name, value: field.value })) }];
  });
}

function directivesOfSchema(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : [],
  );
}

/** Whether a `@link` is of one of the three specifications. */
export function linksAuthorization(link: ConstDirectiveNode): boolean {
  return isFeature(/\/([^/]+)\/v[^/]+\/?$/.exec(readArgument(link, 'url') ?? '')?.[1] ?? '');
}

function isFeature(name: string): name is Feature {
  return name === 'authenticated' || name === 'requiresScopes' || name === 'policy';
}

function readImportedName(link: ConstDirectiveNode, directive: string): string | null {
  const imports = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (imports?.kind !== Kind.LIST) return null;
  for (const each of imports.values) {
    if (each.kind === Kind.STRING && each.value === directive) return directive.slice(1);
    if (each.kind !== Kind.OBJECT) continue;
    const field = (name: string) => each.fields.find((candidate) => candidate.name.value === name)?.value;
    const [name, as] = [field('name'), field('as')];
    if (name?.kind === Kind.STRING && name.value === directive) return (as?.kind === Kind.STRING ? as.value : directive).slice(1);
  }
  return null;
}

/** A list in place of which one item may stand (GraphQL specification, section 3.11, input coercion). */
function readLists(value: ConstValueNode | undefined): string[][] {
  return itemsOf(value).map((list) =>
    itemsOf(list).map((item) => {
      if (item.kind !== Kind.STRING) throw new Error('a directive of authorization has an argument that is no list of lists of texts');
      return item.value;
    }),
  );
}

function itemsOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (value === undefined) throw new Error('a directive of authorization lacks its argument');
  return value.kind === Kind.LIST ? value.values : [value];
}
