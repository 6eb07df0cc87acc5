/** The deployed bundles are small enough and complete. */
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_BUNDLE_BYTES } from '../../infra/bundle-budget.ts';
import { resourcesOf } from '../../local/template/template.ts';
import { deployed, SYNTHESIS_MS } from './assembly.ts';

/** Its module under lambdas/. */
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

describe.each(Object.entries(MAX_BUNDLE_BYTES))('the bundle of the %s function', (name, most) => {
  test(`is at most ${most} bytes, with the SDK inside`, () => {
    const { size } = statSync(join(folderOf(name), 'index.mjs'));

    expect(size).toBeLessThanOrEqual(most);
    expect(size).toBeGreaterThan(100_000);
  });

  test('imports only modules of Node', () => {
    const text = readFileSync(join(folderOf(name), 'index.mjs'), 'utf8');
    const imported = [...text.matchAll(/(?:^|[;}\n])import[^'"();]*?from\s*["']([^"']+)["']/g)].map(
      ([, it]) => it!,
    );
    const foreign = imported.filter((it) => !it.startsWith('node:') && !isBuiltin(it));
    expect(imported.length).toBeGreaterThan(1);
    expect(foreign).toEqual([]);
  });

  test('has a source map that does not contain the sources', () => {
    const map = JSON.parse(readFileSync(join(folderOf(name), 'index.mjs.map'), 'utf8'));
    expect(map.sources.some((it: string) => it.endsWith(`lambdas/${moduleOf(name)}.ts`))).toBe(true);
    expect(map.sourcesContent).toBeUndefined();
  });
});
