/** The three packages as `npm publish` would send them, and an empty project that installs them as a user would. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Package name -> its folder in the repository. */
export const PACKAGES = { s3dex: 'contract', 's3dex-cli': 'cli', 's3dex-cdk': 'infra' } as const;
export type PackageName = keyof typeof PACKAGES;

/** Packs one package into `folder`; returns the tarball's path. */
export function pack(name: PackageName, folder: string): string {
  const args = ['pack', '--json', '--ignore-scripts', '--workspace', name, '--pack-destination', folder];
  const packed = JSON.parse(run('npm', args, ROOT)) as { filename: string }[];
  return join(folder, packed[0]!.filename);
}

export interface Project {
  folder: string;
  write(file: string, text: string): void;
  install(...specs: string[]): void;
  /** Runs a command in the project; returns what it printed. */
  run(command: string, ...args: string[]): string;
  /** Bytes below node_modules, without the packages named. */
  installedBytes(without: readonly string[]): number;
}

/** Runs `use` with an empty project and removes it afterwards. */
export function inProject(use: (project: Project) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 's3dex-package-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
    use({
      folder,
      write: (file, text) => writeFileSync(join(folder, file), text),
      install: (...specs) => {
        run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...specs], folder);
      },
      run: (command, ...args) => run(command, args, folder),
      installedBytes: (without) => {
        const modules = join(folder, 'node_modules');
        const skipped = new Set(without.map((name) => join(modules, name)));
        return bytesBelow(modules, skipped);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function expectOutput(output: string, part: string): void {
  if (!output.includes(part))
    throw new Error(`expected ${JSON.stringify(part)}, got ${JSON.stringify(output)}`);
}

function bytesBelow(folder: string, skipped: ReadonlySet<string>): number {
  let sum = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (skipped.has(path)) continue;
    if (item.isDirectory()) sum += bytesBelow(path, skipped);
    else if (item.isFile()) sum += statSync(path).size;
  }
  return sum;
}

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
