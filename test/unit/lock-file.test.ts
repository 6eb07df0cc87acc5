/**
 * package-lock.json must name the contents of every package, including those for other platforms, because npm checks
 * nothing that is not named.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Locked {
  link?: boolean;
  /** True if the package is part of another package's archive. */
  inBundle?: boolean;
  integrity?: string;
}

function withoutIntegrity(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([place, { link, inBundle }]) => place.includes('node_modules/') && !link && !inBundle)
    .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
    .map(([place]) => place);
}

test('every package in the lock file has an integrity', () => {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  expect(Object.keys(lock.packages).length).toBeGreaterThan(300);
  expect(withoutIntegrity(lock.packages)).toEqual([]);
  expect(withoutIntegrity({ 'node_modules/any': {} })).toEqual(['node_modules/any']);
});
