// jiedui audit: verifies a gateway's audit trail, and shows an agency what it may see of it.
import { parseArgs } from 'node:util';
import { readForAgency } from '../gateway/audit/read';
import { type Verdict, verifyTrail } from '../gateway/audit/verify';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { openTrustedKeys } from '../subgraphs/shared/trusted-keys';

export const auditUsage = `  jiedui audit verify [folder] [--keys file] [--anchor file] [--archived]
                                        whether a trail is whole; --keys checks the signatures of its heads, --anchor that
                                        nothing was cut off, --archived where earlier files were moved away
  jiedui audit read [folder] --agency <name> [--since date] [--until date]
                                        what an agency may see of a trail, as JSON lines
The folder is that of JIEDUI_AUDIT_DIR unless it is named.`;

/**
 * @param folder where none is named
 * @returns whether all is well
 * @throws OperatorError where the arguments or the files are of no use
 */
export function runAudit(args: readonly string[], folder: string | null, print: (line: string) => void): boolean {
  const { values: flags, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      keys: { type: 'string' },
      anchor: { type: 'string' },
      archived: { type: 'boolean', default: false },
      agency: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
    },
  });
  const [command, named, ...others] = positionals;
  const where = named ?? folder;
  if ((command !== 'verify' && command !== 'read') || others.length > 0) throw new OperatorError(`usage:\n${auditUsage}`);
  if (where === null) throw new OperatorError('name the folder of the trail, or set JIEDUI_AUDIT_DIR');
  try {
    if (command === 'verify') return verify(where, flags, print);
    if (flags.agency === undefined) throw new OperatorError('name the agency: --agency counties');
    const since = readDate('since', flags.since, Number.NEGATIVE_INFINITY);
    const until = readDate('until', flags.until, Number.POSITIVE_INFINITY);
    let found = 0;
    let isWhole = true;
    // Not among the records, which programs read.
    const onDamage = (finding: string) => {
      isWhole = false;
      console.error(finding);
    };
    for (const record of readForAgency(where, { agency: flags.agency, since, until, onDamage })) {
      found++;
      print(JSON.stringify(record));
    }
    if (found === 0) console.error(`no record in that time names an agency ${flags.agency}`);
    return isWhole;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof OperatorError) throw error;
    throw new OperatorError(`${path} cannot be read (${code})`);
  }
}

function verify(folder: string, flags: { keys?: string; anchor?: string; archived: boolean }, print: (line: string) => void): boolean {
  const findKey = flags.keys === undefined ? null : openTrustedKeys(flags.keys, () => {});
  const verdicts = verifyTrail(folder, { findKey, anchorFile: flags.anchor ?? null, archived: flags.archived });
  if (verdicts.length === 0) throw new OperatorError(`there is no trail in ${folder}`);
  for (const verdict of verdicts) printVerdict(verdict, print);
  if (findKey === null) print('The signatures of the heads were not checked: name the public keys with --keys.');
  if (flags.anchor === undefined) print('That nothing was cut off at the end can be seen only with heads that were kept elsewhere: --anchor.');
  return verdicts.every(({ findings }) => findings.length === 0);
}

function printVerdict({ chain, files, lines, first, last, heads, anchored, findings }: Verdict, print: (line: string) => void): void {
  print(
    `${chain}: ${files} files, lines ${first} to ${last} (${lines}), ${heads} heads, ${anchored} anchored: ${findings.length === 0 ? 'whole' : 'NOT WHOLE'}`,
  );
  for (const finding of findings) print(`  ${finding}`);
}

function readDate(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new OperatorError(`--${name}: expected a date such as 2026-01-01, or a time such as 2026-01-01T08:00:00+08:00`);
  return time;
}
