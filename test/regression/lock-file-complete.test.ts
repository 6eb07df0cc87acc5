/**
 * `npm ci` refused the lock file. It was written where the registry lacked the packages of other platforms, so npm
 * left out these optional dependencies, and missed them at the next install.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Locked {
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as {
  packages: Record<string, Locked>;
};

/** Is the package locked where `from` would find it: in its own node_modules or in one above? */
function isLocked(from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (packages[`${place}${place === '' ? '' : '/'}node_modules/${name}`] !== undefined) return true;
    if (!place.includes('/node_modules/')) break;
  }
  return packages[`node_modules/${name}`] !== undefined;
}

test('the lock file contains the optional dependencies of every platform', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
  );
  expect(missing).toEqual([]);
});
