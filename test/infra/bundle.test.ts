/** The deployed bundles are small enough and complete. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_BUNDLE_BYTES } from '../../infra/bundle-budget.ts';
import { resourcesOf } from '../../local/template/template.ts';
import { deployed, SYNTHESIS_MS } from './assembly.ts';

/** The name of the function's module under lambdas/. */
const moduleOf = (name: string) => (name === 'FillsWorker' ? 'fill' : name.toLowerCase());

const files = new Map<string, string>();
beforeAll(async () => {
  const assembly = await deployed();
  for (const [id, { Properties }] of resourcesOf(assembly.template, 'AWS::Lambda::Function')) {
    const { S3Key } = Properties.Code as { S3Key?: string };
    if (S3Key) files.set(id, assembly.assetFolder(S3Key.replace('.zip', '')));
  }
}, SYNTHESIS_MS);

const folderOf = (name: string) => {
  const [id] = [...files.keys()].filter((it) => it.startsWith(`Index${name}`));
  return files.get(id ?? '') ?? '';
};

const filesOf = (name: string) =>
  readdirSync(folderOf(name))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => join(folderOf(name), file));

/** Static imports, imports only for side effects, and dynamic imports. */
const IMPORTED =
  /(?:^|[;}\n])(?:import|export)[^'"();]*?from\s*["']([^"']+)["']|(?:^|[;}\n])import\s*["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/g;

/** The maximum size of code that a start reads: about half of the listing function's bundle. */
const MAX_START_BYTES = 505_000;

describe.each(Object.entries(MAX_BUNDLE_BYTES))('the bundle of the %s function', (name, most) => {
  test(`is at most ${most} bytes, with the SDK inside`, () => {
    const size = filesOf(name).reduce((sum, file) => sum + statSync(file).size, 0);

    expect(size).toBeLessThanOrEqual(most);
    expect(size).toBeGreaterThan(100_000);
  });

  test('imports only its own files and modules of Node', () => {
    const imported = filesOf(name).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(IMPORTED)].map((found) => found[1] ?? found[2] ?? found[3]!),
    );
    const foreign = imported.filter((it) => !isBuiltin(it) && !existsSync(join(folderOf(name), it)));
    expect(imported.length).toBeGreaterThan(1);
    expect(foreign).toEqual([]);
  });

  test('has a source map that does not contain the sources', () => {
    const map = JSON.parse(readFileSync(join(folderOf(name), 'index.mjs.map'), 'utf8'));
    expect(map.sources.some((it: string) => it.endsWith(`lambdas/${moduleOf(name)}.ts`))).toBe(true);
    expect(map.sourcesContent).toBeUndefined();
  });
});

describe('a start', () => {
  /** The files that are read before the first request. */
  const startOf = (name: string) => {
    const read = new Set(['index.mjs']);
    for (const file of read) {
      const text = readFileSync(join(folderOf(name), file), 'utf8');
      for (const [, path] of text.matchAll(IMPORTED)) if (path?.startsWith('./')) read.add(path.slice(2));
    }
    return [...read].map((file) => readFileSync(join(folderOf(name), file), 'utf8'));
  };

  test('of the listing function reads neither the clients of S3 and SQS nor globs', () => {
    const start = startOf('Listing').join('');
    expect(start).toContain('DynamoDB_20120810');
    for (const absent of ['ListObjectsV2', 'AmazonSQS']) expect(start).not.toContain(absent);
    expect(start.length).toBeLessThan(MAX_START_BYTES);
  });

  test.each(Object.keys(MAX_BUNDLE_BYTES))(
    "of the %s function takes Node's modules by require, and credentials from the environment",
    (name) => {
      const code = filesOf(name).map((file) => readFileSync(file, 'utf8'));
      // The only import is the one for `createRequire`.
      const imported = code.flatMap((text) => [...text.matchAll(IMPORTED)].map((found) => found[1]));
      expect([...new Set(imported.filter((it) => it !== undefined && isBuiltin(it)))]).toEqual([
        'node:module',
      ]);
      for (const text of code) expect(text).not.toContain('sso_account_id');
    },
  );
});
