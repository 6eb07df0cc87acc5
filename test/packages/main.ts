/** `npm run check:package`: tests the packages as users get them, and prints the sizes of their installations. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkClient } from './client.ts';
import { checkCommand } from './command.ts';
import { checkConstruct } from './construct.ts';
import { inProject, PACKAGES, type PackageName, type Project, pack, ROOT } from './tarballs.ts';

const CHECKS: Record<PackageName, (project: Project, tarball: string) => number> = {
  s3dex: checkClient,
  's3dex-cli': checkCommand,
  's3dex-cdk': checkConstruct,
};

const tarballs = mkdtempSync(join(tmpdir(), 's3dex-tarballs-'));
try {
  for (const name of Object.keys(PACKAGES) as PackageName[]) {
    const tarball = pack(name, tarballs);
    tool('publint', '--strict', PACKAGES[name]);
    if (name !== 's3dex-cli') tool('attw', tarball, '--profile', 'esm-only');
    inProject((project) => {
      const bytes = CHECKS[name](project, tarball);
      process.stdout.write(`${name}: compiles and runs; ${(bytes / 1024).toFixed(0)} KB installed\n`);
    });
  }
} finally {
  rmSync(tarballs, { recursive: true });
}

function tool(name: string, ...args: string[]): void {
  execFileSync(join(ROOT, 'node_modules/.bin', name), args, { cwd: ROOT, stdio: 'inherit' });
}
