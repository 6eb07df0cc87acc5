/** Below a name that the listing above says is absent there is nothing: no LIST says so again. */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../../support/world.ts';

const NOTHING = { list: 0, head: 0 };

function withFile(): World {
  const world = new World();
  world.put('a/file.txt');
  world.put('a/sub/x');
  return world;
}

test('a directory that the one above does not list is empty, at no S3 call and as old as that listing', async () => {
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

test('one that it lists is asked for, and is as fresh as its own LIST', async () => {
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

test('once an event said that something appeared there, it is asked for', async () => {
  const world = withFile();
  await world.list('a/');
  await world.list('a/file.txt/');
  await world.putAndTell('a/file.txt/below');
  expect((await world.list('a/file.txt/')).names).toEqual(['below']);
});

test('nothing known of the directory above, or a question to S3 itself: it is asked for', async () => {
  const world = withFile();
  expect(await world.callsOf(() => world.list('a/file.txt/'))).toEqual({ list: 1, head: 0 });
  const other = withFile();
  await other.list('a/');
  const freshness = { ...ORDINARY, noCache: true };
  expect(await other.callsOf(() => other.list('a/file.txt/', { freshness }))).toEqual({ list: 1, head: 0 });
});

test('what the listing above has outlived is asked for', async () => {
  const world = withFile();
  await world.list('a/');
  world.now += world.bucket.listLifeMs + 1;
  const calls = await world.callsOf(async () => {
    expect((await world.list('a/file.txt/')).provenances[0]).toMatchObject({ served: 'miss' });
  });
  expect(calls).toEqual({ list: 1, head: 0 });
});
