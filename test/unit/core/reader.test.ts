import { describe, expect, test } from '@jest/globals';
import { type IndexTable, IndexUnavailable } from '../../../lambdas/core/ports/index-table.ts';
import { HOUR_MS, ORDINARY, World } from '../../support/world.ts';

const NOTHING = { list: 0, head: 0 };

describe('listing', () => {
  test('costs ceil(n / 1000) LISTs cold and nothing warm, at any page size', async () => {
    const world = new World();
    for (let i = 0; i < 2_300; i++) world.put(`a/f${i}`);
    for (let i = 0; i < 200; i++) world.put(`a/d${i}/x`);
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 3, head: 0 });
    const whole = await world.list('a/');
    for (const limit of [1_000, 100, 7, 1]) {
      let paged: string[] = [];
      const calls = await world.callsOf(async () => {
        paged = (await world.list('a/', { limit })).names;
      });
      expect(calls).toEqual(NOTHING);
      expect(paged).toEqual(whole.names);
    }
  });

  test('an empty directory is an ordinary answer', async () => {
    const world = new World();
    expect((await world.list('none/')).names).toEqual([]);
    expect(await world.callsOf(() => world.list('none/'))).toEqual(NOTHING);
    await world.putAndTell('none/now');
    expect((await world.list('none/')).names).toEqual(['now']);
  });

  test('a filter lists the names that start with it, without reading those before', async () => {
    const world = new World();
    for (const name of ['c', 'ca', 'cab', 'cb', 'b', 'd', 'ca/x']) world.put(`a/${name}`);
    expect((await world.list('a/', { filter: 'ca' })).names).toEqual(['ca', 'ca/', 'cab']);
    expect(await world.callsOf(() => world.list('a/', { filter: 'ca', limit: 1 }))).toEqual(NOTHING);
  });

  test('I7: a filtered listing says nothing about other names', async () => {
    const world = new World();
    world.put('a/b');
    world.put('a/x');
    expect((await world.list('a/', { filter: 'x' })).names).toEqual(['x']);
    expect((await world.list('a/')).names).toEqual(['b', 'x']);
    expect(await world.stat('a/b')).toMatchObject({ outcome: 'answered' });
  });

  test('one write costs one HEAD on the next read, and nothing in the listings above', async () => {
    const world = new World();
    for (let i = 0; i < 5_000; i++) world.put(`top/mid/f${i}`);
    await world.list('');
    await world.list('top/');
    await world.list('top/mid/');
    await world.putAndTell('top/mid/f77');
    expect(await world.callsOf(() => world.list('top/mid/'))).toEqual({ list: 0, head: 1 });
    expect(await world.callsOf(() => world.list('top/'))).toEqual(NOTHING);
    expect(await world.callsOf(() => world.list(''))).toEqual(NOTHING);
  });

  test('many writes in a thousand names cost one LIST', async () => {
    const world = new World();
    for (let i = 0; i < 1_000; i++) world.put(`a/f${i}`);
    await world.list('a/');
    await world.putAndTell(...Array.from({ length: 100 }, (_, i) => `a/f${i * 10}`));
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => world.list('a/'))).toEqual(NOTHING);
  });

  test('a page with very long names is cut by its size, and the next one continues', async () => {
    const world = new World();
    const names = Array.from(
      { length: 900 },
      (_, i) => `${String(i).padStart(4, '0')}${'\u0001'.repeat(1_000)}`,
    );
    for (const name of names) world.put(name);
    const listing = await world.list('');
    expect(listing.names).toEqual(names);
    expect(listing.provenances.length).toBeGreaterThan(1);
  });
});

describe('stat', () => {
  test('is free after a listing, for existing and absent names', async () => {
    const world = new World();
    for (let i = 0; i < 300; i++) world.put(`a/f${i}`);
    await world.list('a/');
    const calls = await world.callsOf(async () => {
      for (let i = 0; i < 300; i++)
        expect(await world.stat(`a/f${i}`)).toMatchObject({ outcome: 'answered' });
      expect(await world.stat('a/none')).toMatchObject({ outcome: 'failed', code: 'no-such-key' });
    });
    expect(calls).toEqual(NOTHING);
  });

  test('of a thousand listed keys in one request is free', async () => {
    const world = new World();
    const keys = Array.from({ length: 1_000 }, (_, i) => `a/f${i}`);
    for (const key of keys) world.put(key);
    await world.list('a/');
    const calls = await world.callsOf(async () => {
      const answer = await world.statMany(keys);
      expect(answer).toMatchObject({ outcome: 'answered', provenance: { served: 'hit' } });
      if (answer.outcome === 'answered') expect(answer.value.every(({ found }) => found)).toBe(true);
    });
    expect(calls).toEqual(NOTHING);
  });

  test('of a name without a slash is the object if there is one, otherwise the directory', async () => {
    const world = new World();
    world.put('a/both');
    world.put('a/both/x');
    world.put('a/dir/x', 5);
    world.put('a/dir/');
    expect(await world.stat('a/both')).toMatchObject({ value: { type: 'object', key: 'a/both' } });
    expect(await world.stat('a/dir')).toMatchObject({
      value: {
        type: 'directory',
        key: 'a/dir/',
        totals: { objects: 1, directories: 0, sizeBytes: 5, complete: true, marker: { name: '' } },
      },
    });
    expect(await world.stat('a/nothing')).toMatchObject({ code: 'no-such-key' });
    expect(await world.stat('a/nothing/')).toMatchObject({ code: 'no-such-key' });
  });

  test('lists the directory after twelve misses in it', async () => {
    const world = new World();
    for (let i = 0; i < 100; i++) world.put(`a/f${String(i).padStart(3, '0')}`);
    const calls = await world.callsOf(async () => {
      for (let i = 0; i < 100; i++) await world.stat(`a/f${String(i).padStart(3, '0')}`);
    });
    expect(calls).toEqual({ list: 1, head: 12 });
    expect((await world.table.readHead({ bucket: world.bucket.name, prefix: 'a/' }))?.misses).toBe(0);
  });

  test('of a directory with more than 10,000 entries that is not indexed is declared incomplete', async () => {
    const world = new World();
    for (let i = 0; i < 10_500; i++) world.put(`a/f${i}`);
    expect(await world.stat('a/')).toMatchObject({
      value: { totals: { objects: 10_000, complete: false } },
      provenance: { s3Lists: 10 },
    });
    await world.list('a/');
    expect(await world.stat('a/')).toMatchObject({
      value: { totals: { objects: 10_500, complete: true } },
      provenance: { s3Lists: 0 },
    });
  });
});

describe('freshness', () => {
  test('no-cache asks S3 now and stores the answer', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    world.remove('a/b');
    world.now += 5;
    const fresh = await world.list('a/', { freshness: { ...ORDINARY, noCache: true } });
    expect(fresh).toMatchObject({ names: [], provenances: [{ served: 'request', stored: true }] });
    expect(await world.list('a/')).toMatchObject({ names: [], provenances: [{ served: 'hit' }] });
  });

  test('max-age revalidates older answers, only-if-cached never asks S3, no-store stores nothing', async () => {
    const world = new World();
    world.put('a/b');
    const question = { bucket: world.bucket, directory: 'a/', filter: '', limit: 10 };
    const onlyIfCached = { ...ORDINARY, onlyIfCached: true };
    expect(await world.reader.list({ ...question, freshness: onlyIfCached })).toMatchObject({
      code: 'only-if-cached',
    });
    await world.list('a/', { freshness: { ...ORDINARY, noStore: true } });
    expect(await world.reader.list({ ...question, freshness: onlyIfCached })).toMatchObject({
      code: 'only-if-cached',
    });
    await world.list('a/');
    world.now += 10_000;
    expect(
      (await world.list('a/', { freshness: { ...ORDINARY, maxAgeMs: 10_000 } })).provenances,
    ).toMatchObject([{ served: 'hit' }]);
    expect(
      (await world.list('a/', { freshness: { ...ORDINARY, maxAgeMs: 9_999 } })).provenances,
    ).toMatchObject([{ served: 'request' }]);
  });

  test('with a life of 0 nothing is used again', async () => {
    const world = new World({ bucket: { listLifeMs: 0, statLifeMs: 0 } });
    world.put('a/b');
    expect((await world.list('a/')).provenances).toMatchObject([{ served: 'bypass', stored: false }]);
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => world.stat('a/b'))).toEqual({ list: 0, head: 1 });
  });

  test('without events, a recently changed directory has a shorter life, never a longer one than configured', async () => {
    const world = new World({ bucket: { events: 'none', listLifeMs: 60_000, statLifeMs: 300_000 } });
    world.put('a/b');
    world.now += 200_000;
    const [young] = (await world.list('a/')).provenances;
    expect(young!.endsAt - young!.observedAt).toBe(20_000);
    world.now += 10 * HOUR_MS;
    const [old] = (await world.list('a/')).provenances;
    expect(old!.endsAt - old!.observedAt).toBe(60_000);
  });
});

describe('failures', () => {
  const failing = (methods: (keyof IndexTable)[]) => (table: IndexTable) =>
    Object.fromEntries(
      Object.entries(table).map(([name, method]) => [
        name,
        methods.includes(name as keyof IndexTable)
          ? async () => {
              throw new IndexUnavailable('down');
            }
          : method,
      ]),
    ) as unknown as IndexTable;

  test.each<(keyof IndexTable)[]>([
    ['readBucket'],
    ['readRecords', 'readRecord'],
    ['readChunks'],
    ['writeChunk', 'writeObservation'],
    ['extendWatch', 'acquireFill'],
  ])('I8: if the table fails at %s, the answer comes from S3 and says so', async (...methods) => {
    const world = new World({ table: failing(methods) });
    world.put('a/b');
    world.put('a/c/d');
    expect(await world.list('a/')).toMatchObject({
      names: ['b', 'c/'],
      provenances: [{ served: 'bypass', stored: false, detail: 'index-unavailable' }],
    });
    expect(await world.stat('a/b')).toMatchObject({
      value: { type: 'object' },
      provenance: { served: 'bypass' },
    });
    expect(await world.statMany(['a/b', 'a/c', 'a/x'])).toMatchObject({
      value: [{ found: true }, { found: true }, { found: false }],
    });
  });

  test('I5: if S3 fails, an expired answer is given as stale, a void one never', async () => {
    let down = false;
    const world = new World({
      store: (store) => ({
        ...store,
        list: async (request) =>
          down ? { outcome: 'failed', reason: 'unavailable', message: 'down' } : store.list(request),
        head: async (request) =>
          down ? { outcome: 'failed', reason: 'unavailable', message: 'down' } : store.head(request),
      }),
    });
    world.put('a/b');
    await world.list('a/');
    world.now += HOUR_MS + 1;
    down = true;
    expect(await world.list('a/')).toMatchObject({
      names: ['b'],
      provenances: [{ served: 'stale', stored: false, detail: 'stale-if-error' }],
    });
    await world.apply([{ key: 'a/b', kind: 'created' }]);
    await expect(world.list('a/')).rejects.toThrow('unavailable');
    expect(await world.stat('a/b')).toMatchObject({ code: 'unavailable' });
  });

  test('an empty bucket and a missing bucket are different answers', async () => {
    const world = new World();
    const bucket = { ...world.bucket, name: 'not-there' };
    expect(
      await world.reader.list({ bucket, directory: '', filter: '', limit: 10, freshness: ORDINARY }),
    ).toMatchObject({ code: 'no-such-bucket' });
  });

  test('a damaged chunk is ignored and counted', async () => {
    const world = new World({
      table: (table) => ({
        ...table,
        readChunks: async (directory, request) => {
          const page = await table.readChunks(directory, request);
          return {
            ...page,
            chunks: page.chunks.map((chunk) => ({ ...chunk, body: chunk.body.subarray(1) })),
          };
        },
      }),
    });
    world.put('a/b');
    await world.list('a/');
    expect((await world.list('a/')).names).toEqual(['b']);
    expect(world.counts.undecodable).toBeGreaterThan(0);
  });
});

test('an invalidation makes keys and prefixes void for every instance', async () => {
  const world = new World({ bucket: { events: 'none', listLifeMs: HOUR_MS, statLifeMs: HOUR_MS } });
  const other = world.newReader();
  world.put('a/b/c');
  world.put('a/k');
  world.now += 100 * HOUR_MS;
  for (const directory of ['', 'a/', 'a/b/']) await world.list(directory, { reader: other });
  world.remove('a/b/c');
  world.remove('a/k');
  world.put('new/x');
  expect((await world.list('a/', { reader: other })).names).toEqual(['b/', 'k']);
  world.now += 1;
  const done = await world.reader.invalidate({
    bucket: world.bucket,
    keys: ['a/k', 'new/x'],
    prefixes: ['a/b/'],
  });
  expect(done).toMatchObject({ outcome: 'answered' });
  world.now += 1;
  expect((await world.list('a/', { reader: other })).names).toEqual([]);
  expect((await world.list('a/b/', { reader: other })).names).toEqual([]);
  expect((await world.list('', { reader: other })).names).toEqual(['new/']);
});

test('equal concurrent requests share one LIST', async () => {
  const world = new World();
  for (let i = 0; i < 500; i++) world.put(`a/f${i}`);
  const calls = await world.callsOf(() => Promise.all(Array.from({ length: 20 }, () => world.list('a/'))));
  expect(calls).toEqual({ list: 1, head: 0 });
});
