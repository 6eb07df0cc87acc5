/**
 * `npm run build`: bundles the command with all its dependencies into dist, so that the installed package has none.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = import.meta.dirname;
const OUT = join(FOLDER, 'dist');

await build({
  entryPoints: [join(FOLDER, 'main.ts')],
  outdir: OUT,
  bundle: true,
  // Parts that few commands need (signing, credentials, the doctor's S3 client) stay separate files, loaded on use.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'linked',
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
});
