// Authorization from the schema: what of an operation its caller may read. An operation that touches nothing protected costs
// nothing; of any other, one decision is made for all callers who pass the same checks.
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Rights } from '../identity/identity';
import type { Check } from './checks';
import { type Protection, readProtection } from './protection';
import type { Refusal, Refusals } from './refusals';
import { removeRefused } from './refused-fields';

export interface Authorization {
  /** The distinct checks that stand before fields of an operation, in an order that stays; empty where it touches nothing protected. */
  findChecks(document: DocumentNode, operation: OperationDefinitionNode): readonly Check[];
  /** What is left of an operation, without conditions, for a caller of these rights. */
  restrict(document: DocumentNode, operation: OperationDefinitionNode, rights: Rights): Restricted;
}

interface Restricted {
  /** The operation, and the fragments that it uses, without what is refused: to be planned. */
  document: DocumentNode;
  /** Whether anything is refused. */
  anyRefused: boolean;
  refusals: Refusals;
}

/** What the rights make of the checks, in few characters: equal decisions give equal answers. */
export function decide(checks: readonly Check[], rights: Rights): string {
  if (checks.length === 0) return '';
  let decision = ' ';
  for (const check of checks) decision += check.passes(rights) ? '+' : '-';
  return decision;
}

/**
 * Prepares the authorization that a supergraph asks for.
 *
 * @returns null where it asks for none
 * @throws Error where it is protected by what the gateway does not enforce
 */
export function createAuthorization(supergraph: DocumentNode): Authorization | null {
  const protection = readProtection(supergraph);
  if (protection === null) return null;
  const { types } = protection;
  return {
    findChecks: (document, operation) => findChecks(protection, document, operation),
    restrict(document, operation, rights) {
      const find = createFinder(protection, rights);
      const { document: kept, withheld, anyRefused } = removeRefused(document, operation, types, find);
      return { document: kept, anyRefused, refusals: { find, withheld } };
    },
  };
}

function findChecks({ types, checksOf }: Protection, document: DocumentNode, operation: OperationDefinitionNode): readonly Check[] {
  const found = new Map<string, Check>();
  const spread = new Set<string>();
  const search = ({ selections }: SelectionSetNode, parent: string) => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        for (const check of checksOf(parent, node.name.value, parent)) found.set(check.id, check);
        const below = node.selectionSet === undefined ? null : types.typeOf(parent, node.name.value);
        if (node.selectionSet !== undefined && below !== null) search(node.selectionSet, below);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        search(node.selectionSet, node.typeCondition?.name.value ?? parent);
      } else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        for (const each of document.definitions)
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value) search(each.selectionSet, each.typeCondition.name.value);
      }
    }
  };
  search(operation.selectionSet, types.rootType(operation.operation));
  return [...found.values()];
}

function createFinder({ types, checksOf }: Protection, rights: Rights): Refusals['find'] {
  const refusals = new Map<string, Refusal>();
  return (parent, field, object) => {
    const failing = checksOf(parent, field, object).filter((check) => !check.passes(rights));
    if (failing.length === 0) return null;
    const agency = types.ownerOf(object, field) ?? types.ownerOf(parent, field);
    const english = `${object}.${field} needs ${failing.map((check) => check.english).join(' and ')}.`;
    const message = `${english} ${object}.${field} 须有${failing.map((check) => check.chinese).join('、')}。`;
    const key = `${message} ${agency}`;
    const refusal = refusals.get(key) ?? { message, agency };
    refusals.set(key, refusal);
    return refusal;
  };
}
