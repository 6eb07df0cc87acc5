/** `node explorer/write-function.ts FOLDER`: writes the code of the page's function for the stack. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExplorer } from './build.ts';
import { explorerFunctionSource } from './function.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node explorer/write-function.ts FOLDER');
await writeFile(join(folder, 'index.mjs'), await explorerFunctionSource(await buildExplorer()));
