// Writes what is derived from the SDL and the saved operations: the supergraph, each subgraph's resolver types, and the trusted documents. With --check it writes
// nothing and fails where a committed file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema } from 'graphql';
import { subgraphs } from '../subgraphs';
import { packageRoot } from '../subgraphs/shared/package-root';
import { readSdl } from '../subgraphs/shared/sdl';
import { composeSupergraph } from './compose';
import { mappers } from './mappers';
import { writeManifest } from './trusted-documents';

async function generateResolverTypes(name: string): Promise<string> {
  const config = {
    contextType: './loaders#Context',
    enumsAsTypes: true,
    federation: true,
    inputMaybeValue: 'T | null | undefined',
    mappers: mappers[name] ?? {},
    maybeValue: 'T | null',
    scalars: { ID: 'string', Date: 'string', DateTime: 'string', Money: 'number', FeedRecord: 'unknown' },
    skipTypename: true,
    useTypeImports: true,
  };
  const types = await codegen({
    filename: 'types.generated.ts',
    documents: [],
    schema: readSdl(name),
    schemaAst: buildASTSchema(readSdl(name), { assumeValidSDL: true }),
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  return `// Generated from schema/${name}.graphql by npm run generate; not to be edited.\n${types}`;
}

async function main(check: boolean): Promise<void> {
  const files = new Map([
    ['schema/supergraph.graphql', composeSupergraph()],
    ['schema/trusted-documents.json', writeManifest()],
  ]);
  for (const { name } of subgraphs) files.set(`subgraphs/${name}/types.generated.ts`, await generateResolverTypes(name));
  for (const [file, text] of files) {
    const target = path.join(packageRoot, file);
    if (!check) writeFileSync(target, text);
    else if (readFileSync(target, 'utf8') !== text) throw new Error(`${file} is not what npm run generate writes; run it and commit the result`);
  }
}

if (require.main === module) {
  main(process.argv.includes('--check')).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
