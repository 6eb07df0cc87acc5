/**
 * After a duplicate event, which changed nothing, an object was described differently, because a HEAD had replaced
 * the listed data: `.789Z` became `.000Z`, a class that was not listed became `STANDARD`, another store's class was
 * replaced, and an ETag got quotes. So the ETag of the listing changed.
 */
import { describe, expect, test } from '@jest/globals';
import { asListed } from '../../lambdas/core/model/as-listed.ts';
import type { Entry, ObjectEntry } from '../../lambdas/core/model/entry.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { etagOf } from '../../lambdas/http/etag.ts';
import { World } from '../support/world.ts';

const MS = Date.UTC(2026, 2, 14, 9, 26, 53, 789);
const SECONDS_MS = Date.UTC(2026, 2, 14, 9, 26, 53);

type Words = Partial<Pick<ObjectEntry, 'lastModifiedMs' | 'etag' | 'storageClass'>>;

/** How stores list an object, and what their HEADs return for the same object. */
const STORES: [store: string, listed: Words, headed: Words][] = [
  [
    'milliseconds in a LIST',
    { lastModifiedMs: MS, etag: '"e"', storageClass: 'STANDARD' },
    { lastModifiedMs: SECONDS_MS, etag: '"e"' },
  ],
  ['no class in a LIST', { lastModifiedMs: MS, etag: '"e"' }, { lastModifiedMs: SECONDS_MS, etag: '"e"' }],
  [
    'a class of its own',
    { lastModifiedMs: MS, etag: '"e"', storageClass: 'COLD_ARCHIVE' },
    { lastModifiedMs: SECONDS_MS, etag: '"e"' },
  ],
  [
    'no quotes in a LIST',
    { lastModifiedMs: SECONDS_MS, etag: 'e', storageClass: 'STANDARD' },
    { lastModifiedMs: SECONDS_MS, etag: '"e"', storageClass: 'STANDARD' },
  ],
];

/** A world in which objects are listed in one form, and HEADs return the other form. */
function worldOf(listed: Words, headed: Words): World {
  const reworded = (entry: Entry, words: Words): Entry =>
    entry.type === 'object'
      ? { type: 'object', name: entry.name, sizeBytes: entry.sizeBytes, ...words }
      : entry;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    async list(request) {
      const answer = await inner.list(request);
      if (answer.outcome !== 'listed') return answer;
      return { ...answer, entries: answer.entries.map((entry) => reworded(entry, listed)) };
    },
    async head(request) {
      const answer = await inner.head(request);
      if (answer.outcome !== 'present') return answer;
      return { ...answer, entry: reworded(answer.entry, headed) as ObjectEntry };
    },
  });
  return new World({ store });
}

describe.each(STORES)('a store with %s', (_, listed, headed) => {
  const isDescribed = expect.objectContaining({ name: 'k', ...listed });

  test('describes an object in the same way before and after a duplicate event', async () => {
    const world = worldOf(listed, headed);
    world.put('d/k');
    world.put('d/other');
    const before = await world.list('d/');
    await world.apply([{ key: 'd/k', kind: 'created' }]);
    const looked = await world.list('d/');
    const after = await world.list('d/');
    expect(before.entries[0]).toEqual(isDescribed);
    for (const { entries } of [looked, after]) {
      expect(entries).toEqual(before.entries);
      expect(etagOf(JSON.stringify(entries))).toBe(etagOf(JSON.stringify(before.entries)));
    }
  });

  test('describes it in the same way in a stat of one or many, plain or full', async () => {
    const world = worldOf(listed, headed);
    world.put('d/k');
    await world.list('d/');
    const entryOf = (answer: object) => (answer as { value: { entry: ObjectEntry } }).value.entry;
    expect(entryOf(await world.stat('d/k', { full: true }))).toEqual(isDescribed);
    expect(entryOf(await world.stat('d/k'))).toEqual(isDescribed);
    await world.apply([{ key: 'd/k', kind: 'altered' }]);
    const [many] = (
      (await world.statMany(['d/k'])) as { value: { stat: { entry: ObjectEntry } }[] }
    ).value.slice();
    expect(many!.stat.entry).toEqual(isDescribed);
    expect(entryOf(await world.stat('d/k'))).toEqual(isDescribed);
    expect((await world.list('d/')).entries[0]).toEqual(isDescribed);
  });
});

describe('a HEAD of another object than the listed one', () => {
  const listed: ObjectEntry = {
    type: 'object',
    name: 'k',
    sizeBytes: 1,
    lastModifiedMs: MS,
    etag: '"e"',
    storageClass: 'STANDARD',
  };
  test.each<[string, Partial<ObjectEntry>]>([
    ['another size', { sizeBytes: 2 }],
    ['another ETag', { etag: '"f"' }],
    ['another second', { lastModifiedMs: SECONDS_MS + 1_000 }],
    ['another millisecond, where a HEAD has them', { lastModifiedMs: MS + 1 }],
  ])("%s: the HEAD's values are used", (_, other) => {
    const headed = { ...listed, lastModifiedMs: SECONDS_MS, ...other };
    expect(asListed(listed, headed)).toEqual(headed);
  });

  test('a storage class in a HEAD is used, also for the same object', () => {
    const headed = { ...listed, lastModifiedMs: SECONDS_MS, storageClass: 'GLACIER' };
    expect(asListed(listed, headed)).toEqual({ ...listed, storageClass: 'GLACIER' });
  });
});
