/**
 * Usage answers with `complete: false` when the time of a request is over. If nothing had been seen until then, this
 * was an answer with no objects, although S3 or the table only did not answer. It is a failure now.
 */
import { expect, test } from '@jest/globals';
import { manyKeys, worldOf } from '../support/tree-world.ts';
import { ORDINARY, type World } from '../support/world.ts';

const LONGER_THAN_A_REQUEST_MS = 30_000;
const KEYS = manyKeys(2, 600);

const usageOf = (world: World) =>
  world.reader.usage({ bucket: world.bucket, directory: '', depth: 0, freshness: ORDINARY });

test('S3 does not answer until the time of the request is over', async () => {
  const world = worldOf(KEYS, {
    store: (inner) => ({
      ...inner,
      list: async () => {
        world.now += LONGER_THAN_A_REQUEST_MS;
        return { outcome: 'failed', reason: 'unavailable', message: 'no answer' };
      },
    }),
  });
  expect(await usageOf(world)).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});

test('the watch is written only when the time of the request is over', async () => {
  const world = worldOf(KEYS, {
    table: (inner) => ({
      ...inner,
      extendTreeWatch: async (...watch) => {
        world.now += LONGER_THAN_A_REQUEST_MS;
        return inner.extendTreeWatch(...watch);
      },
    }),
  });
  expect(await usageOf(world)).toMatchObject({ outcome: 'failed', code: 'unavailable' });
});

test('what was seen before the time was over is answered as incomplete', async () => {
  const world = worldOf(KEYS, {
    store: (inner) => ({
      ...inner,
      list: async (request) => {
        const listed = await inner.list(request);
        world.now += LONGER_THAN_A_REQUEST_MS;
        return listed;
      },
    }),
  });
  expect(await usageOf(world)).toMatchObject({
    outcome: 'answered',
    value: { complete: false, usage: { objects: 1_000 } },
  });
});
