// Our executor over node:http, without Apollo Server: what its request pipeline costs is the difference.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type DocumentNode, getOperationAST, parse, validate } from 'graphql';
import { readConfig } from '../config';
import { readCaller } from '../gateway/caller';
import { nobody } from '../gateway/identity/identity';
import { Deadline } from '../gateway/time-limit';
import { Bodies } from '../subgraphs/shared/bodies';
import { loadSupergraph } from '../gateway/execution/loaded-supergraph';
import { createTransportRegistry } from '../gateway/execution/transport-registry';

async function main(): Promise<void> {
  const { values: flags } = parseArgs({ options: { supergraph: { type: 'string' }, port: { type: 'string' }, 'subgraph-urls': { type: 'string' } } });
  const environment = { JIEDUI_SUPERGRAPH: flags.supergraph, JIEDUI_SUBGRAPH_URLS: flags['subgraph-urls'] };
  const { gateway } = readConfig(environment, process.cwd());
  const transports = createTransportRegistry({ ...gateway, inProcess: [] });
  const sdl = readFileSync(gateway.supergraphFile, 'utf8');
  const supergraph = await loadSupergraph({ ...gateway, sdl, transports, logError: console.error });
  const documents = new Map<string, DocumentNode>();

  function readDocument(source: string): DocumentNode {
    let document = documents.get(source);
    if (document === undefined) {
      document = parse(source);
      const [error] = validate(supergraph.schema, document);
      if (error !== undefined) throw error;
      documents.set(source, document);
    }
    return document;
  }

  const bodies = new Bodies();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const { query, variables = {}, operationName = null } = JSON.parse(String(await bodies.read(request, response, 1_000_000)));
    const document = readDocument(query);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error('the document has no operation of the name asked for');
    const result = await supergraph.execute({
      documentId: query,
      source: query,
      document,
      operation,
      operationName,
      variables,
      caller: readCaller(request, gateway, { requestId: 'bench', known: nobody }),
      deadline: new Deadline(),
      foreign: false,
    });
    return Buffer.from(JSON.stringify(result));
  }

  createServer((request, response) => {
    if (request.url === '/health/ready') {
      response.end();
      return;
    }
    answer(request, response).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(Number(flags.port), '127.0.0.1');
}

void main();
