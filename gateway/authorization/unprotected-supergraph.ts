// The supergraph without the directives of authorization, for an execution that does not take them: what they ask for is done
// before it.
import { type ConstDirectiveNode, parse, print, visit } from 'graphql';
import { linksAuthorization, readDirectiveNames } from './checks';

/** The SDL; the same where nothing of the kind is in it. */
export function withoutAuthorization(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = readDirectiveNames(document);
  if (names.size === 0) return supergraphSdl;
  const scalars = new Set([...names.keys()].flatMap((name) => [`${name}__Scope`, `${name}__Policy`]));
  const stripped = visit(document, {
    Directive: (node) => (names.has(node.name.value) || (node.name.value === 'link' && linksAuthorization(node as ConstDirectiveNode)) ? null : undefined),
    DirectiveDefinition: (node) => (names.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (scalars.has(node.name.value) ? null : undefined),
  });
  return print(stripped);
}
