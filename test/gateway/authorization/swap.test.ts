// A new supergraph may protect what the one before did not: from the swap on it does, for operations that were known as well.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../../gateway/gateway';
import { ask, defaultSettings, silentLog } from '../../graph/graph';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from '../http-subgraph';
import { type Issuer, startIssuer } from '../identity/issuer';

const sdl = (phone: string, mail: string) => `type Query { person: Person } type Person { name: String phone: String ${phone} mail: String ${mail} }`;
const needs = (scope: string) => `@federation__requiresScopes(scopes: [["${scope}"]])`;
const versions = { open: sdl('', ''), phone: sdl(needs('one'), ''), mail: sdl('', needs('one')), other: sdl(needs('two'), '') };

describe.each(['jiedui', 'stock'] as const)('a swap (%s)', (execution) => {
  let folder: string;
  let subgraph: HttpSubgraph;
  let issuer: Issuer;
  let gateway: Gateway;
  let url: string;

  const write = (version: keyof typeof versions) =>
    writeFileSync(path.join(folder, 'supergraph.graphql'), composeSupergraph({ people: { url: subgraph.url, sdl: versions[version] } }));

  async function serve(version: keyof typeof versions): Promise<void> {
    write(version);
    await gateway.reloadSupergraph();
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-protection-'));
    issuer = startIssuer();
    subgraph = await serveSubgraph(versions.open, { Query: { person: () => ({ name: 'a', phone: '1', mail: 'm' }) } });
    write('open');
    gateway = createGateway({
      ...defaultSettings,
      execution,
      identity: issuer.settings,
      supergraphFile: path.join(folder, 'supergraph.graphql'),
      inProcess: [],
      log: silentLog,
    });
    url = `http://127.0.0.1:${await gateway.start()}/graphql`;
  });
  afterAll(async () => {
    await gateway.stop();
    await subgraph.stop();
    issuer.stop();
    rmSync(folder, { recursive: true });
  });

  it('protects, protects otherwise, and opens what known operations ask', async () => {
    const query = '{ person { name phone mail } }';
    const bearer = await issuer.bearer('one');
    // As many checks each time: the decisions are as long, and mean something else.
    const answers = async () => {
      // What is planned before a swap is planned for the first who asked it.
      const [withToken, without] = [await ask(url, query, {}, bearer), await ask(url, query)];
      return [without.data.person, withToken.data.person];
    };
    const all = { name: 'a', phone: '1', mail: 'm' };
    expect(await answers()).toEqual([all, all]);
    await serve('other');
    expect(await answers()).toEqual([
      { ...all, phone: null },
      { ...all, phone: null },
    ]);
    await serve('phone');
    expect(await answers()).toEqual([{ ...all, phone: null }, all]);
    await serve('mail');
    expect(await answers()).toEqual([{ ...all, mail: null }, all]);
    await serve('open');
    expect(await answers()).toEqual([all, all]);
  });
});
