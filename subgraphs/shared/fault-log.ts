// Logs what is wrong with an agency's data: one line for a kind of fault, and after that how many there were. A value that is not
// valid is read with every page, and a damaged file with every round of the sync.
import { LRUCache } from 'lru-cache';
import { InvalidValue } from './contract/invalid-value';
import { isDamage, relationsOf } from './damage';

const saidEveryMs = 600_000;
const maxKinds = 1_000;

/**
 * A log of one subgraph's faults. What is neither an invalid value nor damage passes on as it is.
 *
 * @param logError where lines go
 * @param now milliseconds of a clock that only goes forward
 */
export function createFaultLog(
  logError: (original: unknown) => void,
  { name, agency }: { name: string; agency: string },
  now: () => number = () => performance.now(),
): (original: unknown) => void {
  const said = new LRUCache<string, { at: number; since: number }>({ max: maxKinds });
  return (original) => {
    const fault = describe(original, name, agency);
    if (fault === null) {
      logError(original);
      return;
    }
    const before = said.get(fault.kind);
    if (before !== undefined && now() - before.at < saidEveryMs) {
      before.since++;
      return;
    }
    const more = before === undefined || before.since === 0 ? '' : `; met ${before.since} more times since it was last logged`;
    said.set(fault.kind, { at: now(), since: 0 });
    logError(`${fault.sentence}${more}; further ones of this kind are counted and not logged for ${saidEveryMs / 60_000} minutes`);
  };
}

function describe(original: unknown, name: string, agency: string): { kind: string; sentence: string } | null {
  if (original instanceof InvalidValue) {
    const { relation, column } = original.place;
    const kind = `${relation}.${column} ${original.reason}`;
    return { kind, sentence: `the database of ${name} (${agency}) holds an invalid value: ${original.message}` };
  }
  if (!isDamage(original)) return null;
  const { code, message } = original as { code: string; message: string };
  const where = relationsOf({ message }).join(', ') || 'the file';
  const sentence = `the database of ${name} (${agency}) is damaged: reading ${where} fails (${code}); check it (SQLite: PRAGMA integrity_check) and restore it`;
  return { kind: `${code} ${where}`, sentence };
}
