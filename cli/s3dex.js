#!/usr/bin/env node
/**
 * Starts the `s3dex` command. This file is JavaScript that old Node versions can read too. In a clone it runs the
 * TypeScript sources, with the Node that `npm ci` installed if the machine's own is too old. In the published package
 * it runs the built bundle.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here('./main.ts');
const fromSource = existsSync(source);
const ownNode = here('../node_modules/.bin/node');

// Caches compiled code. In a clone, the types are then stripped once and not at each start, which is faster and saves
// 30 MB.
module.enableCompileCache?.();

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import(fromSource ? './main.ts' : './dist/main.js');
} else if (fromSource && existsSync(ownNode)) {
  runWith(ownNode);
} else {
  const remedy = fromSource ? 'run `npm ci` here first: it installs one' : 'install a newer one';
  process.stderr.write(`s3dex: needs Node ${NEEDED_MAJOR}, this is ${process.version}; ${remedy}\n`);
  process.exitCode = 2;
}

/** Runs the same command line in a Node that is new enough. This process ends as the child ends. */
function runWith(node) {
  const child = spawn(node, [source, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends its signals to both processes; the child decides how to react.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
