/**
 * `npm run build`: builds the three published packages. `s3dex` (contract/) is the client, `s3dex-cli` (cli/) is the
 * command in one bundle, and `s3dex-cdk` (infra/) is the construct with the functions' bundles.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

for (const folder of ['contract', 'cli', 'infra']) {
  rmSync(join(ROOT, folder, 'dist'), { recursive: true, force: true });
  copyFileSync(join(ROOT, 'LICENSE'), join(ROOT, folder, 'LICENSE'));
}
for (const folder of ['contract', 'infra'])
  run('node_modules/typescript/bin/tsc', '-p', `${folder}/tsconfig.build.json`);
run('infra/write-bundles.ts');
run('cli/write-bundle.ts');

function run(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
}
