// A SQLite file with a damaged page in its middle: the agency cannot be read, the log says why once, and names it.
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { counties } from '../../subgraphs/counties';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { createScratch } from './scratch';

describe('a damaged page', () => {
  it('is named in the log once, with its relation, and costs the fields that need it', async () => {
    const scratch = createScratch();
    const url = scratch.registerUrl('counties');
    await Promise.all(Object.values(scratch.registers).map((database) => database.destroy()));
    const file = url.slice('sqlite:'.length);
    const descriptor = openSync(file, 'r+');
    // The second half: the first pages say what tables there are.
    const { size } = statSync(file);
    for (let at = Math.ceil(size / 8_192) * 4_096; at < size; at += 4_096) writeSync(descriptor, Buffer.alloc(4_096, 0x5a), 0, 4_096, at);
    closeSync(descriptor);
    const logged: string[] = [];
    const subgraph = createSubgraph(counties, { database: openDatabase(url, { role: 'reader' }), logError: (line) => logged.push(String(line)) });
    try {
      for (let read = 0; read < 20; read++) {
        const { errors } = await subgraph.execute({ query: '{ countyFeed { records(collection: "need", first: 5000) { keys } } }', trusted: true });
        expect(errors).toMatchObject([{ extensions: { code: 'AGENCY_UNAVAILABLE', agency: 'counties' } }]);
      }
      expect(logged).toEqual([
        expect.stringMatching(/^the database of counties \(.*\) is damaged: reading county_need.* fails \(SQLITE_CORRUPT\); check it .* and restore it/),
      ]);
    } finally {
      await subgraph.close();
      await scratch.remove();
    }
  });
});
