/** `node infra/write-function.ts MODULE FOLDER`: bundles a function of lambdas/ for the stack. */
import { bundleFunction } from './function-bundle.ts';

const [module, folder] = process.argv.slice(2);
if (module === undefined || folder === undefined)
  throw new Error('usage: node infra/write-function.ts MODULE FOLDER');
await bundleFunction({ entry: `lambdas/${module}.ts`, folder });
