/** `npm run build`: one script and one style sheet in dist, with the page that loads them. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const FOLDER = import.meta.dirname;
const OUT = process.argv[2] ?? join(FOLDER, 'dist');

await build({
  entryPoints: [join(FOLDER, 'main.tsx')],
  outdir: OUT,
  // In this repository, the client is built from its sources. In your own app, install the package.
  alias: { 's3dex/client': join(FOLDER, '../../contract/client.ts') },
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  logLevel: 'warning',
});
await copyFile(join(FOLDER, 'index.html'), join(OUT, 'index.html'));
// Storage Browser loads its download worker at start.
await copyFile(
  join(FOLDER, 'node_modules/@aws-amplify/ui-react-storage/dist/download-sw.js'),
  join(OUT, 'download-sw.js'),
);
