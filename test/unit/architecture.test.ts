/** Arrows point inward: handlers -> http, events, adapters -> core; core imports core only, and neither clock nor process. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

interface Import {
  from: string;
  to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1]!,
  );
  return specifiers.map((specifier) => ({
    from: file,
    to: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : specifier,
  }));
}

/** Pure computation, no I/O: compression and checksums of the chunk codec. */
const ALLOWED_IN_CORE = ['node:zlib'];

/** Folder -> the places its files may import from, besides packages and itself. */
const ARROWS: Record<string, string[]> = {
  shared: [],
  contract: ['shared'],
  'lambdas/core': ['shared'],
  'lambdas/events': ['lambdas/core', 'shared'],
  'lambdas/http': ['lambdas/core', 'contract', 'shared'],
  'lambdas/adapters': ['lambdas/core', 'contract', 'shared'],
  'lambdas/adapters/dynamodb': ['lambdas/core', 'shared'],
  'lambdas/adapters/s3': ['lambdas/core', 'shared'],
  'front/wire': ['shared'],
  front: ['contract', 'shared'],
  explorer: ['contract', 'shared'],
  infra: ['contract', 'lambdas/adapters', 'lambdas/core', 'shared'],
};

describe('architecture', () => {
  test('core imports core and shared ground only', () => {
    const outside = sources('lambdas/core')
      .flatMap(importsOf)
      .filter(({ to }) => !/^(lambdas\/core|shared)\//.test(to) && !ALLOWED_IN_CORE.includes(to));
    expect(outside).toEqual([]);
  });

  test('core has no clock, no randomness, no process and no waiting of its own', () => {
    const forbidden =
      /\b(Date\.|new Date|Math\.random|process\.|setTimeout|setInterval|performance\.|crypto\.)/;
    const found = sources('lambdas/core').flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .filter((line) => forbidden.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test.each(Object.entries(ARROWS))('%s points inward', (folder, allowed) => {
    const outside = sources(folder)
      .flatMap(importsOf)
      .filter(
        ({ to }) =>
          !to.startsWith(`${folder}/`) &&
          /^(shared|lambdas|contract|infra|front|local|cli|bench|explorer|test)(\/|$)/.test(to),
      )
      .filter(({ to }) => !allowed.some((place) => to.startsWith(`${place}/`)));
    expect(outside).toEqual([]);
  });

  test('nothing that deploys imports what does not', () => {
    const outside = [...sources('lambdas'), ...sources('contract'), ...sources('shared')]
      .flatMap(importsOf)
      .filter(({ to }) => /^(infra|front|local|cli|bench|explorer|test)\//.test(to));
    expect(outside).toEqual([]);
  });
});
