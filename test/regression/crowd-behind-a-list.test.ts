/**
 * Requests that began while a LIST was under way may not use its page if nothing was stored: a change in between would
 * have left no mark. Each of them then sent a LIST of its own. They share the next one, which is sent after they began.
 */
import { describe, expect, test } from '@jest/globals';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import { ORDINARY, World } from '../support/world.ts';

const CROWD = 12;
const DAY_MS = 86_400_000;

interface Asked {
  limit?: number;
  recursive?: boolean;
  freshness?: CacheDirectives;
}

async function untilAllWait(): Promise<void> {
  for (let i = 0; i < 500; i++) await Promise.resolve();
}

/** One request sends a LIST; the others begin before it is answered. Returns the number of LISTs and the answers. */
async function crowd(
  bucket: Partial<ServedBucket>,
  { limit = 1_000, recursive, freshness = ORDINARY }: Asked,
): Promise<{ lists: number; names: string[][] }> {
  const answered = Promise.withResolvers<void>();
  let isFirst = true;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      const listed = await inner.list(request);
      if (isFirst) {
        isFirst = false;
        await answered.promise;
      }
      return listed;
    },
  });
  const world = new World({ bucket, store });
  world.put('d/a');
  const ask = async () => {
    const question = { bucket: world.bucket, directory: 'd/', filter: '', limit, recursive, freshness };
    const answer = await world.reader.list(question);
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    return answer.value.entries.map(({ name }) => name);
  };
  const first = ask();
  await untilAllWait();
  await world.putAndTell('d/b');
  const others = Array.from({ length: CROWD }, ask);
  await untilAllWait();
  answered.resolve();
  const [, ...names] = await Promise.all([first, ...others]);
  return { lists: world.s3.calls.list, names };
}

const everyone = Array.from({ length: CROWD }, () => ['a', 'b']);

describe('requests that begin while a LIST is under way', () => {
  test('share the next one, when its page is not stored because it is the first miss', async () => {
    expect(await crowd({ storesAtSecondMiss: true }, {})).toEqual({ lists: 2, names: everyone });
  });

  test('share the next one, when they accept nothing that was observed before they began', async () => {
    const freshness = { ...ORDINARY, maxAgeMs: 0 };
    expect(await crowd({}, { freshness })).toEqual({ lists: 2, names: everyone });
  });

  test('share the next one, when it was a small question about a cold tree', async () => {
    const tree = { roots: [''], lifeMs: DAY_MS };
    const { lists, names } = await crowd({ tree }, { recursive: true, limit: 2 });
    expect(names).toEqual(everyone);
    expect(lists).toBeLessThanOrEqual(3);
  });
});
