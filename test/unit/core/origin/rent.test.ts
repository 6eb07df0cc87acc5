/** The first small questions about a cold tree are answered without storing anything. */
import { describe, expect, test } from '@jest/globals';
import { MOST_RENTED_NAMES, RENTS, rents } from '../../../../lambdas/core/origin/rent.ts';
import { questionIn } from '../../../support/scope.ts';
import { manyKeys, worldOf } from '../../../support/tree-world.ts';
import { ORDINARY, type World } from '../../../support/world.ts';

describe('rent or buy', () => {
  async function ask(world: World, freshness = ORDINARY): Promise<string[]> {
    const question = { directory: 'd/', filter: '', limit: 1, recursive: true, freshness };
    const answer = await world.reader.list({ bucket: world.bucket, ...question });
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    return answer.value.entries.map(({ name }) => name);
  }

  test('the first small questions about a cold directory store nothing; a later one stores the page', async () => {
    const world = worldOf(manyKeys(10, 100));
    for (let i = 0; i < RENTS; i++) {
      expect(await world.callsOf(() => ask(world))).toEqual({ list: 1, head: 0 });
      expect(await world.table.readHead({ bucket: world.bucket.name, prefix: 'd/' })).toBeUndefined();
    }
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 1, head: 0 });
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 0, head: 0 });
  });

  test('every answer is S3 as it is now, even without events', async () => {
    const world = worldOf(['d/a', 'd/b']);
    expect(await ask(world)).toEqual(['a']);
    world.remove('d/a');
    expect(await ask(world)).toEqual(['b']);
  });

  test('a large question stores the page at once', async () => {
    const world = worldOf(manyKeys(1, 300));
    await world.list('d/', { recursive: true, limit: MOST_RENTED_NAMES + 1 });
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 0, head: 0 });
  });

  test('a request that asks S3 and keeps the answer stores the page (`no-cache`)', async () => {
    const world = worldOf(manyKeys(3, 100));
    await ask(world, { ...ORDINARY, noCache: true });
    expect(await world.callsOf(() => ask(world))).toEqual({ list: 0, head: 0 });
  });

  test('the largest small question is for 100 names', async () => {
    const at = await questionIn(worldOf([]), 'd/', { kind: 'tree' });
    expect([rents(at, MOST_RENTED_NAMES), rents(at, MOST_RENTED_NAMES + 1)]).toEqual([true, false]);
  });

  test('a walk with small pages stores from its second page on', async () => {
    const world = worldOf(manyKeys(3, 100));
    const walk = () => world.list('d/', { recursive: true, limit: 7 });
    expect(await world.callsOf(walk)).toEqual({ list: 2, head: 0 });
    expect((await walk()).names).toHaveLength(300);
  });
});
