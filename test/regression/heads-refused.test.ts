/**
 * S3 sometimes refuses the HEAD of an object that it lists (an object of another account, a customer-provided key).
 * One such object, once changed, made its whole directory impossible to list.
 */
import { expect, test } from '@jest/globals';
import type { ObjectStore, StoreFailure } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

test.each(['denied', 'invalid-response'] as const)(
  'a directory can be listed although a HEAD in it is refused (%s)',
  async (reason) => {
    const refused: StoreFailure = { outcome: 'failed', reason, message: 'S3: 403' };
    const store = (inner: ObjectStore): ObjectStore => ({ ...inner, head: async () => refused });
    const world = new World({ store });
    world.put('d/a');
    world.put('d/b');
    await world.list('d/');
    await world.putAndTell('d/b');
    const calls = await world.callsOf(async () => expect((await world.list('d/')).names).toEqual(['a', 'b']));
    expect(calls.list).toBe(1);
    expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
  },
);
