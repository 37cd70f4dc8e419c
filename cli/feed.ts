// jiedui feed rejected: what the statistics refused of the registers' feeds, and why.
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { registers } from '../subgraphs';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { selectRejected } from '../subgraphs/statistics/read-model/rejected';

export const feedUsage = `  jiedui feed rejected [agency] [--limit n] [--json]
                                        the records, and data sets, of which the statistics refused something, with the reason;
                                        100 at most unless --limit says more`;

/**
 * @param database the statistics' own, for reading
 * @throws OperatorError where the arguments or the database are of no use
 */
export async function runFeed(args: readonly string[], database: Knex, print: (line: string) => void): Promise<void> {
  const { values: flags, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { limit: { type: 'string', default: '100' }, json: { type: 'boolean', default: false } },
  });
  const [command, agency, ...others] = positionals;
  const limit = Number(flags.limit);
  if (command !== 'rejected' || others.length > 0) throw new OperatorError(`usage:\n${feedUsage}`);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new OperatorError('--limit: expected a whole number from 1');
  const named = registers.find(({ name }) => name === agency)?.name;
  if (agency !== undefined && named === undefined) throw new OperatorError(`name one register: ${registers.map(({ name }) => name).join(', ')}`);
  const { rows, total } = await selectRejected(database, named ?? null, limit);
  if (flags.json) {
    for (const row of rows) print(JSON.stringify(row));
    return;
  }
  for (const { agency: of, collection, key, isCounted, reason } of rows)
    print(`${of} ${collection} ${key} (${isCounted ? 'counted without it' : 'not counted'}): ${reason}`);
  print(`${total} refused${rows.length < total ? `, ${rows.length} shown; --limit shows more` : ''}`);
}
