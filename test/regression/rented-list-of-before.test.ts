/**
 * Requests that began while a rented LIST was under way. Its page has no watch, so no mark says what changed since it
 * was listed: they may not use it. They may not fail with it, either.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { ORDINARY, World } from '../support/world.ts';

async function untilAllWait(): Promise<void> {
  for (let i = 0; i < 500; i++) await Promise.resolve();
}

function firstList(
  how: (
    inner: ObjectStore,
    request: Parameters<ObjectStore['list']>[0],
    gate: Promise<void>,
  ) => ReturnType<ObjectStore['list']>,
) {
  const gate = Promise.withResolvers<void>();
  let isFirst = true;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: (request) => {
      if (!isFirst) return inner.list(request);
      isFirst = false;
      return how(inner, request, gate.promise);
    },
  });
  return { gate, store };
}
const late = firstList(async (inner, request, gate) => {
  const listed = await inner.list(request);
  await gate;
  return listed;
});

test('a rented page of a LIST that was sent before is not used when the clock was set back', async () => {
  const { gate, store } = late;
  const world = new World({ store, clockMarginMs: 100 });
  world.put('d/a');
  const ask = async () => {
    const answer = await world.reader.list({
      bucket: world.bucket,
      directory: 'd/',
      filter: '',
      limit: 2,
      recursive: true,
      freshness: ORDINARY,
    });
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    return answer.value.entries.map(({ name }) => name);
  };
  const first = ask();
  await untilAllWait();
  const { now } = world;
  await world.putAndTell('d/b');
  world.now = now - 50;
  const second = ask();
  await untilAllWait();
  gate.resolve();
  await first;
  expect(await second).toEqual(['a', 'b']);
});

test('small questions about a cold tree do not all fail with one LIST whose page they could not use', async () => {
  const { gate, store } = firstList(async (_inner, _request, gate) => {
    await gate;
    return { outcome: 'failed', reason: 'unavailable' } as never;
  });
  const world = new World({ store });
  world.put('d/a');
  const ask = () =>
    world.reader.list({
      bucket: world.bucket,
      directory: 'd/',
      filter: '',
      limit: 2,
      recursive: true,
      freshness: ORDINARY,
    });
  const first = ask();
  await untilAllWait();
  world.now += 10;
  const rest = [ask(), ask()];
  await untilAllWait();
  gate.resolve();
  await first;
  expect((await Promise.all(rest)).map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
});

test('a request with max-age=0 does not wait for the writes of a page that it may not use', async () => {
  const { gate, store } = firstList(async (inner, request, gate) => {
    const listed = await inner.list(request);
    await gate;
    return listed;
  });
  const written = Promise.withResolvers<void>();
  const table = (t: IndexTable): IndexTable => ({
    ...t,
    writeChunk: async (...a) => {
      await written.promise;
      return t.writeChunk(...a);
    },
  });
  const world = new World({ store, table });
  world.put('d/a');
  const ask = (freshness = ORDINARY) =>
    world.reader.list({ bucket: world.bucket, directory: 'd/', filter: '', limit: 2, freshness });
  const first = ask();
  await untilAllWait();
  world.now += 10;
  const second = ask({ ...ORDINARY, maxAgeMs: 0 });
  await untilAllWait();
  world.now += 10;
  gate.resolve();
  await untilAllWait();
  const { list } = world.s3.calls;
  written.resolve();
  await Promise.all([first, second]);
  expect(list).toBe(2);
});
