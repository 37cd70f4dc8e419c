// The folder that holds package.json, found from the sources and from the compiled files in dist/ alike.
import { existsSync } from 'node:fs';
import path from 'node:path';

export const packageRoot = findPackageRoot(__dirname);

function findPackageRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json is missing above the sources');
  return findPackageRoot(parent);
}
