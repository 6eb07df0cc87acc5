import { describe, expect, test } from '@jest/globals';
import { type IndexTable, IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { World } from '../../../support/world.ts';

const NOTHING = { list: 0, head: 0 };

describe('an event for a key', () => {
  test('in a directory without a watch writes nothing', async () => {
    const world = new World();
    world.put('a/b');
    const settled = await world.apply([{ key: 'a/b', kind: 'created' }]);
    expect(settled).toEqual([{ status: 'fulfilled', value: 'unwatched' }]);
    expect(world.counts.marks).toBeUndefined();
  });

  test('removing the last object of a/b/c/ removes the directories above it, and creating it restores them', async () => {
    const world = new World();
    world.put('a/b/c/x');
    world.put('z');
    const seen = async () =>
      Promise.all(['', 'a/', 'a/b/', 'a/b/c/'].map(async (directory) => (await world.list(directory)).names));
    expect(await seen()).toEqual([['a/', 'z'], ['b/'], ['c/'], ['x']]);
    await world.removeAndTell('a/b/c/x');
    expect(await seen()).toEqual([['z'], [], [], []]);
    await world.putAndTell('a/b/c/y');
    expect(await seen()).toEqual([['a/', 'z'], ['b/'], ['c/'], ['y']]);
  });

  test('removing one of several objects does not change the listings above', async () => {
    const world = new World();
    for (const name of ['x', 'y']) world.put(`a/b/${name}`);
    for (const directory of ['', 'a/', 'a/b/']) await world.list(directory);
    await world.removeAndTell('a/b/x');
    expect(await world.callsOf(() => world.list('a/'))).toEqual(NOTHING);
    expect(await world.callsOf(() => world.list('a/b/'))).toEqual({ list: 0, head: 1 });
  });

  test('the two last removals of a directory in one batch are both taken into account', async () => {
    const world = new World();
    for (const name of ['x', 'y']) world.put(`a/b/${name}`);
    for (const directory of ['', 'a/', 'a/b/']) await world.list(directory);
    await world.removeAndTell('a/b/x', 'a/b/y');
    expect((await world.list('a/')).names).toEqual([]);
    expect((await world.list('')).names).toEqual([]);
  });

  test('two directories emptied in one batch remove their parent', async () => {
    const world = new World();
    for (const name of ['b/x', 'c/y']) world.put(`a/${name}`);
    for (const directory of ['', 'a/', 'a/b/', 'a/c/']) await world.list(directory);
    await world.removeAndTell('a/b/x', 'a/c/y');
    expect((await world.list('')).names).toEqual([]);
  });

  test('a marker object is a name in its directory, which therefore remains', async () => {
    const world = new World();
    world.put('a/b/');
    world.put('a/b/x');
    for (const directory of ['a/', 'a/b/']) await world.list(directory);
    await world.removeAndTell('a/b/x');
    expect((await world.list('a/')).names).toEqual(['b/']);
    await world.removeAndTell('a/b/');
    expect((await world.list('a/')).names).toEqual([]);
    expect((await world.list('a/b/')).names).toEqual([]);
  });

  test('a removed version may reveal an object where there was none', async () => {
    const world = new World();
    await world.list('');
    await world.list('a/');
    world.put('a/b');
    await world.apply([{ key: 'a/b', kind: 'revealed' }]);
    expect((await world.list('')).names).toEqual(['a/']);
    expect((await world.list('a/')).names).toEqual(['b']);
  });

  test('I3: late, duplicated and reordered events only cost a revalidation', async () => {
    const world = new World();
    world.put('a/b');
    await world.list('a/');
    world.remove('a/b');
    await world.apply([{ key: 'a/b', kind: 'removed' }]);
    await world.apply([{ key: 'a/b', kind: 'created' }]);
    await world.apply([{ key: 'a/b', kind: 'removed' }]);
    await world.apply([{ key: 'a/b', kind: 'created' }]);
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('both readings of a key with an uncertain encoding are marked', async () => {
    const world = new World();
    world.put('a/x y');
    world.put('a/x+y');
    await world.list('a/');
    world.remove('a/x y');
    world.remove('a/x+y');
    await world.apply([{ key: 'a/x y', otherReading: 'a/x+y', kind: 'removed' }]);
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('a name without a sort key makes its directory void instead', async () => {
    const world = new World();
    const odd = `\u0001${'x'.repeat(1_023)}`;
    world.put('a');
    await world.list('');
    world.put(odd);
    await world.apply([{ key: odd, kind: 'created' }]);
    world.now += 1_100;
    expect((await world.list('')).names).toEqual([odd, 'a']);
    expect(await world.stat(odd)).toMatchObject({
      outcome: 'answered',
      provenance: { served: 'bypass', detail: 'unrepresentable' },
    });
  });

  test('changes that fail are delivered again, the others are done', async () => {
    let down = true;
    const world = new World({
      table: (table: IndexTable) => ({
        ...table,
        writeMarks: async (directory, name, marks, keepUntil) => {
          if (down && name === 'bad') throw new IndexUnavailable('down');
          return table.writeMarks(directory, name, marks, keepUntil);
        },
      }),
    });
    for (const name of ['bad', 'good']) world.put(`a/${name}`);
    await world.list('a/');
    world.remove('a/bad');
    world.remove('a/good');
    const settled = await world.apply([
      { key: 'a/bad', kind: 'removed' },
      { key: 'a/good', kind: 'removed' },
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    down = false;
    await world.apply([{ key: 'a/bad', kind: 'removed' }]);
    expect((await world.list('a/')).names).toEqual([]);
  });

  test('the clock margin makes void what a slower clock observed, without endless revalidation', async () => {
    const world = new World({ clockMarginMs: 100 });
    world.put('a/b', 1);
    await world.list('a/');
    world.put('a/b', 2);
    await world.apply([{ key: 'a/b', kind: 'created' }]);
    world.now -= 90;
    const { entries } = await world.list('a/');
    expect(entries).toMatchObject([{ name: 'b', sizeBytes: 2 }]);
  });
});
