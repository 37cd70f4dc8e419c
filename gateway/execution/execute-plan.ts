// Executes a prepared plan: walks its nodes, asks the subgraphs, merges their answers into the request's data. Entity
// fetches that become ready together for one subgraph go as one request; no branch waits for another.
import { GraphQLError } from 'graphql';
import { agencyError, agencyUnavailable, cannotBeCompleted, type ErrorPath, passOn } from './agency-errors';
import { type DataObject, isObject, readField } from './data';
import { mergeFields } from './merge';
import type { ExecutablePlan, FetchNode, PlanNode } from './plan';
import { prepareRepresentations, type RepresentationWriter } from './representations';
import { type RequestText, textOfFetch, textOfMergedFetches } from './request-text';
import { applyRewrites } from './rewrites';
import type { Answer, Caller, SubgraphRequest, Transport } from './transport';

/** A plan with everything prepared that does not change from request to request. */
export interface PreparedPlan {
  root: Step | null;
  /** Texts of merged fetches by the fetches' numbers. */
  mergedTexts: Map<string, RequestText>;
  interfaceObjects: ReadonlySet<string>;
}

/** What one execution gives back: data under internal names, and errors at the client's paths. */
export interface PlanResult {
  data: DataObject;
  errors: GraphQLError[];
}

export interface PlanInput {
  /** The client's variables as they came. */
  variables: DataObject;
  /** The value of a Boolean variable that a condition of the plan asks for. */
  condition(name: string): boolean;
  caller: Caller;
  places: Places;
  logError: (error: unknown) => void;
}

/** Where the client sees what is kept under internal names. */
export interface Places {
  /** The client's path for a path in the data. */
  toClientPath(data: DataObject, path: ErrorPath): ErrorPath;
  /** Those of the `fields` of the object at a path in the data that the client sees, as client's paths; the object's own where it sees none. */
  fieldsAt(data: DataObject, path: ErrorPath, fields: readonly string[]): ErrorPath[];
}

/** Longer lists of representations are sent in parts. */
const maxRepresentations = 1_000;

/** A combination of merged fetches depends on the data; beyond this many of one operation, texts are not kept. */
const maxMergedTexts = 200;

/** One failure can have as many places as the answer has objects. */
const maxErrors = 1_000;

/** Prepares a plan. `transports` are those of its subgraphs. */
export function preparePlan(plan: ExecutablePlan, transports: ReadonlyMap<string, Transport>): PreparedPlan {
  let fetches = 0;
  return { root: plan.node === null ? null : prepare(plan.node, []), mergedTexts: new Map(), interfaceObjects: new Set(plan.interfaceObjects) };

  function prepare(node: PlanNode, path: readonly string[]): Step {
    switch (node.kind) {
      case 'Sequence':
        return sequence(node.nodes.map((child) => prepare(child, path)));
      case 'Parallel':
        return parallel(node.nodes.map((child) => prepare(child, path)));
      case 'Flatten': {
        const step = prepare(node.node, [...path, ...node.path]);
        return (run, objects, done) => step(run, collect(objects, node.path), done);
      }
      case 'Condition': {
        const [ifClause, elseClause] = [node.ifClause, node.elseClause].map((clause) => (clause === null ? null : prepare(clause, path)));
        return (run, objects, done) => {
          const clause = run.input.condition(node.condition) ? ifClause : elseClause;
          if (clause) clause(run, objects, done);
          else done();
        };
      }
      case 'Fetch': {
        const transport = transports.get(node.subgraph);
        if (transport === undefined) throw new Error(`the plan asks ${node.subgraph}, which the supergraph does not have`);
        const representations = node.entities === null ? null : prepareRepresentations(node.entities);
        const fetch: PreparedFetch = { node, number: fetches++, path, transport, text: textOfFetch(node), representations };
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

interface PreparedFetch {
  node: FetchNode;
  /** Tells the fetches of one plan apart. */
  number: number;
  /** Where in the data the fetch's objects are. */
  path: readonly string[];
  transport: Transport;
  text: RequestText;
  representations: RepresentationWriter | null;
}

/** A fetch of this request that is to be sent or has been. */
interface PendingFetch {
  fetch: PreparedFetch;
  /** The objects that the answer is merged into. */
  targets: readonly DataObject[];
  /** For an entity fetch: which of the representations stands for each target. */
  representationOf: readonly number[];
  /** The distinct representations as JSON, and an object for which each of them stands. */
  representations: readonly string[];
  sources: readonly DataObject[];
  done: () => void;
  /** Where the targets are in the data, once somebody asks: by representation, and for a fetch at a root all under 0. */
  places?: ReadonlyMap<number, readonly ErrorPath[]>;
}

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
    const { texts, sources, targets, numbers } = writer.write(objects);
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

/** The objects at a path below other objects; `@` goes through a list. One that is in several places occurs for each. */
function collect(objects: readonly DataObject[], path: readonly string[]): DataObject[] {
  const found: DataObject[] = [];
  for (const object of objects) collectFrom(object, path, 0, found);
  return found;
}

function collectFrom(value: unknown, path: readonly string[], at: number, found: DataObject[]): void {
  const name = path[at];
  if (name === '@') {
    if (Array.isArray(value)) for (const item of value) collectFrom(item, path, at + 1, found);
  } else if (isObject(value)) {
    if (name === undefined) found.push(value);
    else collectFrom(readField(value, name), path, at + 1, found);
  }
}

class Run implements PlanResult {
  readonly data: DataObject = {};
  readonly errors: GraphQLError[] = [];
  #ready = new Map<Transport, PendingFetch[]>();
  #flushing = false;
  #variableTexts = new Map<string, string>();

  constructor(
    readonly plan: PreparedPlan,
    readonly input: PlanInput,
    readonly crash: (error: unknown) => void,
  ) {}

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
    this.#failEverywhere(pending, (path) => cannotBeCompleted(pending.fetch.node.subgraph, type, path));
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
    let parts = Math.ceil(pending.representations.length / maxRepresentations);
    const done = () => {
      if (--parts === 0) pending.done();
    };
    for (let from = 0; from < pending.representations.length; from += maxRepresentations) {
      const to = from + maxRepresentations;
      const inPart = pending.representationOf.map((number) => number >= from && number < to);
      this.sendAlone({
        fetch: pending.fetch,
        targets: pending.targets.filter((_, index) => inPart[index]),
        representationOf: pending.representationOf.filter((_, index) => inPart[index]).map((number) => number - from),
        representations: pending.representations.slice(from, to),
        sources: pending.sources.slice(from, to),
        done,
      });
    }
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
    const request: SubgraphRequest = {
      query: text.query,
      operationName: text.operationName,
      operationKind: node.operationKind,
      caller: this.input.caller,
      toJson: () => this.#writeRequest(text, pendings),
      toVariables: () => this.#buildVariables(text, pendings),
    };
    transport.send(request, (answer) => {
      this.guard(() => receive(answer));
    });
  }

  #writeRequest(text: RequestText, pendings: readonly PendingFetch[]): string {
    let json = text.jsonStart;
    let separator = '';
    if (pendings[0]?.fetch.representations !== null) {
      for (let i = 0; i < pendings.length; i++) {
        json += `${separator}"${text.representations[i]}":[${pendings[i]?.representations.join(',')}]`;
        separator = ',';
      }
    }
    for (const name of text.variables) {
      const value = this.#variableText(name);
      if (value === '') continue;
      json += separator + value;
      separator = ',';
    }
    return `${json}}}`;
  }

  /** `"name":value`, or nothing where the client gave no value. */
  #variableText(name: string): string {
    let text = this.#variableTexts.get(name);
    if (text === undefined) {
      const value = this.#variable(name);
      text = value === undefined ? '' : `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      this.#variableTexts.set(name, text);
    }
    return text;
  }

  #variable(name: string): unknown {
    return Object.hasOwn(this.input.variables, name) ? this.input.variables[name] : undefined;
  }

  #buildVariables(text: RequestText, pendings: readonly PendingFetch[]): DataObject {
    const variables: DataObject = Object.create(null);
    for (const name of text.variables) {
      const value = this.#variable(name);
      if (value !== undefined) variables[name] = value;
    }
    pendings.forEach(({ fetch, sources }, index) => {
      if (fetch.representations !== null) variables[text.representations[index] as string] = sources.map((source) => fetch.representations?.build(source));
    });
    return variables;
  }

  /** Merges what an answer has for one fetch, the one at `index` of those that the text merges. */
  #receive(pending: PendingFetch, text: RequestText, index: number, answer: Answer): void {
    const { node, representations } = pending.fetch;
    if ('failure' in answer) {
      this.input.logError(new Error(`${node.subgraph}: ${answer.failure.message}`, { cause: answer.failure }));
      this.#failEverywhere(pending, (path) => agencyUnavailable(node.subgraph, path));
      return;
    }
    const { data, errors } = readBody(answer.body);
    const alias = text.entities[index] as string;
    const isOurs = (error: unknown) => {
      const [first] = readPath(error) ?? [];
      return first === alias || !text.entities.includes(String(first));
    };
    const ours = representations === null ? errors : errors.filter(isOurs);
    for (const error of ours) {
      this.#placeError(pending, alias, error);
      if (this.errors.length > maxErrors) break;
    }
    if (representations === null) this.#receiveRoot(pending, data, ours.length > 0);
    else this.#receiveEntities(pending, isObject(data) ? readField(data, alias) : data, ours.length > 0);
  }

  #receiveRoot(pending: PendingFetch, data: unknown, explained: boolean): void {
    const { node } = pending.fetch;
    if (isObject(data)) {
      applyRewrites(node.outputRewrites, data);
      for (const target of pending.targets) mergeFields(target, data, node.fields, this.plan.interfaceObjects);
    } else if (!(explained && (data === null || data === undefined))) {
      this.#unusable(pending, 'data that is no object');
    }
  }

  #receiveEntities(pending: PendingFetch, entities: unknown, explained: boolean): void {
    const { node } = pending.fetch;
    if (!Array.isArray(entities) || entities.length !== pending.representations.length) {
      const missing = entities === null || entities === undefined;
      if (!(explained && missing)) this.#unusable(pending, `_entities that are not the ${pending.representations.length} asked for`);
      return;
    }
    entities.forEach((entity, number) => {
      if (isObject(entity)) applyRewrites(node.outputRewrites, entity);
      else if (entity !== null) this.#unusable(pending, 'an entity that is no object', number);
    });
    const { targets, representationOf } = pending;
    for (let i = 0; i < targets.length; i++) {
      const entity: unknown = entities[representationOf[i] as number];
      if (isObject(entity)) mergeFields(targets[i] as DataObject, entity, node.fields, this.plan.interfaceObjects);
    }
  }

  /** @param representation the one that has no entity of use; null where the answer as a whole is of none */
  #unusable(pending: PendingFetch, what: string, representation: number | null = null): void {
    const { subgraph } = pending.fetch.node;
    this.input.logError(new Error(`${subgraph} answered with ${what}`));
    this.#failEverywhere(pending, (path) => agencyError(subgraph, path), representation);
  }

  /** Gives an error of a subgraph the path that the client sees; one without a path of use stands at all places of the fetch. */
  #placeError(pending: PendingFetch, entities: string, error: unknown): void {
    const { node, path } = pending.fetch;
    const errorPath = readPath(error);
    const make = (place: ErrorPath | undefined) => passOn(node.subgraph, error, place);
    if (pending.fetch.representations === null) {
      if (errorPath === null || path.includes('@')) this.#failEverywhere(pending, make);
      else this.#addError(make(this.input.places.toClientPath(this.data, [...path, ...errorPath])));
      return;
    }
    const [first, number, ...rest] = errorPath ?? [];
    if (first !== entities || typeof number !== 'number' || pending.representations[number] === undefined) {
      this.#failEverywhere(pending, make);
      return;
    }
    for (const place of this.#placesOf(pending, number)) this.#addError(make(this.input.places.toClientPath(this.data, [...place, ...rest])));
  }

  /** Adds an error for every field that the fetch was to bring, wherever the client sees one. */
  #failEverywhere(pending: PendingFetch, make: (path: ErrorPath) => GraphQLError, representation: number | null = null): void {
    const fields = pending.fetch.node.fields.map(({ name }) => name);
    for (const place of this.#placesOf(pending, representation)) {
      for (const path of this.input.places.fieldsAt(this.data, place, fields)) this.#addError(make(path));
      if (this.errors.length > maxErrors) return;
    }
  }

  /** The paths in the data of a fetch's targets: of all, or of those that one representation stands for. */
  #placesOf(pending: PendingFetch, representation: number | null): readonly ErrorPath[] {
    pending.places ??= this.#locateTargets(pending);
    return representation === null ? [...pending.places.values()].flat() : (pending.places.get(representation) ?? []);
  }

  #locateTargets({ fetch, targets, representationOf }: PendingFetch): Map<number, ErrorPath[]> {
    const numbers = new Map(targets.map((target, index) => [target, representationOf[index] ?? 0]));
    const places = new Map<number, ErrorPath[]>();
    locate(this.data, fetch.path, 0, [], (object, place) => {
      const number = numbers.get(object);
      if (number === undefined) return;
      const known = places.get(number);
      if (known === undefined) places.set(number, [place]);
      else known.push(place);
    });
    return places;
  }

  #addError(error: GraphQLError): void {
    if (this.errors.length < maxErrors) this.errors.push(error);
    else if (this.errors.length === maxErrors) {
      const message = 'there are more errors than are listed 错误过多，未全部列出';
      this.errors.push(new GraphQLError(message, { extensions: { code: 'AGENCY_ERROR' } }));
    }
  }
}

function locate(value: unknown, path: readonly string[], at: number, place: ErrorPath, found: (object: DataObject, place: ErrorPath) => void): void {
  const name = path[at];
  if (name === '@') {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      locate(item, path, at + 1, [...place, index], found);
    });
  } else if (isObject(value)) {
    if (name === undefined) found(value, place);
    else locate(readField(value, name), path, at + 1, [...place, name], found);
  }
}

/** Reads a GraphQL response (specification, section 7.1); what does not have its form reads as no data and no errors. */
function readBody(body: unknown): { data: unknown; errors: readonly unknown[] } {
  if (!isObject(body)) return { data: undefined, errors: [] };
  return { data: body.data, errors: Array.isArray(body.errors) ? body.errors : [] };
}

function readPath(error: unknown): ErrorPath | null {
  const path = isObject(error) ? error.path : null;
  return Array.isArray(path) && path.length > 0 && path.every((segment) => typeof segment === 'string' || Number.isInteger(segment)) ? path : null;
}

/** Whether each fetch's part of a merged answer, errors included, can be told from the others'. */
function canBeTakenApart(answer: Answer, text: RequestText): boolean {
  if ('failure' in answer) return true;
  const { data, errors } = readBody(answer.body);
  return isObject(data) && errors.every((error) => text.entities.includes(String(readPath(error)?.[0])));
}
