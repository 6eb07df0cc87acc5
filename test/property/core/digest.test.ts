/**
 * Digests: their sums equal those of the objects, however a tree is cut into pages, and a damaged digest is rejected.
 */

import { describe, expect, test } from '@jest/globals';
import { decodeDigestBody } from '../../../lambdas/core/codec/digest-codec.ts';
import { CHUNK_MAX_ENTRIES } from '../../../lambdas/core/model/chunk.ts';
import { digestOf } from '../../../lambdas/core/model/digest.ts';
import type { ObjectEntry } from '../../../lambdas/core/model/entry.ts';
import { contains, END, EVERYTHING, START } from '../../../lambdas/core/model/range.ts';
import type { Scope } from '../../../lambdas/core/model/scope.ts';
import { addUsage, noUsage, type Usage } from '../../../lambdas/core/model/usage.ts';
import { cutDigests } from '../../../lambdas/core/origin/cut-digest.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';

const scope: Scope = { kind: 'digests', bucket: 'b', prefix: 'p/' };
const TIMES = { observedAt: 1, endsAt: 2, watchedUntil: 3, epoch: 'e' };

const piece = fc.constantFrom('a', 'b', '0', '-', '/', '/', '//', 'é', '\u{1f600}', '\n', '\x01');
const name = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const object = fc
  .record(
    {
      type: fc.constant('object' as const),
      sizeBytes: fc.oneof(fc.nat(3), fc.nat(2 ** 40)),
      lastModifiedMs: fc.oneof(
        fc.nat(2_000_000_000).map((s) => s * 1_000),
        fc.nat(2 ** 41),
      ),
      storageClass: fc.constantFrom('STANDARD', 'GLACIER', 'DEEP_ARCHIVE'),
    },
    { requiredKeys: ['type', 'sizeBytes'] },
  )
  .chain((rest) => name.map((it): ObjectEntry => ({ ...rest, name: it })));
const tree = fc
  .uniqueArray(object, { selector: (it) => it.name, maxLength: 60 })
  .map((all) => all.sort((a, b) => compareNames(a.name, b.name)));

/** The expected sums, computed in the simplest way: sort, filter, reduce. */
function counted(objects: readonly ObjectEntry[]): Usage {
  const times = objects.flatMap(({ lastModifiedMs }) => lastModifiedMs ?? []);
  const sum = (some: readonly ObjectEntry[]) => ({
    objects: some.length,
    sizeBytes: some.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0),
  });
  const largest = [...objects].sort((a, b) => b.sizeBytes - a.sizeBytes || compareNames(a.name, b.name))[0];
  const classes = new Set(objects.flatMap(({ storageClass }) => storageClass ?? []));
  return {
    ...sum(objects),
    ...(times.length > 0 && { newestMs: Math.max(...times), oldestMs: Math.min(...times) }),
    ...(largest && { largest: { name: largest.name, sizeBytes: largest.sizeBytes } }),
    byClass: new Map(
      [...classes].map((it) => [it, sum(objects.filter(({ storageClass }) => storageClass === it))]),
    ),
  };
}

describe('digests', () => {
  test('the rows of all pages add up to the objects, wherever the pages are cut', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.nat(60), { maxLength: 4 }), (objects, cuts) => {
        const borders = [
          0,
          ...cuts.filter((cut) => cut < objects.length).sort((a, b) => a - b),
          objects.length,
        ];
        const rows = borders.slice(1).flatMap((to, i) => digestOf(objects.slice(borders[i], to)));
        for (const directory of ['', 'a/', '/', 'a//']) {
          const sum = noUsage();
          for (const row of rows)
            if (row.directory.startsWith(directory))
              addUsage(sum, row.usage, row.directory.slice(directory.length));
          const below = objects.filter((it) => it.name.startsWith(directory));
          const relative = below.map((it) => ({ ...it, name: it.name.slice(directory.length) }));
          expect(sum).toEqual(counted(relative));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a sealed digest opens to the same rows, and the digests of a page are contiguous', () => {
    fc.assert(
      fc.property(tree, (objects) => {
        const page = { after: '', through: END, entries: objects, ...TIMES } as const;
        const parts = cutDigests(scope, page).flatMap((digest) => decodeDigestBody(scope, digest) ?? []);
        expect(parts).toEqual([{ after: '', through: END, rows: digestOf(objects) }]);
      }),
      { numRuns: 300 },
    );
  });

  test('the parts of a page are contiguous, and each has the sums of its own objects', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 1, max: 20 }), (objects, mostObjects) => {
        const digests = cutDigests(scope, { ...EVERYTHING, entries: objects, ...TIMES }, mostObjects);
        expect(digests).toHaveLength(1);
        const parts = decodeDigestBody(scope, digests[0]!)!;
        expect([parts[0]!.after, parts.at(-1)!.through]).toEqual([START, END]);
        for (const [i, { after, through, rows }] of parts.entries()) {
          expect(after).toBe(i === 0 ? START : parts[i - 1]!.through);
          const own = objects.filter((it) => contains({ after, through }, it.name));
          expect(own.length).toBeLessThanOrEqual(mostObjects);
          expect(rows).toEqual(digestOf(own));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a page with a directory for each key becomes several contiguous digests', () => {
    const entries = Array.from({ length: 1_000 }, (_, i): ObjectEntry => {
      return { type: 'object', name: `${String(i).padStart(4, '0')}/x`, sizeBytes: i };
    });
    const digests = cutDigests(scope, { ...EVERYTHING, entries, ...TIMES });
    expect(digests.length).toBeGreaterThanOrEqual(1_000 / CHUNK_MAX_ENTRIES);
    for (const [i, { after }] of digests.entries())
      expect(after).toBe(i === 0 ? START : digests[i - 1]!.through);
    const parts = digests.flatMap((digest) => decodeDigestBody(scope, digest)!);
    expect(parts.flatMap(({ rows }) => rows)).toEqual(digestOf(entries));
  });

  test('a body that was cut, changed or moved to another place is rejected', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.integer({ min: 1, max: 255 }), (objects, at, flip) => {
        const [digest] = cutDigests(scope, { ...EVERYTHING, entries: objects, ...TIMES });
        const changed = Uint8Array.from(digest!.body);
        changed[at % changed.length]! ^= flip;
        expect(decodeDigestBody(scope, { ...digest!, body: changed })).toBeUndefined();
        expect(decodeDigestBody(scope, { ...digest!, body: digest!.body.subarray(1) })).toBeUndefined();
        expect(decodeDigestBody({ ...scope, kind: 'tree' }, digest!)).toBeUndefined();
        expect(decodeDigestBody({ ...scope, prefix: '' }, digest!)).toBeUndefined();
        expect(decodeDigestBody(scope, { ...digest!, through: 'z' })).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
