/** Errors that other indexes and caches of object stores had (each with its name), which must not occur here. */
import { describe, expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { HOUR_MS, ORDINARY, World } from '../support/world.ts';

/** A store whose next LIST answers only when the test lets it. */
function heldBack() {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let armed = false;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      const answer = await inner.list(request);
      if (armed) {
        armed = false;
        await held;
      }
      return answer;
    },
  });
  return {
    store,
    release: () => release(),
    arm: () => {
      armed = true;
    },
  };
}

describe('S3Guard', () => {
  test('a list that runs during a delete does not keep the deleted file', async () => {
    const slow = heldBack();
    const world = new World({ store: slow.store });
    world.put('a/b');
    world.put('a/c');
    slow.arm();
    const racing = world.list('a/');
    for (let i = 0; i < 20; i++) await Promise.resolve();
    await world.removeAndTell('a/b');
    slow.release();
    await racing;
    expect((await world.list('a/')).names).toEqual(['c']);
  });

  test('an overwrite within the same second is seen', async () => {
    const world = new World();
    world.put('a/b', 1);
    await world.list('a/');
    world.put('a/b', 2);
    await world.apply([{ key: 'a/b', kind: 'created' }]);
    expect((await world.list('a/')).entries).toMatchObject([{ sizeBytes: 2 }]);
  });

  test('a re-created file is not hidden by a tombstone', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    await world.removeAndTell('a/b');
    expect((await world.list('a/')).names).toEqual([]);
    await world.putAndTell('a/b');
    expect((await world.list('a/')).names).toEqual(['b']);
  });

  test('expired observations do not appear in listings', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    world.remove('a/b');
    world.now += HOUR_MS + 1;
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('listing a parent does not affect what is known about its children', async () => {
    const world = new World();
    world.put('a/b/c');
    await world.list('a/b/');
    await world.list('a/');
    expect(await world.callsOf(() => world.list('a/b/'))).toEqual({ list: 0, head: 0 });
  });
});

describe('TFM', () => {
  test('writing a/b/c.txt shows b/ in the listing of a/', async () => {
    const world = new World();
    world.put('a/x');
    await world.list('a/');
    await world.putAndTell('a/b/c.txt');
    expect((await world.list('a/')).names).toEqual(['b/', 'x']);
  });

  test('a fill that ends after an invalidation is not used later', async () => {
    const slow = heldBack();
    const world = new World({ store: slow.store, bucket: { events: 'none' } });
    world.put('a/b');
    slow.arm();
    const racing = world.list('a/');
    for (let i = 0; i < 20; i++) await Promise.resolve();
    world.remove('a/b');
    world.now += 1;
    await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: ['a/'] });
    slow.release();
    await racing;
    world.now += 1;
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('a directory of 1,500 objects is stored completely', async () => {
    const world = new World();
    for (let i = 0; i < 1_500; i++) world.put(`a/f${i}`);
    await world.list('a/');
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 0, head: 0 });
  });

  test('a directory has the time of its newest child, never the current time', async () => {
    const world = new World();
    world.put('a/b');
    const writtenAt = world.now;
    world.now += 10 * HOUR_MS;
    expect(await world.stat('a/')).toMatchObject({ value: { totals: { lastModifiedMs: writtenAt } } });
  });

  test('a marker object appears once', async () => {
    const world = new World();
    world.put('a/');
    world.put('a/b');
    expect((await world.list('a/')).names).toEqual(['', 'b']);
    expect((await world.list('')).names).toEqual(['a/']);
  });
});

describe('gcsfuse', () => {
  test('an empty filtered listing does not hide other names', async () => {
    const world = new World();
    world.put('a/b/c');
    expect((await world.list('a/', { filter: 'zz' })).names).toEqual([]);
    expect((await world.list('a/')).names).toEqual(['b/']);
    expect(await world.stat('a/b/')).toMatchObject({ value: { type: 'directory' } });
  });

  test('a directory with more children than the cache holds is not read one child at a time', async () => {
    const world = new World();
    for (let i = 0; i < 12_000; i++) world.put(`a/f${i}`);
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 12, head: 0 });
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 0, head: 0 });
  });
});

describe('mountpoint-s3', () => {
  test('an object that was requested before it existed is seen when it is created', async () => {
    const world = new World();
    for (let i = 0; i < 5; i++) expect(await world.stat('a/later')).toMatchObject({ code: 'no-such-key' });
    await world.putAndTell('a/later');
    expect(await world.stat('a/later')).toMatchObject({ outcome: 'answered' });
  });

  test('a-/, a/ and a0 are in the order of their bytes', async () => {
    const world = new World();
    for (const key of ['a-/x', 'a/x', 'a0', 'a', 'a-', '\uFF5E', '\u{1F600}']) world.put(key);
    const order = ['a', 'a-', 'a-/', 'a/', 'a0', '\uFF5E', '\u{1F600}'];
    for (const limit of [1, 2, 1_000]) expect((await world.list('', { limit })).names).toEqual(order);
  });
});

describe('pypicloud', () => {
  test('a reordered PUT does not bring a deleted item back', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    world.remove('a/b');
    await world.apply([
      { key: 'a/b', kind: 'removed' },
      { key: 'a/b', kind: 'created' },
    ]);
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('same names in different directories are different', async () => {
    const world = new World();
    world.put('a/same', 1);
    world.put('b/same', 2);
    expect(await world.statMany(['a/same', 'b/same'])).toMatchObject({
      value: [{ stat: { entry: { sizeBytes: 1 } } }, { stat: { entry: { sizeBytes: 2 } } }],
    });
  });
});

describe('s3fs-fuse, fsspec, Ceph', () => {
  test('a hit does not renew the life', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    for (let i = 0; i < 3; i++) {
      world.now += HOUR_MS / 3;
      await world.list('a/');
    }
    world.now += 1;
    expect((await world.list('a/')).provenances).toMatchObject([{ served: 'stale' }]);
  });

  test('a partial listing is not treated as complete', async () => {
    const world = new World();
    for (let i = 0; i < 1_200; i++) world.put(`a/f${String(i).padStart(4, '0')}`);
    await world.reader.list({
      bucket: world.bucket,
      directory: 'a/',
      filter: '',
      limit: 1_000,
      freshness: ORDINARY,
    });
    expect((await world.list('a/')).names).toHaveLength(1_200);
  });

  test('keys that begin with the byte after the slash are not skipped', async () => {
    const world = new World();
    for (const key of ['d/a/x', 'd/a0', 'd/a0x', 'd/a00']) world.put(key);
    for (const limit of [1, 2])
      expect((await world.list('d/', { limit })).names).toEqual(['a/', 'a0', 'a00', 'a0x']);
  });
});
