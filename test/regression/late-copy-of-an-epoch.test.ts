/**
 * A request that begins an epoch may reach the table twice, the second time after the table was emptied. It then
 * began the old epoch again. A page that had been in progress since before became valid, although its watch was
 * deleted and an event in between wrote no mark.
 */
import { describe, expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { createMemoryTable } from '../support/memory/table.ts';
import { World } from '../support/world.ts';

const STEPS = ['proposeEpoch', 'beginEpoch'] as const;

describe.each(STEPS)('a late copy of %s', (step) => {
  test('after the table was emptied brings no epoch back', async () => {
    let standing = createMemoryTable();
    const copies: (() => Promise<unknown>)[] = [];
    const table = () =>
      new Proxy(standing, {
        get:
          (_, method: keyof IndexTable) =>
          (asked: never, more: never, ...rest: never[]) => {
            const send = () => (standing[method] as (...all: never[]) => unknown)(asked, more, ...rest);
            if (method === step) copies.push(async () => send());
            return send();
          },
      });
    let isFirst = true;
    const store = (inner: ObjectStore): ObjectStore => ({
      ...inner,
      list: async (request) => {
        const answer = await inner.list(request);
        if (isFirst) {
          // Before the answer arrives, the table is emptied, the copy arrives, and an event finds no watch.
          isFirst = false;
          standing = createMemoryTable();
          expect(copies).toHaveLength(1);
          await copies[0]!();
          await world.putAndTell('d/b');
        }
        return answer;
      },
    });
    const world = new World({ table, store });
    world.put('d/a');
    await world.list('d/');
    world.now += 1_100;
    expect((await world.list('d/')).names).toEqual(['a', 'b']);
    // The epoch that began after the table was emptied is an ordinary one.
    world.now += 1;
    expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });
  });
});
