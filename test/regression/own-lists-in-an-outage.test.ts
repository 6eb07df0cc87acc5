/**
 * While the table does not answer, an instance sends few LISTs at a time and refuses those that wait long. A cold usage
 * question, or a list of many directories, sent so many that it was refused because of its own LISTs, with no other
 * request to wait for.
 */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { ORDINARY, World } from '../support/world.ts';

/** S3 takes 40 to 80 ms for a page of 1,000 keys. */
const listMs = { now: 80 };
/** S3 takes this long for one object, or a LIST of one key. */
const HEAD_MS = 20;
const DIRECTORIES = 100;
const KEYS_EACH = 500;

/** The world's clock goes on to the next wait that ends whenever nothing else is left to do. */
class Waits {
  readonly #waits: { at: number; end: () => void }[] = [];
  readonly #world: () => World;

  constructor(world: () => World) {
    this.#world = world;
  }

  wait(ms: number): Promise<void> {
    return new Promise((end) => this.#waits.push({ at: this.#world().now + ms, end }));
  }

  async until<T>(answer: Promise<T>): Promise<T> {
    let isAnswered = false;
    const ended = answer.finally(() => {
      isAnswered = true;
    });
    for (;;) {
      await setImmediate();
      if (isAnswered) return ended;
      this.#waits.sort((a, b) => a.at - b.at);
      const next = this.#waits.shift();
      if (!next) continue;
      this.#world().now = Math.max(this.#world().now, next.at);
      next.end();
    }
  }
}

/** S3 has a tree, and the table does not answer. */
function outage(): { world: World; waits: Waits } {
  const waits: Waits = new Waits(() => world);
  const world: World = new World({
    waiter: waits,
    table: (table) =>
      new Proxy(table, {
        get: (target, name) =>
          name === 'canHold'
            ? target.canHold
            : async () => {
                throw new IndexUnavailable('down');
              },
      }),
    store: (store): ObjectStore => ({
      ...store,
      list: async (request) => {
        await waits.wait(listMs.now);
        return store.list(request);
      },
      head: async (request) => {
        await waits.wait(HEAD_MS);
        return store.head(request);
      },
      peek: async (request) => {
        await waits.wait(HEAD_MS);
        return store.peek(request);
      },
    }),
  });
  for (let d = 0; d < DIRECTORIES; d++) for (let k = 0; k < KEYS_EACH; k++) world.put(`t/${d}/${k}`);
  return { world, waits };
}

test('the usage of a large tree is answered from S3 while the table does not answer', async () => {
  const { world, waits } = outage();
  const { usage, complete } = await waits.until(world.usage('t/'));
  expect({ objects: usage.objects, complete }).toEqual({ objects: DIRECTORIES * KEYS_EACH, complete: true });
});

test('many directories are listed from S3 while the table does not answer', async () => {
  const { world, waits } = outage();
  const { bucket, reader } = world;
  // After this, the instance knows that the table does not answer.
  for (let i = 0; i < 20; i++) await waits.until(world.list('t/0/', { limit: 1_000 }));
  const places = Array.from({ length: 20 }, (_, i) => ({ directory: `t/${i}/`, filter: '' }));
  const answer = await waits.until(reader.listMany({ bucket, places, limit: 10, freshness: ORDINARY }));
  if (answer.outcome !== 'answered') throw new Error(answer.code);
  expect(answer.value.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test.each([3, 5, 8])(
  '%d missing keys in each of many directories are looked for in S3 meanwhile',
  async (each) => {
    const { world, waits } = outage();
    for (let i = 0; i < 20; i++) await waits.until(world.list('t/0/', { limit: 1_000 }));
    const keys = Array.from({ length: 20 * each }, (_, i) => `t/${i % 20}/no-${i}`);
    const answer = await waits.until(world.statMany(keys));
    expect(answer.outcome).toBe('answered');
  },
);

test('after one refusal, the other calls of the question are refused without a wait', async () => {
  const { world, waits } = outage();
  for (let i = 0; i < 20; i++) await waits.until(world.list('t/0/', { limit: 1_000 }));
  // Others take all places for longer than a call may wait.
  listMs.now = 10_000;
  for (let i = 0; i < 4; i++) void world.list(`t/${i}/`, { limit: 1_000 });
  for (let i = 0; i < 10; i++) await setImmediate();
  const began = world.now;
  const missing = Array.from({ length: 200 }, (_, i) => `no/${i}/`);
  expect(await waits.until(world.statMany(missing))).toMatchObject({
    outcome: 'failed',
    code: 'unavailable',
  });
  expect(world.now - began).toBeLessThan(400);
});
