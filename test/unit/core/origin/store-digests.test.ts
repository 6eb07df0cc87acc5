/** Digests in parts: one item contains both halves of a LIST page, and each half is listed again separately. */
import { beforeEach, expect, test } from '@jest/globals';
import fc from '../../../support/fast-check.ts';
import { manyKeys, worldOf } from '../../../support/tree-world.ts';
import type { World } from '../../../support/world.ts';

const SCOPE = { kind: 'digests', bucket: 'photos', prefix: '' } as const;
/** Just before everything in `d/`. */
const START_OF_D = 'd.\u{10ffff}';
const KEYS = manyKeys(1, 1_000);
const BORDER = KEYS[499]!;
let world: World;

const itemsOf = async () => (await world.table.readChunks(SCOPE, { from: START_OF_D, limit: 100 })).chunks;
const startsOf = async () => (await itemsOf()).map(({ after }) => after);
const objectsOf = async () => (await world.usage('d/')).usage.objects;
const lists = async (times: number) =>
  expect(await world.callsOf(objectsOf)).toEqual({ list: times, head: 0 });

beforeEach(async () => {
  world = worldOf(KEYS);
  expect(await objectsOf()).toBe(1_000);
});

test('a page of 1,000 keys leaves one item', async () => {
  expect(await startsOf()).toHaveLength(1);
  await lists(0);
});

test('a new key in the first half costs one LIST, and the second half is kept with its time', async () => {
  const { observedAt } = (await itemsOf())[0]!;
  await world.putAndTell('d/0000/0000+');
  await lists(1);
  const [first, second] = await itemsOf();
  expect(second).toMatchObject({ after: BORDER, observedAt });
  expect(first!.observedAt).toBeGreaterThan(observedAt);
  expect(await objectsOf()).toBe(1_001);
  await lists(0);
});

test('a new key in the second half costs one LIST, and the first half is still used', async () => {
  const { observedAt } = (await itemsOf())[0]!;
  await world.putAndTell('d/0000/0999+');
  await lists(1);
  expect(await itemsOf()).toMatchObject([{ observedAt }, { after: BORDER }]);
  expect(await objectsOf()).toBe(1_001);
  await lists(0);
});

test('the second half of an older item does not replace a newer item', async () => {
  await world.putAndTell('d/0000/0999+');
  await objectsOf();
  const [, second] = await itemsOf();
  await world.putAndTell('d/0000/0000+');
  await lists(1);
  expect((await itemsOf()).find(({ after }) => after === BORDER)).toEqual(second);
  expect(await objectsOf()).toBe(1_002);
  await lists(0);
});

test('items inside a page that is listed again are deleted', async () => {
  await world.putAndTell('d/0000/0999+');
  await objectsOf();
  expect(await startsOf()).toHaveLength(2);
  const noCache = { noCache: true, onlyIfCached: false, noStore: false };
  world.remove('d/0000/0999+');
  world.now += 10;
  await world.usage('d/', { freshness: noCache });
  expect(await startsOf()).toHaveLength(1);
  await lists(0);
});

test('with small parts, usage equals S3 after any writes', async () => {
  const keys = manyKeys(3, 4);
  const step = fc.record({
    changed: fc.subarray(keys, { maxLength: 3 }),
    asked: fc.constantFrom('', 'd/', 'd/0000/', 'd/0001/', 'd/0002/'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(step, { maxLength: 12 }),
      async (digestObjects, steps) => {
        const small = worldOf(keys, { digestObjects });
        const there = new Set(keys);
        for (const { changed, asked } of steps) {
          const removed = changed.filter((key) => there.delete(key));
          const put = changed.filter((key) => !removed.includes(key));
          for (const key of put) there.add(key);
          await small.removeAndTell(...removed);
          await small.putAndTell(...put);
          const below = [...there].filter((key) => key.startsWith(asked));
          expect((await small.usage(asked)).usage.objects).toBe(below.length);
          // Digests that overlap may leave another gap. That a directory is empty is confirmed by S3 if it rests on
          // several observations.
          for (let i = 0; i < 2; i++) await small.usage(asked);
          const again = await small.callsOf(() => small.usage(asked));
          if (below.length > 0) expect(again).toEqual({ list: 0, head: 0 });
        }
      },
    ),
    { numRuns: 100 },
  );
});
