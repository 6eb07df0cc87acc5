/**
 * If several processes need the same assembly at the same time, one of them synthesises it. If it dies, another one
 * does.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { cachedAssembly, PACKAGE_ROOT } from '../../local/template/assembly-cache.ts';

const MODULE = join(PACKAGE_ROOT, 'local/template/assembly-cache.ts');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function assembly(settings: string, make: (folder: string) => void): Promise<string> {
  const folder = await cachedAssembly(settings, async (unfinished) => make(unfinished));
  folders.push(folder);
  return folder;
}

test('is synthesised once, and used by all', async () => {
  const settings = randomUUID();
  let made = 0;
  const make = (folder: string) => writeFileSync(join(folder, 'made'), String(++made));
  const [one, two] = await Promise.all([assembly(settings, make), assembly(settings, make)]);
  expect(two).toBe(one);
  expect(await assembly(settings, make)).toBe(one);
  expect(readFileSync(join(one, 'made'), 'utf8')).toBe('1');
});

test('is synthesised again after a failure', async () => {
  const settings = randomUUID();
  const fail = () => {
    throw new Error('no synthesis');
  };
  await expect(assembly(settings, fail)).rejects.toThrow('no synthesis');
  await assembly(settings, () => {});
});

test('is synthesised by the next process if one ends in the middle of it', async () => {
  const settings = randomUUID();
  const dying = `import { cachedAssembly } from ${JSON.stringify(MODULE)};
    await cachedAssembly(${JSON.stringify(settings)}, () => process.exit(console.log(process.pid)));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', dying]);
  const dead = Number(printed.toString());
  let made = 0;
  const folder = await assembly(settings, () => void made++);
  expect(made).toBe(1);
  expect(readdirSync(dirname(folder)).filter((name) => name.startsWith(`unfinished-${dead}-`))).toEqual([]);
});
