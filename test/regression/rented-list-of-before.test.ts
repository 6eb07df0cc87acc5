/**
 * Requests that began while a rented LIST was under way. Its page has no watch, so no mark says what changed since it
 * was listed: they may not use it. They may not fail with it, either. And a request that may not use a page does not
 * wait until the page is stored.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { ORDINARY, World, type WorldOptions } from '../support/world.ts';

type List = ObjectStore['list'];

/** A world with the object `d/a`. The first LIST is answered by `answer`, when the test resolves `gate`. */
function worldWithSlowList(
  answer: (list: List, request: Parameters<List>[0]) => ReturnType<List>,
  options: WorldOptions = {},
) {
  const gate = Promise.withResolvers<void>();
  let isFirst = true;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      if (!isFirst) return inner.list(request);
      isFirst = false;
      const listed = await answer(inner.list, request);
      await gate.promise;
      return listed;
    },
  });
  const world = new World({ ...options, store });
  world.put('d/a');
  const ask = (more: object = {}) =>
    world.reader.list({
      ...{ bucket: world.bucket, directory: 'd/', filter: '', limit: 2, freshness: ORDINARY },
      ...more,
    });
  return { world, gate, ask };
}

const listed = (list: List, request: Parameters<List>[0]) => list(request);
const failed = async () => ({ outcome: 'failed', reason: 'unavailable', message: 'no answer' }) as const;

async function untilAllWait(): Promise<void> {
  for (let i = 0; i < 500; i++) await Promise.resolve();
}

test('a rented page of a LIST that was sent before is not used when the clock was set back', async () => {
  const { world, gate, ask } = worldWithSlowList(listed, { clockMarginMs: 100 });
  const first = ask({ recursive: true });
  await untilAllWait();
  const { now } = world;
  await world.putAndTell('d/b');
  world.now = now - 50;
  const second = ask({ recursive: true });
  await untilAllWait();
  gate.resolve();
  await first;
  expect(await second).toMatchObject({ value: { entries: [{ name: 'a' }, { name: 'b' }] } });
});

test('small questions about a cold tree do not all fail with one LIST whose page they could not use', async () => {
  const { world, gate, ask } = worldWithSlowList(failed);
  const first = ask({ recursive: true });
  await untilAllWait();
  world.now += 10;
  const rest = [ask({ recursive: true }), ask({ recursive: true })];
  await untilAllWait();
  gate.resolve();
  expect(await first).toMatchObject({ outcome: 'failed' });
  for (const answer of rest) expect(await answer).toMatchObject({ outcome: 'answered' });
});

test('a request with max-age=0 does not wait for the writes of a page that it may not use', async () => {
  const written = Promise.withResolvers<void>();
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    writeChunk: async (...write) => {
      await written.promise;
      return inner.writeChunk(...write);
    },
  });
  const { world, gate, ask } = worldWithSlowList(listed, { table });
  const first = ask();
  await untilAllWait();
  world.now += 10;
  const second = ask({ freshness: { ...ORDINARY, maxAgeMs: 0 } });
  await untilAllWait();
  world.now += 10;
  gate.resolve();
  await untilAllWait();
  expect(world.s3.calls.list).toBe(2);
  written.resolve();
  await Promise.all([first, second]);
});
