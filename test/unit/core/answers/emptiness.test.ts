/** If the listing of the parent says that a directory does not exist, nothing is below it, and no LIST is needed. */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../../../support/world.ts';

const NOTHING = { list: 0, head: 0 };

function withFile(): World {
  const world = new World();
  world.put('a/file.txt');
  world.put('a/sub/x');
  return world;
}

test("a directory that its parent does not list is empty, without an S3 call, with the age of the parent's listing", async () => {
  const world = withFile();
  const above = await world.list('a/');
  world.now += 5_000;
  for (const limit of [1, 2, 1_000]) {
    const calls = await world.callsOf(async () => {
      const below = await world.list('a/file.txt/', { limit });
      expect(below.names).toEqual([]);
      expect(below.provenances[0]).toMatchObject({
        served: 'hit',
        observedAt: above.provenances[0]!.observedAt,
        endsAt: above.provenances[0]!.endsAt,
      });
    });
    expect(calls).toEqual(NOTHING);
  }
});

test('a directory that its parent lists is read from S3, with the age of its own LIST', async () => {
  const world = withFile();
  await world.list('a/');
  world.now += 5_000;
  const calls = await world.callsOf(async () => {
    const below = await world.list('a/sub/');
    expect(below.names).toEqual(['x']);
    expect(below.provenances[0]).toMatchObject({ served: 'miss', observedAt: world.now });
  });
  expect(calls).toEqual({ list: 1, head: 0 });
});

test('after an event below it, the directory is read from S3', async () => {
  const world = withFile();
  await world.list('a/');
  await world.list('a/file.txt/');
  await world.putAndTell('a/file.txt/below');
  expect((await world.list('a/file.txt/')).names).toEqual(['below']);
});

test('the directory is read from S3 if its parent is unknown or the request has no-cache', async () => {
  const world = withFile();
  expect(await world.callsOf(() => world.list('a/file.txt/'))).toEqual({ list: 1, head: 0 });
  const other = withFile();
  await other.list('a/');
  const freshness = { ...ORDINARY, noCache: true };
  expect(await other.callsOf(() => other.list('a/file.txt/', { freshness }))).toEqual({ list: 1, head: 0 });
});

test("the directory is read from S3 if the parent's listing has expired", async () => {
  const world = withFile();
  await world.list('a/');
  world.now += world.bucket.listLifeMs + 1;
  const calls = await world.callsOf(async () => {
    expect((await world.list('a/file.txt/')).provenances[0]).toMatchObject({ served: 'miss' });
  });
  expect(calls).toEqual({ list: 1, head: 0 });
});
