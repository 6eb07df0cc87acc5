/** `node explorer/write-function.ts FOLDER`: the page as a function's code, for the stack that serves it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExplorer } from './build.ts';
import { explorerFunctionSource } from './function.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node explorer/write-function.ts FOLDER');
await writeFile(join(folder, 'index.mjs'), await explorerFunctionSource(await buildExplorer()));
