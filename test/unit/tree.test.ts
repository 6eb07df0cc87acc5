/**
 * The folders of the unit tests mirror those of the sources: `test/unit/core/model/range.test.ts` tests
 * `lambdas/core/model/range.ts`. A test of several files of a folder is in the folder's counterpart. Tests of the
 * repository as a whole are at the top.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const UNIT = join(ROOT, 'test', 'unit');

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
}

/** The folder of a test is one of the sources, where `lambdas/` is left out, or one of the test tools below `test/`. */
function hasSources(name: string): boolean {
  const folder = dirname(name);
  return folder === '.' || ['', 'lambdas', 'test'].some((above) => existsSync(join(ROOT, above, folder)));
}

test('the folder of each unit test is a folder of the sources', () => {
  const tests = testsBelow(UNIT);
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((name) => !hasSources(name))).toEqual([]);
  expect(hasSources('core/no-such-room/any.test.ts')).toBe(false);
});
