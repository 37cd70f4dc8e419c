// Loads data of national scale, builds the read model as in production, and measures how late a change is.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { createKeys } from '../../subgraphs/shared/create-keys';
import { openDatabase } from '../../subgraphs/shared/database';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { launch, type Process, readCpuSeconds, readMemory, waitUntilReady } from '../processes';
import { emptyStatistics, loadRegisters, type ScaleDatabases } from './databases';
import { median, type Musts } from './turns';

const quickScale = { organizations: 20_000, pairings: 5_000, projects: 7_000, needs: 2_000 };

/** Loads the registers, then builds the read model over signed HTTP, each process on its own, and measures how late a change is. */
export async function measureLoading(databases: ScaleDatabases, folder: string, quick: boolean, musts: Musts): Promise<string[]> {
  const loaded = await loadRegisters(databases, quick ? quickScale : {});
  const lines = ['## Loading and keeping fresh', ''];
  if (loaded !== null) {
    const perSecond = loaded.rows / loaded.seconds;
    musts.push(['generator: rows loaded per second', Math.round(perSecond).toLocaleString('en'), '20,000', perSecond >= 20_000]);
    lines.push(`${loaded.rows.toLocaleString('en')} rows of the registers were generated and loaded in ${loaded.seconds.toFixed(0)} s.`, '');
  }
  await emptyStatistics(databases);
  const [signingKey = '', trustedKeys = ''] = createKeys(path.join(folder, 'keys'));
  const started: Process[] = [];
  const startSubgraph = async (name: string, port: number, env: Record<string, string>) => {
    const child = launch({
      core: 'any',
      args: ['dist/subgraphs/main.js', name, '--port', String(port)],
      cwd: packageRoot,
      env: { ...databases.environment, JIEDUI_DATA_DIR: folder, ...env },
    });
    started.push(child);
    await waitUntilReady(child, `http://127.0.0.1:${port}/health/live`);
    return child;
  };
  const database = openDatabase(databases.url('statistics', 'reader'), { role: 'reader' });
  try {
    const ports = { organizations: 4711, counties: 4712, pairings: 4713 };
    for (const [name, port] of Object.entries(ports)) await startSubgraph(name, port, { JIEDUI_TRUSTED_KEYS_FILE: trustedKeys });
    const urls = Object.entries(ports).map(([name, port]) => `${name}=http://127.0.0.1:${port}/graphql`);
    const startedAt = performance.now();
    const sync = await startSubgraph('statistics', 4714, {
      JIEDUI_SIGNING_KEY_FILE: signingKey,
      JIEDUI_SUBGRAPH_URLS: urls.join(','),
      JIEDUI_SYNC_PAUSE_MS: '500',
    });
    while ((await database('agency_state').first('agency')) === undefined) await sleep(250);
    const builtS = (performance.now() - startedAt) / 1_000;
    while ((await database('candidate').first('kind')) === undefined) await sleep(250);
    const candidatesS = (performance.now() - startedAt) / 1_000 - builtS;
    musts.push(['first full sync', `${builtS.toFixed(0)} s`, '300 s', builtS < 300]);
    const records = Number((await database('agency_state').sum({ total: 'record_count' }).first())?.total);
    lines.push(
      `The first sync of ${records.toLocaleString('en')} records over signed HTTP, with the three registers' processes and the server on the same cores, took ${builtS.toFixed(0)} s: the sync's process ${readCpuSeconds(sync.pid).toFixed(0)} s of processor time and at most ${readMemory(sync.pid).peakMb.toFixed(0)} MB, the registers' ${started
        .slice(0, 3)
        .reduce((sum, { pid }) => sum + readCpuSeconds(pid), 0)
        .toFixed(0)} s. Candidates were prepared in ${candidatesS.toFixed(0)} s after it.`,
      '',
    );
    const lags = await measureLag(databases, database, quick ? 5 : 15);
    musts.push(['lag of a change, p50', `${(median(lags) / 1_000).toFixed(2)} s`, '2 s', median(lags) < 2_000]);
    lines.push(
      `A change in the register of organizations was in the read model after ${(median(lags) / 1_000).toFixed(2)} s at p50 and ${(Math.max(...lags) / 1_000).toFixed(2)} s at most, of ${lags.length} changes; rounds of the sync begin 0.5 s after the one before.`,
      '',
    );
    return lines;
  } finally {
    for (const child of started.reverse()) await child.stop();
    await database.destroy();
  }
}

/** Lists an organization in a pairing, and takes it off again; the time until the read model says so. */
async function measureLag(databases: ScaleDatabases, readModel: Knex, times: number): Promise<number[]> {
  const register = openDatabase(databases.url('organizations', 'owner'), { role: 'owner' });
  const lags: number[] = [];
  const ids: number[] = await readModel('fact_link')
    .distinct('organization_id')
    .where('standing', 1)
    .where('until_on', '>', '2026-06-30')
    .limit(times)
    .pluck('organization_id');
  const paired: { id: number; code: string }[] = await readModel('dim_organization').select('id', 'code').whereIn('id', ids);
  for (const { id, code } of paired) {
    const changed_at = new Date().toISOString().replace('T', ' ').replace('Z', '');
    await register.transaction(async (trx) => {
      await trx('organization_listing').insert({ code, list: 'SERIOUS_VIOLATION', listed_on: '2026-06-01', reason: '合成事由' });
      await trx('organization').where({ code }).update({ changed_at });
    });
    const startedAt = performance.now();
    while ((await readModel('organization_period').where({ organization_id: id, standing: 3 }).first('standing')) === undefined) {
      if (performance.now() - startedAt > 120_000) throw new Error('a change did not reach the read model within two minutes');
      await sleep(20);
    }
    lags.push(performance.now() - startedAt);
  }
  await register.destroy();
  return lags;
}
