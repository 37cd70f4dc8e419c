// A request's variables as the trail keeps them: what looks secret is left out, and what is long is cut.
import { type DocumentNode, type OperationDefinitionNode, visit } from 'graphql';
import { restoreNumbers } from '../exact-json';

/** Words that make the value of a variable, an argument or an input's field a secret. */
const secretWords = /pass(word|phrase|wd)?$|passw|secret|token|api_?-?key|private_?-?key|credential|authorization|cookie|session|signature|otp$|\bpin$/i;

const redacted = '"[redacted]"';
const maxTextLength = 200;
const maxItems = 50;
const maxDepth = 8;
/** Of one request's variables as JSON, in characters. */
const maxLength = 4_000;

/** Values looked at in one request's variables: more would not fit. */
const maxValues = 1_000;

/** Longer names are not looked at to their end, and taken for secrets. */
const maxNameLength = 100;

function looksSecret(name: string): boolean {
  return name.length > maxNameLength || secretWords.test(name);
}

/** The operation's variables whose value goes, whole, to an argument or an input's field that looks secret. */
export function findSecretVariables(document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { variable } of operation.variableDefinitions ?? []) if (looksSecret(variable.name.value)) found.add(variable.name.value);
  let within = 0;
  const named = {
    enter: ({ name }: { name: { value: string } }) => {
      if (looksSecret(name.value)) within++;
    },
    leave: ({ name }: { name: { value: string } }) => {
      if (looksSecret(name.value)) within--;
    },
  };
  visit(document, {
    Argument: named,
    ObjectField: named,
    Variable({ name }) {
      if (within > 0) found.add(name.value);
    },
  });
  return found;
}

/** The variables as a JSON object of bounded length. */
export function writeVariables(variables: Readonly<Record<string, unknown>>, secret: ReadonlySet<string>): string {
  valuesLeft = maxValues;
  const text = restoreNumbers(writeObject(variables, 0, secret));
  return text.length <= maxLength ? text : writeNames(variables);
}

/** Counts down while one request's variables are written, which happens in one go. */
let valuesLeft = 0;

/** What is left of variables that are too long: their names. */
function writeNames(variables: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(variables).slice(0, maxItems);
  return `{${names.map((name) => `${JSON.stringify(name.slice(0, maxTextLength / 4))}:"[too long]"`).join(',')}}`;
}

function write(value: unknown, depth: number): string {
  if (valuesLeft-- <= 0) return '"[too many]"';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length <= maxTextLength ? value : `${value.slice(0, maxTextLength)}… [${value.length} characters]`);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (depth >= maxDepth) return '"[too deep]"';
      return Array.isArray(value) ? writeList(value, depth) : writeObject(value as Record<string, unknown>, depth, null);
    default:
      return 'null';
  }
}

function writeList(list: readonly unknown[], depth: number): string {
  const items = list.slice(0, maxItems).map((item) => write(item, depth + 1));
  if (list.length > maxItems) items.push(`"[${list.length} items]"`);
  return `[${items.join(',')}]`;
}

function writeObject(object: Readonly<Record<string, unknown>>, depth: number, secret: ReadonlySet<string> | null): string {
  const names = Object.keys(object);
  const members = names
    .slice(0, maxItems)
    .map((name) => `${JSON.stringify(name.slice(0, maxTextLength))}:${looksSecret(name) || secret?.has(name) ? redacted : write(object[name], depth + 1)}`);
  if (names.length > maxItems) members.push(`"…":"[${names.length} members]"`);
  return `{${members.join(',')}}`;
}

/** Whether the document's own nodes are what the secrets were found in: found once for each operation that Apollo Server keeps. */
export function rememberSecretVariables(): typeof findSecretVariables {
  const found = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();
  return (document, operation) => {
    let secret = found.get(operation);
    if (secret === undefined) {
      secret = findSecretVariables(document, operation);
      found.set(operation, secret);
    }
    return secret;
  };
}
