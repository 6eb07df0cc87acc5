/** Caches synthesised assemblies by their sources and settings. CDK takes seconds, the cache milliseconds. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
/**
 * In the output folder of `cdk synth`. The cache is not below node_modules, because Node ignores source maps there.
 */
const CACHE = join(PACKAGE_ROOT, 'cdk.out', 'local');
/** The inputs of an assembly. */
const SOURCES = [
  'cdk.json',
  'contract',
  'docs/openapi.json',
  'explorer',
  'infra',
  'lambdas',
  'package-lock.json',
  'shared',
  'tsconfig.json',
];
/** Enough for several settings and versions of the sources. Each assembly takes about 8 MB. */
const MAX_KEPT = 16;
const LOOK_EVERY_MS = 100;
const MAKING = '.making';
const UNFINISHED = 'unfinished-';

/**
 * Returns the folder with the assembly for these settings. If it does not exist, `make` creates it. Only one process
 * creates it at a time.
 */
export async function cachedAssembly(
  settings: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, await keyOf(settings));
  const claim = `${folder}${MAKING}`;
  await mkdir(CACHE, { recursive: true });
  for (;;) {
    if (await exists(folder)) return folder;
    if (await claimed(claim)) break;
    await sleep(LOOK_EVERY_MS);
  }
  const unfinished = join(CACHE, `${UNFINISHED}${process.pid}-${randomUUID()}`);
  await mkdir(unfinished);
  try {
    await make(unfinished);
    // Two processes may have taken over the same abandoned claim. Then the other one has already made the same
    // assembly.
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await rm(claim, { force: true });
  }
  await prune();
  return folder;
}

/**
 * Returns true if this process got the claim. The claim's file contains the id of its process. If that process has
 * ended, the file is removed.
 */
async function claimed(claim: string): Promise<boolean> {
  try {
    await writeFile(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = await readFile(claim, 'utf8').catch(() => '');
  if (owner !== '' && !isAlive(Number(owner))) await rm(claim, { force: true });
  return false;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Identifies the settings and the sources. The size and time of each source file stand for its content. */
async function keyOf(settings: string): Promise<string> {
  const hash = createHash('sha256').update(settings).update(process.version);
  for (const source of SOURCES) {
    for (const path of await filesBelow(source)) {
      const { size, mtimeMs } = await stat(join(PACKAGE_ROOT, path));
      hash.update(`\n${path} ${size} ${mtimeMs}`);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function filesBelow(source: string): Promise<string[]> {
  const path = join(PACKAGE_ROOT, source);
  if (!(await stat(path)).isDirectory()) return [source];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name).slice(PACKAGE_ROOT.length))
    .sort();
}

async function prune(): Promise<void> {
  const names = await readdir(CACHE);
  const kept = names.filter((name) => !name.startsWith(UNFINISHED) && !name.endsWith(MAKING));
  const dated = await Promise.all(
    kept.map(async (name) => {
      // Another process may have removed it in the meantime.
      const made = await stat(join(CACHE, name)).catch(() => undefined);
      return { name, madeMs: made?.mtimeMs ?? 0 };
    }),
  );
  const old = dated
    .sort((a, b) => b.madeMs - a.madeMs)
    .slice(MAX_KEPT)
    .map(({ name }) => name);
  const abandoned = names.filter(
    (name) => name.startsWith(UNFINISHED) && !isAlive(Number.parseInt(name.slice(UNFINISHED.length), 10)),
  );
  await Promise.all(
    [...old, ...abandoned].map((name) => rm(join(CACHE, name), { recursive: true, force: true })),
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
