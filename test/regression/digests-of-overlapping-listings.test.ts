/**
 * In a bucket without events, digests of two LISTs of the same keys: which of them usage uses, and which of them stays.
 */
import { describe, expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { ListQuestion } from '../../lambdas/core/questions/list.ts';
import { FillWorld } from '../support/fill-world.ts';
import { slowListWorld, untilHeld } from '../support/slow-list.ts';
import { manyKeys, worldOf } from '../support/tree-world.ts';
import { HOUR_MS, ORDINARY, type World } from '../support/world.ts';

const NO_CACHE = { ...ORDINARY, noCache: true };
const SCOPE = { kind: 'digests', bucket: 'photos', prefix: '' } as const;
const itemsOf = async (world: World) =>
  (await world.table.readChunks(SCOPE, { from: '', limit: 10_000 })).chunks;
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

test.each([5, 20])(
  'the digest of a slow LIST is not stored in front of a later one (%i directories)',
  async (directories) => {
    const { world, holdNextList } = slowListWorld(manyKeys(directories, 100));
    const release = holdNextList();
    const slow = world.list('d/0002/', { recursive: true });
    await untilHeld();
    world.put('d/0002/new');
    world.now += 5_000;
    // One page, which ends after the directory.
    const question = { bucket: world.bucket, directory: '', recursive: true, filter: '', limit: 1_000 };
    await world.newReader().list({ ...question, freshness: NO_CACHE });
    const before = await itemsOf(world);
    release();
    expect((await slow).provenances).toMatchObject([{ stored: true }]);
    expect(await itemsOf(world)).toEqual(before);
    world.now += 10;
    expect(await objectsOf(world, 'd/0002/')).toBe(101);
  },
);

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

test('a fill whose page has more older digests than are read ends without digests', async () => {
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
  expect(await itemsOf(world)).toEqual([]);
});

test('a digest that starts before the listed directory is not deleted', async () => {
  const world = worldOf(manyKeys(5, 100), { bucket: { events: 'none' } });
  await world.usage('');
  world.now += 1_000;
  await world.list('d/0002/', { recursive: true, freshness: NO_CACHE });
  expect((await world.callsOf(() => world.usage(''))).list).toBe(0);
});

describe('the half of a digest that is not listed again', () => {
  let isFailing = false;
  let isEmptied = false;
  let looks = 0;
  const worldWith = (events: 's3' | 'none') => {
    isFailing = false;
    isEmptied = false;
    looks = 0;
    return worldOf(TWO_PARTS, {
      bucket: { events },
      table: (table) => ({
        ...table,
        readChunks: async (scope, request) => {
          const isLook = scope.kind === 'digests' && request.limit === 1;
          if (isLook) looks++;
          if (isLook && isEmptied) return { chunks: [], more: false };
          if (isLook && isFailing) throw new IndexUnavailable('throttled');
          return table.readChunks(scope, request);
        },
      }),
    });
  };
  const listHalf = async (world: World) => {
    const { observedAt } = { ...(await world.usage('')).provenance };
    world.now += 1_000;
    const { provenance } = await world.usage('b/', { freshness: NO_CACHE });
    expect(provenance.stored).toBe(true);
    const old = (await itemsOf(world)).filter((item) => item.observedAt === observedAt);
    return old.map(({ after }) => typeof after);
  };

  test('is kept, in a bucket without events after a look at what is there', async () => {
    expect(await listHalf(worldWith('none'))).toEqual(['symbol', 'string']);
    expect(looks).toBe(1);
  });

  test('is kept without a look in a bucket with events', async () => {
    expect(await listHalf(worldWith('s3'))).toEqual(['symbol', 'string']);
    expect(looks).toBe(0);
  });

  test('is kept if nothing is there any more', async () => {
    const world = worldWith('none');
    isEmptied = true;
    expect(await listHalf(world)).toEqual(['symbol', 'string']);
  });

  test('is not kept if that look fails', async () => {
    const world = worldWith('none');
    isFailing = true;
    expect(await listHalf(world)).toEqual(['symbol']);
    expect(looks).toBe(1);
  });
});
