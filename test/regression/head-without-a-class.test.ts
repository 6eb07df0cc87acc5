/**
 * An object that was listed in another class and came back to one its HEAD does not name kept the class of the old listing (seeds 2325 and
 * 508 of the simulation).
 */
import { expect, test } from '@jest/globals';
import { asListed } from '../../lambdas/core/model/as-listed.ts';

const headed = { type: 'object', name: 'a', sizeBytes: 1, lastModifiedMs: 1_000, etag: '"e"' } as const;

test('a HEAD that names no class says the standard one, never the one that was listed', () => {
  expect(asListed({ ...headed, storageClass: 'GLACIER' }, headed).storageClass).toBeUndefined();
  expect(asListed({ ...headed, storageClass: 'STANDARD' }, headed).storageClass).toBe('STANDARD');
});
