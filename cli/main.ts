// The command jiedui: one-shot work on an agency's database with an owner's user. npm run jiedui -- <command>
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { readConfig } from '../config';
import { runMain } from '../subgraphs/shared/process';
import { generateSample } from '../sample';
import { loadSample } from '../sample/load';
import { type AgencyName, registers, type SubgraphName, subgraphs } from '../subgraphs';
import { openDatabase } from '../subgraphs/shared/database';
import { migrate, missingMigrations, unlockMigrations } from '../subgraphs/shared/migrations';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { createKeys, createSharedKeys } from '../subgraphs/shared/create-keys';
import { auditUsage, runAudit } from './audit';
import { feedUsage, runFeed } from './feed';

const usage = `usage:
  jiedui migrate <agency>… [--unlock]   create or change the tables; --unlock after a run that was cut off
  jiedui load-sample <agency>…          fill an empty database with the reference and synthetic data
  jiedui create-keys <folder> [signer…] [--shared]  a key for signing requests between processes, one for each signer that is named, and the set that trusts it; --shared: secrets for both sides
${feedUsage}
${auditUsage}
agencies: ${registers.map(({ name }) => name).join(', ')}; migrate takes statistics as well
An agency's database is named by JIEDUI_<AGENCY>_OWNER_DB.`;

runMain(async () => {
  if (process.argv[2] === 'audit') {
    const isWell = runAudit(process.argv.slice(3), readConfig(process.env, process.cwd()).audit.folder, console.log);
    if (!isWell) process.exitCode = 1;
    return;
  }
  if (process.argv[2] === 'feed') {
    await showFeed(process.argv.slice(3));
    return;
  }
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: { unlock: { type: 'boolean', default: false }, shared: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (flags.help) {
    console.log(usage);
    return;
  }
  const [command, ...names] = positionals;
  if (command === 'create-keys' && names.length > 0) {
    const files = (flags.shared ? createSharedKeys : createKeys)(String(names[0]), names.slice(1));
    for (const file of files) console.log(`written: ${file}`);
    return;
  }
  const agencies = names.map((name) => (command === 'migrate' ? subgraphs : registers).find((subgraph) => subgraph.name === name));
  if (agencies.length === 0 || agencies.includes(undefined)) throw new OperatorError(usage);
  const config = readConfig(process.env, process.cwd());
  const sample = command === 'load-sample' ? generateSample() : undefined;
  for (const agency of agencies.filter((agency) => agency !== undefined)) {
    await withOwner(config.databases[agency.name].owner, agency.name, async (database) => {
      if (command === 'migrate') {
        if (flags.unlock) await unlockMigrations(database);
        await migrate(database, agency.migrations, agency.relations);
        console.log(`${agency.name}: the tables are up to date`);
      } else if (sample !== undefined) {
        const missing = await missingMigrations(database, agency.migrations, agency.relations);
        if (missing.length > 0) throw new OperatorError(`the database of ${agency.name} lacks its tables; first run: npm run jiedui -- migrate ${agency.name}`);
        await loadSample(database, sample[agency.name as AgencyName], (done, total) =>
          process.stderr.write(`\r${agency.name}: ${done} of ${total} rows${done === total ? '\n' : ''}`),
        );
      } else {
        throw new OperatorError(usage);
      }
    });
  }
});

async function showFeed(args: string[]): Promise<void> {
  const database = openDatabase(readConfig(process.env, process.cwd()).databases.statistics.reader, { role: 'reader' });
  try {
    await runFeed(args, database, console.log);
  } catch (error) {
    const { code } = error as { code?: string };
    if (error instanceof OperatorError || code === undefined || code.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new OperatorError(`the database of statistics, named by JIEDUI_STATISTICS_DB, cannot be read (${code})`);
  } finally {
    await database.destroy();
  }
}

async function withOwner(url: string | null, name: SubgraphName, work: (database: Knex) => Promise<void>): Promise<void> {
  if (url === null) throw new OperatorError(`JIEDUI_${name.toUpperCase()}_OWNER_DB is not set: creating tables and loading rows needs an owner's user`);
  const database = openDatabase(url, { role: 'owner' });
  try {
    await work(database);
  } catch (error) {
    // A driver's message may hold bound values; its code says enough.
    throw error instanceof OperatorError
      ? error
      : new OperatorError(
          `the database of ${name} refused the work (${(error as { code?: string }).code || 'it cannot be opened'}); it is named by JIEDUI_${name.toUpperCase()}_OWNER_DB`,
        );
  } finally {
    await database.destroy();
  }
}
