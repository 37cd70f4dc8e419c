// What one request asked of which agencies, and how long it waited for them: counted while its plan is executed, for the audit
// trail and the metrics. Without either there is none.
import type { DataObject } from './data';
import { isObject, readField } from './data';
import type { EntityTree, ExecutablePlan, PlanNode } from './plan';
import { clientName } from './variable-names';

/** What an operation asks of one agency, whoever asks it. */
export interface AskedOfAgency {
  agency: string;
  /** Fields by type, such as `County.name`, those among them that the gateway needs for itself. */
  fields: readonly string[];
  /** The client's variables that are sent to it. */
  variables: readonly string[];
}

export class RequestAccount {
  /** Null until the operation is known, and has been checked and planned. */
  asked: readonly AskedOfAgency[] | null = null;
  /** Entities that each agency answered with, by agency; one that is answered in several places counts in each. */
  readonly entities = new Map<string, number>();
  /** When agencies gave what they gave before and not now, in milliseconds since 1970, by agency; null where all is new. */
  stale: ReadonlyMap<string, { answeredAt: number }> | null = null;
  /** How long at least one call to a subgraph was under way. */
  waitedMs = 0;
  #underWay = 0;
  #since = 0;

  sent(): void {
    if (this.#underWay++ === 0) this.#since = performance.now();
  }

  answered(): void {
    if (--this.#underWay === 0) this.waitedMs += performance.now() - this.#since;
  }

  count(agency: string, entities: number): void {
    this.entities.set(agency, (this.entities.get(agency) ?? 0) + entities);
  }
}

/** What a plan asks of each agency. */
export function readAsked({ node }: ExecutablePlan): AskedOfAgency[] {
  const byAgency = new Map<string, { fields: Set<string>; variables: Set<string> }>();
  if (node !== null) collect(node);
  return [...byAgency].map(([agency, { fields, variables }]) => ({ agency, fields: [...fields].sort(), variables: [...variables].sort() }));

  function collect(each: PlanNode): void {
    if (each.kind === 'Sequence' || each.kind === 'Parallel') {
      for (const child of each.nodes) collect(child);
    } else if (each.kind === 'Flatten') {
      collect(each.node);
    } else {
      const known = byAgency.get(each.subgraph) ?? { fields: new Set(), variables: new Set() };
      byAgency.set(each.subgraph, known);
      for (const field of each.coordinates) known.fields.add(field);
      for (const variable of each.variables) known.variables.add(clientName(variable));
    }
  }
}

/** Counts the entities of an answer, as the subgraph gave it. */
export function countEntities(value: unknown, tree: EntityTree): number {
  if (Array.isArray(value)) {
    let total = 0;
    for (let i = 0; i < value.length; i++) total += countEntities(value[i], tree);
    return total;
  }
  if (!isObject(value)) return 0;
  let total = tree.isEntity ? 1 : 0;
  for (const { name, tree: below } of tree.below) total += countEntities(readField(value as DataObject, name), below);
  return total;
}
