// Executes a prepared plan: walks its nodes, asks the subgraphs, merges their answers into the request's data. Entity
// fetches that become ready together for one subgraph go as one request; no branch waits for another.
import type { GraphQLError } from 'graphql';
import type { Deadline } from '../time-limit';
import { agencyError, cannotBeCompleted, noAnswer } from './agency-errors';
import { canBeTakenApart, readBody } from './answer-body';
import { AnswerNotes } from './answer-notes';
import { collect } from './collect';
import { type DataObject, isObject, readField } from './data';
import { type Gap, Gaps } from './gaps';
import { PlacedErrors, type Places, readPath } from './error-places';
import { type Merging, mergeFields, PlannedFields, prepareMerging } from './merge';
import { type PendingFetch, type PreparedFetch, splitFetch } from './pending-fetch';
import type { ExecutablePlan, PlanNode } from './plan';
import { prepareRepresentations, type RepresentationWriter } from './representations';
import { countEntities, type RequestAccount } from './request-account';
import { RequestBodies } from './request-body';
import { type RequestText, textOfFetch, textOfMergedFetches } from './request-text';
import { applyRewrites } from './rewrites';
import type { SubgraphFailure } from './subgraph-failure';
import { givenUp } from './subgraph-failure';
import type { Answer, Caller, StaleAnswer, SubgraphRequest, Transport } from './transport';

/** A plan with everything prepared that does not change from request to request. */
export interface PreparedPlan {
  root: Step | null;
  fetches: readonly PreparedFetch[];
  /** Texts of merged fetches by the fetches' numbers. */
  mergedTexts: Map<string, RequestText>;
  interfaceObjects: ReadonlySet<string>;
}

/** What one execution gives back: data under internal names, errors at the client's paths, and what was said beside them. */
export interface PlanResult {
  data: DataObject;
  errors: GraphQLError[];
  notes: AnswerNotes;
  /** The subgraphs that gave no answer, and why. */
  failures: ReadonlyMap<string, SubgraphFailure>;
  gaps: Gaps;
}

export interface PlanInput {
  /** The client's variables as they came. */
  variables: DataObject;
  caller: Caller;
  /** Once it has passed, no subgraph is asked any more. */
  deadline: Deadline;
  places: Places;
  /** Null where nobody keeps account. */
  account: RequestAccount | null;
  logError: (error: unknown) => void;
}

/** Longer lists of representations are sent in parts. */
const maxRepresentations = 1_000;

/** A combination of merged fetches depends on the data; beyond this many of one operation, texts are not kept. */
const maxMergedTexts = 200;

/** Prepares a plan. `transports` are those of its subgraphs. */
export function preparePlan(plan: ExecutablePlan, transports: ReadonlyMap<string, Transport>): PreparedPlan {
  const fetches: PreparedFetch[] = [];
  const planned = new PlannedFields();
  if (plan.node !== null) addFields(plan.node, []);
  const root = plan.node === null ? null : prepare(plan.node, []);
  return { root, fetches, mergedTexts: new Map(), interfaceObjects: new Set(plan.interfaceObjects) };

  function addFields(node: PlanNode, path: readonly string[]): void {
    if (node.kind === 'Fetch') planned.add(path, node.fields);
    else if (node.kind === 'Flatten') addFields(node.node, [...path, ...node.path]);
    else for (const each of node.nodes) addFields(each, path);
  }

  function prepare(node: PlanNode, path: readonly string[]): Step {
    switch (node.kind) {
      case 'Sequence':
        return sequence(node.nodes.map((child) => prepare(child, path)));
      case 'Parallel':
        return parallel(node.nodes.map((child) => prepare(child, path)));
      case 'Flatten': {
        const step = prepare(node.node, [...path, ...node.path]);
        return (run, objects, done) => step(run, collect(objects, node.path, run.hasShared), done);
      }
      case 'Fetch': {
        const transport = transports.get(node.subgraph);
        if (transport === undefined) throw new Error(`the plan asks ${node.subgraph}, which the supergraph does not have`);
        const representations = node.entities === null ? null : prepareRepresentations(node.entities);
        const fields = prepareMerging(planned.at(path), node.fields);
        const number = fetches.length;
        const gaps = { unasked: { fields, unasked: number, forWantOf: null }, unknown: { fields, unasked: null, forWantOf: null } };
        const fetch: PreparedFetch = { node, number, path, transport, text: textOfFetch(node), fields, gaps, representations };
        fetches.push(fetch);
        return representations === null ? fetchRoot(fetch) : fetchEntities(fetch, representations);
      }
    }
  }
}

/** Executes a prepared plan. Never rejects but for a fault of our own. */
export function executePlan(plan: PreparedPlan, input: PlanInput): Promise<PlanResult> {
  return new Promise((resolve, reject) => {
    const run = new Run(plan, input, reject);
    if (plan.root === null) {
      resolve(run);
      return;
    }
    run.guard(() => plan.root?.(run, [run.data], () => resolve(run)));
  });
}

/** Does one node's work on objects of the data, and says when it is done. */
type Step = (run: Run, objects: readonly DataObject[], done: () => void) => void;

function sequence(steps: readonly Step[]): Step {
  return (run, objects, done) => {
    let at = 0;
    const next = () => {
      const step = steps[at++];
      if (step === undefined) done();
      else step(run, objects, next);
    };
    next();
  };
}

function parallel(steps: readonly Step[]): Step {
  return (run, objects, done) => {
    let running = steps.length;
    const finish = () => {
      if (--running === 0) done();
    };
    if (running === 0) done();
    for (const step of steps) step(run, objects, finish);
  };
}

function fetchRoot(fetch: PreparedFetch): Step {
  return (run, targets, done) => {
    if (targets.length === 0) done();
    else run.sendAlone({ fetch, targets, representationOf: [], representations: [], sources: [], done });
  };
}

function fetchEntities(fetch: PreparedFetch, writer: RepresentationWriter): Step {
  return (run, objects, done) => {
    const { texts, sources, targets, unasked, numbers } = writer.write(objects);
    for (const object of unasked) run.gaps.add(object, gapOf(fetch, writer.findMissing(object)));
    if (targets.length === 0) {
      done();
      return;
    }
    const pending: PendingFetch = { fetch, targets, representationOf: numbers, representations: texts, sources, done };
    const unresolvable = fetch.node.entities?.unresolvable ?? null;
    if (unresolvable === null) run.enqueue(pending);
    else run.refuse(pending, unresolvable);
  };
}

function gapOf({ gaps: { unasked } }: PreparedFetch, missing: string | null): Gap {
  return missing === null ? unasked : { ...unasked, forWantOf: missing };
}

class Run implements PlanResult {
  readonly data: DataObject = {};
  readonly notes = new AnswerNotes();
  readonly failures = new Map<string, SubgraphFailure>();
  readonly gaps = new Gaps();
  /** Whether some object or list is in several places of the data: what one representation stands for gets the same answer. */
  hasShared = false;
  readonly #merging: Merging;
  readonly #placed: PlacedErrors;
  readonly #bodies: RequestBodies;
  #ready = new Map<Transport, PendingFetch[]>();
  #flushing = false;

  constructor(
    readonly plan: PreparedPlan,
    readonly input: PlanInput,
    readonly crash: (error: unknown) => void,
  ) {
    this.#merging = { vague: plan.interfaceObjects, gaps: this.gaps };
    this.#placed = new PlacedErrors(this.data, input.places);
    this.#bodies = new RequestBodies(input.variables, input.caller.scopes);
  }

  get errors(): GraphQLError[] {
    return this.#placed.errors;
  }

  /** Runs what continues this request: a fault of our own ends the request, not the process. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.crash(error);
    }
  }

  /** Answers a fetch by errors: its subgraph cannot be asked about such a type. */
  refuse(pending: PendingFetch, type: string): void {
    this.#placed.placeEverywhere(pending, (path) => cannotBeCompleted(pending.fetch.node.subgraph, type, path));
    pending.done();
  }

  /** Sends an entity fetch with the others of the same subgraph that become ready in this tick. */
  enqueue(pending: PendingFetch): void {
    const ready = this.#ready.get(pending.fetch.transport);
    if (ready === undefined) this.#ready.set(pending.fetch.transport, [pending]);
    else ready.push(pending);
    if (this.#flushing) return;
    this.#flushing = true;
    // Not a microtask: answers that arrived together are then all taken, and what they make ready is sent together.
    setImmediate(() => this.guard(() => this.#flush()));
  }

  #flush(): void {
    const ready = this.#ready;
    this.#ready = new Map();
    this.#flushing = false;
    for (const pendings of ready.values()) {
      const mergeable: PendingFetch[] = [];
      for (const pending of pendings) {
        if (pending.representations.length > maxRepresentations || pending.fetch.node.operationKind !== 'query') this.#sendInParts(pending);
        else mergeable.push(pending);
      }
      const [only] = mergeable;
      if (mergeable.length === 1 && only !== undefined) this.sendAlone(only);
      else if (mergeable.length > 1) this.#sendMerged(mergeable);
    }
  }

  sendAlone(pending: PendingFetch): void {
    this.#send(pending.fetch, pending.fetch.text, [pending], (answer) => {
      this.#receive(pending, pending.fetch.text, 0, answer);
      pending.done();
    });
  }

  #sendInParts(pending: PendingFetch): void {
    for (const part of splitFetch(pending, maxRepresentations)) this.sendAlone(part);
  }

  #sendMerged(pendings: PendingFetch[]): void {
    pendings.sort((one, other) => one.fetch.number - other.fetch.number);
    const { fetch } = pendings[0] as PendingFetch;
    const text = this.#mergedText(pendings);
    this.#send(fetch, text, pendings, (answer) => {
      if (!canBeTakenApart(answer, text)) {
        // Each on its own costs what it would have cost without merging: one bad key spoils one fetch.
        for (const pending of pendings) this.sendAlone(pending);
        return;
      }
      pendings.forEach((pending, index) => {
        this.#receive(pending, text, index, answer);
      });
      for (const pending of pendings) pending.done();
    });
  }

  #mergedText(pendings: readonly PendingFetch[]): RequestText {
    const { mergedTexts } = this.plan;
    const key = pendings.map(({ fetch }) => fetch.number).join(' ');
    let text = mergedTexts.get(key);
    if (text === undefined) {
      text = textOfMergedFetches(pendings.map(({ fetch }) => fetch.node));
      if (mergedTexts.size < maxMergedTexts) mergedTexts.set(key, text);
    }
    return text;
  }

  #send({ transport, node }: PreparedFetch, text: RequestText, pendings: readonly PendingFetch[], receive: (answer: Answer) => void): void {
    if (this.input.deadline.passed) {
      receive({ failure: givenUp });
      return;
    }
    const request: SubgraphRequest = {
      query: text.query,
      operationName: text.operationName,
      operationKind: node.operationKind,
      caller: this.input.caller,
      deadline: this.input.deadline,
      toJson: () => this.#bodies.toJson(text, pendings),
      toVariables: () => this.#bodies.toVariables(text, pendings),
    };
    this.input.account?.sent();
    this.notes.asked.add(node.subgraph);
    transport.send(request, (answer) => {
      this.input.account?.answered();
      this.guard(() => receive(answer));
    });
  }

  /** Merges what an answer has for one fetch, the one at `index` of those that the text merges. */
  #receive(pending: PendingFetch, text: RequestText, index: number, answer: Answer): void {
    const { node, representations } = pending.fetch;
    if ('failure' in answer) {
      const { failure } = answer;
      this.failures.set(node.subgraph, failure);
      if (failure !== givenUp) this.#log(node.subgraph, failure.message, failure);
      this.#placed.placeEverywhere(pending, (path) => noAnswer(node.subgraph, failure, path));
      return;
    }
    if (answer.stale !== undefined) this.#receiveStale(pending, answer.stale);
    const { data, errors, extensions } = readBody(answer.body);
    this.notes.keep(node.subgraph, extensions);
    const alias = text.entities[index] as string;
    const isOurs = (error: unknown) => {
      const [first] = readPath(error) ?? [];
      return first === alias || !text.entities.includes(String(first));
    };
    const ours = representations === null ? errors : errors.filter(isOurs);
    for (const error of ours) {
      this.#placed.place(pending, alias, error);
      if (this.#placed.full) break;
    }
    if (representations === null) this.#receiveRoot(pending, data, ours.length > 0);
    else this.#receiveEntities(pending, isObject(data) ? readField(data, alias) : data, ours.length > 0);
  }

  /** What failed is logged all the same. */
  #receiveStale(pending: PendingFetch, { answeredAt, failure }: StaleAnswer): void {
    const { subgraph } = pending.fetch.node;
    this.#log(subgraph, failure.message, failure);
    this.notes.markStale(subgraph, answeredAt, this.#placed.pathsOf(pending));
  }

  #receiveRoot(pending: PendingFetch, data: unknown, explained: boolean): void {
    const { node, fields } = pending.fetch;
    if (isObject(data)) {
      this.input.account?.count(node.subgraph, countEntities(data, node.entityTree));
      applyRewrites(node.outputRewrites, data);
      if (pending.targets.length > 1) this.hasShared = true;
      for (const target of pending.targets) mergeFields(target, data, fields, this.#merging);
    } else if (!(explained && (data === null || data === undefined))) {
      this.#unusable(pending, 'data that is no object');
    }
  }

  #receiveEntities(pending: PendingFetch, entities: unknown, explained: boolean): void {
    const { node, fields } = pending.fetch;
    if (!Array.isArray(entities) || entities.length !== pending.representations.length) {
      const missing = entities === null || entities === undefined;
      if (!(explained && missing)) this.#unusable(pending, `_entities that are not the ${pending.representations.length} asked for`);
      return;
    }
    this.input.account?.count(node.subgraph, countEntities(entities, node.entityTree));
    entities.forEach((entity, number) => {
      if (isObject(entity)) applyRewrites(node.outputRewrites, entity);
      else if (entity !== null) this.#unusable(pending, 'an entity that is no object', number);
    });
    const { targets, representationOf } = pending;
    if (targets.length > entities.length && node.fields.some(({ fields }) => fields !== null)) this.hasShared = true;
    for (let i = 0; i < targets.length; i++) {
      const entity: unknown = entities[representationOf[i] as number];
      if (isObject(entity)) mergeFields(targets[i] as DataObject, entity, fields, this.#merging);
      else this.gaps.add(targets[i] as DataObject, pending.fetch.gaps.unknown);
    }
  }

  #log(subgraph: string, what: string, cause?: Error): void {
    const { caller, logError } = this.input;
    logError(Object.assign(new Error(`${subgraph}: ${what}`, { cause }), { agency: subgraph, requestId: caller.requestId }));
  }

  /** @param representation the one that has no entity of use; null where the answer as a whole is of none */
  #unusable(pending: PendingFetch, what: string, representation: number | null = null): void {
    const { subgraph } = pending.fetch.node;
    this.#log(subgraph, `answered with ${what}`);
    this.#placed.placeEverywhere(pending, (path) => agencyError(subgraph, path), representation);
  }
}
