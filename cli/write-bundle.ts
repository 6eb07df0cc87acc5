/** `npm run build`: the command with everything it needs in dist, so that installing it brings no other package. */
import { join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = import.meta.dirname;
const OUT = join(FOLDER, 'dist');

await build({
  entryPoints: [join(FOLDER, 'main.ts')],
  outdir: OUT,
  bundle: true,
  // Parts that few commands need (signing, credentials, the doctor's S3 client) stay files of their own, loaded on use.
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
