// Builds what has changed, then runs a compiled file in this same process: node run.mjs dist/… [flags]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
// An image for production has the compiled files and no compiler.
if (existsSync(compiler)) {
  const { status } = spawnSync(process.execPath, [compiler, '--project', root], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// npm ends the shell between it and this process on SIGTERM, and would leave this process behind with the port taken.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a second signal would end it at once, in the middle of its orderly stop.
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250).unref();
  process.once('SIGTERM', () => clearInterval(watch));
}

const [file, ...flags] = process.argv.slice(2);
const target = path.resolve(root, file);
process.argv = [process.execPath, target, ...flags];
await import(pathToFileURL(target).href);
