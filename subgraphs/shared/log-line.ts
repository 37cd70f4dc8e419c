// The form of a line in the log: an error says each thing once, and no line is longer than a terminal or a log service takes.

/** Where syslog and the container engines cut a line, or split it in two that are no JSON any more. */
const maxLineBytes = 4_096;
const maxFrames = 10;
const maxCauses = 5;

interface DescribedError {
  type: string;
  /** Absent where the log line, or the error that this is the cause of, says it already. */
  message?: string;
  /** Where it was thrown. */
  stack?: string;
  cause?: DescribedError;
  errors?: DescribedError[];
  [property: string]: unknown;
}

/**
 * An error for the log: its type, what it carries (such as `code` and `agency`), where it was thrown, its causes.
 *
 * @param said what has been said before it: a message that is part of it is not repeated
 */
export function describeError(error: unknown, said: string, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, cause, stack } = error;
  const described: DescribedError = { type: name };
  if (!said.includes(message)) described.message = message;
  for (const [property, value] of Object.entries(error)) {
    if (!(property in described) && !['message', 'stack', 'cause', 'errors'].includes(property) && typeof value !== 'function') described[property] = value;
  }
  const frames = (stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  if (frames.length > 0) described.stack = frames.slice(0, maxFrames).join('\n');
  if (depth === maxCauses) return described;
  const saidNow = `${said}\n${message}`;
  if (cause !== undefined) described.cause = describeError(cause, saidNow, depth + 1);
  if (error instanceof AggregateError) described.errors = error.errors.slice(0, maxCauses).map((each) => describeError(each, saidNow, depth + 1));
  return described;
}

/** A line of JSON of at most 4 kB with its line feed: what is too long is cut within its texts and lists, and `"cut":true` says so. */
export function cutLine(line: string): string {
  if (line.length <= maxLineBytes / 3 || Buffer.byteLength(line) <= maxLineBytes) return line;
  const record = { ...(JSON.parse(line) as Record<string, unknown>), cut: true };
  for (let most = 1_024; most >= 8; most /= 2) {
    const text = `${JSON.stringify(record, (_name, value: unknown) => shorten(value, most))}\n`;
    if (Buffer.byteLength(text) <= maxLineBytes) return text;
  }
  const { level, time, msg } = record as { level?: unknown; time?: unknown; msg?: unknown };
  return `${JSON.stringify({ level, time, msg: shorten(msg, 512), cut: true })}\n`;
}

function shorten(value: unknown, most: number): unknown {
  if (typeof value === 'string' && value.length > most) return `${value.slice(0, most)}…`;
  return Array.isArray(value) && value.length > most ? value.slice(0, most) : value;
}
