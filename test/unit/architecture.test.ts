/** Arrows point inward: handlers -> http, events, adapters -> core; core and contract share what lies below both. */
import { describe, expect, test } from '@jest/globals';
import { type Import, importsOf, sources, textOf } from '../support/imports.ts';

/** Modules of Node that only compute: compression and checksums of the codec. They do no I/O. */
const ALLOWED_IN_CORE = ['node:zlib'];

/** For each folder: the places from which its files may import, in addition to packages and the folder itself. */
const ARROWS: Record<string, string[]> = {
  shared: [],
  contract: ['shared'],
  'lambdas/core': ['shared'],
  'lambdas/canary': ['contract', 'shared'],
  'lambdas/events': ['lambdas/core', 'shared'],
  'lambdas/fills': ['lambdas/core', 'shared'],
  'lambdas/http': ['lambdas/core', 'contract', 'shared'],
  'lambdas/adapters': ['lambdas/core', 'contract', 'shared'],
  'lambdas/adapters/dynamodb': ['lambdas/core', 'shared'],
  'lambdas/adapters/s3': ['lambdas/core', 'shared'],
  explorer: ['contract', 'shared'],
  front: ['contract', 'shared'],
  infra: ['contract', 'lambdas/adapters', 'lambdas/core', 'shared'],
};

const OURS = /^(shared|lambdas|contract|infra|local|cli|front|bench|explorer|test)(\/|$)/;
const NOT_DEPLOYED = /^(infra|local|cli|front|bench|explorer|test)\//;

/**
 * `...(a && { a })` and `...(a.b ? { b: a.b } : {})`. Other conditional spreads are allowed where the presence of a
 * key has a meaning: headers, query strings, DynamoDB items, environments.
 */
const CONDITIONAL_SPREAD =
  /\.\.\.\(([\w.]+)( !== undefined)? (&& \{ (\w+: )?\1 \}|\? \{ (\w+: )?\1 \} : \{\})\)/g;

function outside(folder: string, imports: readonly Import[]): Import[] {
  const allowed = [folder, ...ARROWS[folder]!];
  return imports.filter(({ to }) => OURS.test(to) && !allowed.some((place) => to.startsWith(`${place}/`)));
}

function importsIn(folder: string): Import[] {
  return sources(folder).flatMap(importsOf);
}

describe('architecture', () => {
  test('core imports no package, and of Node only what computes', () => {
    const packages = importsIn('lambdas/core').filter(({ to }) => !OURS.test(to));
    expect(packages.filter(({ to }) => !ALLOWED_IN_CORE.includes(to))).toEqual([]);
    expect(packages).not.toEqual([]);
  });

  test('core has no clock, no randomness, no process and no waiting of its own', () => {
    const forbidden =
      /\b(Date\.|new Date|Math\.random|process\.|setTimeout|setInterval|performance\.|crypto\.)/;
    const found = sources('lambdas/core').flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => forbidden.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test.each(Object.keys(ARROWS))('%s points inward', (folder) => {
    const imports = importsIn(folder);
    expect(outside(folder, imports)).toEqual([]);
    // Shows that the rule can fail: it must find a single import against the arrows.
    const wrong = { from: `${folder}/wrong.ts`, to: 'cli/main.ts' };
    expect(outside(folder, [...imports, wrong])).toEqual([wrong]);
  });

  test('every random test starts from the seed of the run', () => {
    const ownSeeds = ['test/fuzz/', 'test/simulation/simulate.ts', 'test/mutation/', 'test/faults/main.ts'];
    const found = sources('test')
      .filter(
        (file) => !file.startsWith('test/support/fast-check') && !ownSeeds.some((it) => file.startsWith(it)),
      )
      .filter((file) => /from 'fast-check'|\brandomInt\(|Math\.random\(/.test(textOf(file)));
    expect(found).toEqual(['test/unit/architecture.test.ts']);
  });

  test("no test file builds fast-check's map of all characters", () => {
    const found = sources('test').filter((file) => /unit: '(binary|grapheme)'/.test(textOf(file)));
    expect(found).toEqual([]);
  });

  test('a field that may be undefined is written as it is, without a conditional spread', () => {
    const places = ['lambdas', 'contract', 'shared', 'cli', 'front', 'explorer', 'infra'];
    const spread = places
      .flatMap(sources)
      // Its library does not accept undefined fields.
      .filter((file) => file !== 'contract/openapi.ts')
      .flatMap((file) => [...textOf(file).matchAll(CONDITIONAL_SPREAD)].map(([text]) => `${file}: ${text}`));
    expect(spread).toEqual([]);
    for (const text of ['...(a && { a })', '...(a.b !== undefined && { b: a.b })', '...(a ? { a } : {})'])
      expect(text).toMatch(CONDITIONAL_SPREAD);
  });

  test('nothing that deploys imports what does not', () => {
    const imports = ['lambdas', 'contract', 'shared'].flatMap(importsIn);
    expect(imports.filter(({ to }) => NOT_DEPLOYED.test(to))).toEqual([]);
    expect(imports.filter(({ to }) => to.startsWith('lambdas/core/')).length).toBeGreaterThan(100);
  });
});
