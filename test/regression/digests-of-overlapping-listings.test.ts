/**
 * In a bucket without events, digests of two LISTs of the same keys: which of them usage uses, and which of them stays.
 */
import { expect, test } from '@jest/globals';
import type { ListQuestion } from '../../lambdas/core/questions/list.ts';
import { FillWorld } from '../support/fill-world.ts';
import { slowListWorld, untilHeld } from '../support/slow-list.ts';
import { manyKeys, worldOf } from '../support/tree-world.ts';
import { HOUR_MS, ORDINARY, type World } from '../support/world.ts';

const NO_CACHE = { ...ORDINARY, noCache: true };
const objectsOf = async (world: World, directory: string) => (await world.usage(directory)).usage.objects;

const TWO_PARTS = [
  ...Array.from({ length: 100 }, (_, i) => `b/${1_000 + i}`),
  ...manyKeys(10, 80).map((key) => key.replace('d/', 'n/')),
];

test('a part is not written again in front of a digest that was stored during the question', async () => {
  const { world, holdNextList } = slowListWorld(TWO_PARTS);
  await world.usage('');
  world.put('n/0007/new');
  world.now += 60_000;
  const release = holdNextList();
  const slow = world.usage('b/', { freshness: NO_CACHE });
  await untilHeld();
  await world.list('n/', { recursive: true, freshness: NO_CACHE, reader: world.newReader() });
  release();
  await slow;
  world.now += 10;
  expect((await world.usage('n/0007/')).usage.objects).toBe(81);
});

test('the digest of a slow LIST is not stored in front of a later one', async () => {
  const { world, holdNextList } = slowListWorld(manyKeys(5, 100));
  const release = holdNextList();
  const slow = world.list('d/0002/', { recursive: true });
  await untilHeld();
  world.put('d/0002/new');
  world.now += 5_000;
  await world.list('', { recursive: true, freshness: NO_CACHE, reader: world.newReader() });
  release();
  await slow;
  world.now += 10;
  expect((await world.usage('d/0002/')).usage.objects).toBe(101);
});

test('if a later digest covers the start of a page, the rest of the page is stored', async () => {
  const { world, holdNextList } = slowListWorld(manyKeys(20, 100));
  await world.usage('d/0015/');
  world.now += 1_000;
  world.put('d/0000/new');
  world.put('d/0015/new');
  world.now += 1_000;
  const listing = { directory: '', recursive: true, filter: '', limit: 1_000, freshness: NO_CACHE };
  const page = (after?: string): ListQuestion => ({ bucket: world.bucket, ...listing, after });
  const first = await world.reader.list(page());
  if (first.outcome !== 'answered') throw new Error(first.detail);
  expect(first.value.next).toMatch(/^d\/0009\//);
  const release = holdNextList();
  const second = world.reader.list(page(first.value.next));
  await untilHeld();
  world.now += 1_000;
  await world.list('d/0009/', { recursive: true, freshness: NO_CACHE, reader: world.newReader() });
  release();
  await second;
  world.now += 10;
  expect(await objectsOf(world, 'd/0015/')).toBe(101);
});

test('an expired digest is not used instead of a later listing when S3 fails', async () => {
  let isDown = false;
  const world = worldOf(manyKeys(5, 100), {
    bucket: { events: 'none' },
    store: (store) => ({
      ...store,
      list: async (request) =>
        isDown ? { outcome: 'failed', reason: 'unavailable', message: 'down' } : store.list(request),
    }),
  });
  await world.usage('d/0002/');
  world.put('d/0002/new');
  world.now += HOUR_MS + 1_000;
  await world.list('', { recursive: true, freshness: NO_CACHE });
  world.now += 10;
  isDown = true;
  expect(await objectsOf(world, 'd/0002/')).toBe(101);
});

test('a digest from the future does not keep out the digests of a listing', async () => {
  const world = worldOf(manyKeys(5, 100), { bucket: { events: 'none' } });
  world.now += HOUR_MS / 2;
  await world.usage('');
  world.now -= HOUR_MS / 2;
  await world.usage('d/0003/');
  world.now += 1_000;
  world.put('d/0003/new');
  world.now += 1_000;
  await world.list('d/', { recursive: true, freshness: NO_CACHE });
  world.now += 10;
  expect(await objectsOf(world, 'd/0003/')).toBe(101);
});

test('a fill ends even if its page has more older digests than are read', async () => {
  const world = new FillWorld({
    bucket: { events: 'none' },
    table: (table) => ({
      ...table,
      readChunks: async (scope, request) => {
        const read = await table.readChunks(scope, request);
        return scope.kind === 'digests' ? { ...read, more: true } : read;
      },
    }),
  });
  for (const key of manyKeys(5, 100)) world.put(key);
  const fill = await world.begin('d/');
  await world.drain();
  expect((await world.progress(fill)).state).toBe('complete');
});
