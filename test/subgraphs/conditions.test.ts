// "Contains this text" is the same on both databases, and what plain TypeScript finds.
import fc from 'fast-check';
import type { Knex } from 'knex';
import { whereContains } from '../../subgraphs/shared/conditions';
import { openDatabase } from '../../subgraphs/shared/database';
import { generated } from '../generated';
import { readerUrl } from '../graph/graph';

let database: Knex;

beforeAll(() => {
  database = openDatabase(readerUrl('organizations'), { role: 'reader' });
});
afterAll(() => database.destroy());

/** Which of the values contain one of the texts, as the database finds. */
async function find(values: readonly string[], texts: readonly string[]): Promise<string[]> {
  const rows = database.raw(`(${values.map((_, i) => `select ? as value, ${i} as place`).join(' union all ')}) as facts`, [...values]);
  const found: { place: number }[] = await whereContains(database.from(rows).select('place').orderBy('place'), 'value', texts);
  return found.map(({ place }) => values[Number(place)] as string);
}

const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

describe('a text that a column is to contain', () => {
  it('is found whatever the case of its letters', async () => {
    const values = ['示例大厦A座', '示例大厦a座', '示例大厦B座', 'a 座', 'Ａ座'];
    for (const text of ['A座', 'a座']) expect(await find(values, [text])).toEqual(['示例大厦A座', '示例大厦a座']);
  });

  it('is one of several', async () => {
    expect(await find(['甲', '乙', '丙'], ['甲', '丙'])).toEqual(['甲', '丙']);
  });

  it('is found as TypeScript finds it', async () => {
    const part = fc.constantFrom('A', 'a', 'É', 'é', 'Ａ', 'ａ', '座', '𠀀', '𠮷', '%', '_', '!', '\\', "'", '"', ' ', 'ß', 'I', 'i', 'ı', 'K', '\u212a');
    const text = (maxLength: number) => fc.array(part, { minLength: 1, maxLength }).map((parts) => parts.join(''));
    const cases = fc.tuple(fc.array(text(6), { minLength: 4, maxLength: 12 }), text(2));
    await fc.assert(
      fc.asyncProperty(cases, async ([values, sought]) => {
        expect(await find(values, [sought])).toEqual(values.filter((value) => lower(value).includes(lower(sought))));
      }),
      generated('texts that columns contain', 1_000),
    );
  });
});
