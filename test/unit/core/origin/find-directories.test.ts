/** At which directories a large part of a tree can be divided, and how many LISTs the search sends. */
import { describe, expect, test } from '@jest/globals';
import { END, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import { rangeOfDirectory } from '../../../../lambdas/core/model/tree.ts';
import { findDirectories } from '../../../../lambdas/core/origin/find-directories.ts';
import { questionIn } from '../../../support/scope.ts';
import { worldOf } from '../../../support/tree-world.ts';

/** Returns what is found after this name, and the directories that were listed for it. */
async function found(keys: readonly string[], range: NameRange, { below = '', fails = false } = {}) {
  const listed: string[] = [];
  const world = worldOf(keys, {
    store: (store) => ({
      ...store,
      list: async (request) => {
        listed.push(request.prefix);
        return fails ? { outcome: 'failed', reason: 'denied', message: 'denied' } : store.list(request);
      },
    }),
  });
  const at = await questionIn(world, below, { kind: 'tree' });
  return { found: await findDirectories(at, range), listed };
}
const bordersOf = (...directories: string[]) => directories.map((each) => rangeOfDirectory(each).after);
const KEYS = ['a/1', 'a/b/1', 'a/b/2', 'a/c/1', 'a/d', 'b/1', 'c/1', 'd'];

describe('the borders of directories', () => {
  test('are those of the highest level that has any', async () => {
    expect(await found(KEYS, { after: 'a/b/1', through: END })).toEqual({
      ...{ found: bordersOf('b/', 'c/'), listed: [''] },
    });
    expect(await found(KEYS.slice(0, 5), { after: 'a/b/1', through: END })).toEqual({
      ...{ found: bordersOf('a/c/'), listed: ['', 'a/'] },
    });
  });

  test('are inside the range', async () => {
    expect((await found(KEYS, { after: 'a/b/1', through: 'c' })).found).toEqual(bordersOf('b/'));
    expect(await found(KEYS, { after: 'a/b/1', through: 'a/c/0' })).toEqual({
      ...{ found: bordersOf('a/c/'), listed: ['', 'a/'] },
    });
  });

  test('are below the directory of the question', async () => {
    expect(await found(KEYS, { after: 'a/b/1', through: END }, { below: 'a/' })).toEqual({
      ...{ found: bordersOf('a/c/'), listed: ['a/'] },
    });
    expect((await found(['a/1'], { after: 'Z/y/x', through: END }, { below: 'a/' })).listed).toEqual(['a/']);
    expect((await found(KEYS, { after: 'a/b', through: END }, { below: 'a/' })).listed).toEqual(['a/']);
  });

  test('are searched on four levels', async () => {
    const deep = 'a/b/c/d/e/f';
    expect(await found([`${deep}/1`], { after: `${deep}/1`, through: END })).toEqual({
      ...{ found: [], listed: ['', 'a/', 'a/b/', 'a/b/c/'] },
    });
  });

  test('may have empty names', async () => {
    expect((await found(['/a/1'], { after: '/a/1', through: END })).listed).toEqual(['', '/', '/a/']);
  });

  test('are not searched before a key was listed', async () => {
    expect(await found(KEYS, { after: START, through: END })).toEqual({ found: [], listed: [] });
  });

  test('are a failure when S3 fails', async () => {
    const { found: failure, listed } = await found(KEYS, { after: 'a/1', through: END }, { fails: true });
    expect([failure, listed]).toMatchObject([{ code: 'upstream-denied' }, ['']]);
  });
});
