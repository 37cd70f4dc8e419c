// Each subgraph's README documents the relations that an agency offers: the same ones, with the same columns, that the
// migrations create, in their order.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { migrate } from '../../subgraphs/shared/migrations';
import { packageRoot } from '../../subgraphs/shared/package-root';

interface Column {
  name: string;
  type: string;
  mayBeNull: boolean;
  /** Place in the primary key, from 1; 0 outside it. */
  key: number;
}

const headings = ['What it owns', 'Its views', 'Validity', 'Freshness', 'Personal data', 'Known gaps'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(subgraphs)('the README of $name', ({ name, migrations, relations }) => {
  const file = path.join(packageRoot, 'subgraphs', name, 'README.md');
  const readme = readFileSync(file, 'utf8');
  const documented = () => readRelations(readme);
  let database: Knex;

  beforeAll(async () => {
    database = openDatabase(`sqlite:${path.join(folder, `${name}.sqlite`)}`, { role: 'owner' });
    await migrate(database, migrations, relations);
  });
  afterAll(() => database.destroy());

  it('has the headings that every subgraph’s README has', () => {
    expect([...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(headings);
  });

  it('documents every relation that the queries read, once, and no other', () => {
    expect(
      documented()
        .map(([relation]) => relation)
        .sort(),
    ).toEqual([...relations].sort());
  });

  it.each(relations)('documents every column of %s and none that does not exist, with type, nullability and key', async (relation) => {
    expect(new Map(documented()).get(relation)).toEqual(await selectColumns(database, relation));
  });

  it('names every index that the migrations create, and no other', async () => {
    const created = await Promise.all(relations.map((relation) => selectIndexes(database, relation)));
    expect(readIndexes(readme).sort()).toEqual(created.flat().sort());
  });

  it('links to files that exist', () => {
    for (const [, link = ''] of readme.matchAll(/\]\(([^)]+)\)/g)) expect([link, existsSync(path.join(path.dirname(file), link))]).toEqual([link, true]);
  });
});

/** The relations of a README with their columns: a heading of the third level, then a table that begins with "column". */
function readRelations(readme: string): [relation: string, columns: Column[]][] {
  return readme
    .split(/^### /m)
    .filter((section) => section.includes('| column |'))
    .map((section) => [requireName(section), readTable(section, 'column').map(readColumn)]);
}

function readColumn([name = '', type = '', mayBeNull = '', key = '', meaning = '']: string[]): Column {
  expect(['yes', 'no']).toContain(mayBeNull);
  expect(meaning).not.toBe('');
  return { name: requireName(name), type, mayBeNull: mayBeNull === 'yes', key: Number(key) };
}

/** The indexes of a README, each as `relation (column, …)`. */
function readIndexes(readme: string): string[] {
  return readTable(readme, 'relation').map(([relation = '', columns = '']) => `${requireName(relation)} (${columns.replaceAll('`', '')})`);
}

/** The cells of the first table whose first heading is `first`, without its two lines of headings. */
function readTable(text: string, first: string): string[][] {
  const lines = text.slice(text.indexOf(`| ${first} |`)).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function requireName(text: string): string {
  const name = /^`(\w+)`/.exec(text)?.[1];
  if (name === undefined) throw new Error(`expected a name in backticks; got ${text.slice(0, 40)}`);
  return name;
}

async function selectColumns(database: Knex, relation: string): Promise<Column[]> {
  const columns: { name: string; type: string; notnull: number; pk: number }[] = await database.raw('select * from pragma_table_info(?)', [relation]);
  // SQLite does not mark a primary key of one column NOT NULL; servers do.
  return columns.map(({ name, type, notnull, pk }) => ({ name, type: type.toUpperCase(), mayBeNull: notnull === 0 && pk === 0, key: pk }));
}

/** Indexes other than those of keys, each as `relation (column, …)`. */
async function selectIndexes(database: Knex, relation: string): Promise<string[]> {
  const indexes: { columns: string }[] = await database.raw(
    `select (select group_concat(name, ', ') from (select name from pragma_index_info(list.name) order by seqno)) as columns
     from pragma_index_list(?) as list where origin = 'c'`,
    [relation],
  );
  return indexes.map(({ columns }) => `${relation} (${columns})`);
}
