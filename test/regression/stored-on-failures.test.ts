/**
 * The `Cache-Status` of 502 and 503 answers contained `stored`, although nothing was stored. Later it contained
 * `fwd=stale; detail=stale-if-error`, although no expired answer was given.
 */

import { describe, expect, test } from '@jest/globals';
import type { ObjectStore, StoreFailure } from '../../lambdas/core/ports/object-store.ts';
import type { Provenance } from '../../lambdas/core/questions/provenance.ts';
import type { HttpResponse } from '../../lambdas/http/respond.ts';
import { ORDINARY, World } from '../support/world.ts';
import { handlerOf } from '../support/world-handler.ts';
import { eventOf } from '../unit/http/fixture.ts';

type Reason = StoreFailure['reason'];

/** S3 works until it is broken. Then every call fails with the given reason. */
function breaking() {
  let reason: Reason | undefined;
  const store = (inner: ObjectStore): ObjectStore => {
    const orFail = <T>(call: () => Promise<T>): Promise<T | StoreFailure> =>
      reason === undefined ? call() : Promise.resolve({ outcome: 'failed', reason, message: 'broken' });
    return {
      list: (request) => orFail(() => inner.list(request)) as ReturnType<ObjectStore['list']>,
      head: (request) => orFail(() => inner.head(request)) as ReturnType<ObjectStore['head']>,
      peek: (request) => orFail(() => inner.peek(request)) as ReturnType<ObjectStore['peek']>,
    };
  };
  const breakS3 = (why: Reason) => {
    reason = why;
  };
  return { world: new World({ store }), breakS3 };
}

/** The `Cache-Status` header that the service sends. */
async function statusOf(world: World, path: string, query: string): Promise<[number, string | undefined]> {
  const handler = handlerOf(world);
  const event = eventOf({ path: `/v1/buckets/${world.bucket.name}/${path}`, query });
  const { statusCode, headers } = (await handler(event, {} as never)) as HttpResponse;
  return [statusCode, headers['cache-status']];
}

describe.each<[Reason, number]>([
  ['unavailable', 503],
  ['invalid-response', 502],
  ['denied', 502],
])('S3 is %s', (reason, status) => {
  test.each([
    ['entries', 'prefix=d/'],
    ['stat', 'key=d/k'],
    ['stat', 'key=d/'],
  ])('%s?%s is reported neither as stored nor as a stale answer', async (path, query) => {
    const { world, breakS3 } = breaking();
    breakS3(reason);
    const [code, cacheStatus] = await statusOf(world, path, query);
    expect([code, cacheStatus]).toEqual([status, 's3dex; fwd=miss']);
  });
});

test('a stored answer is reported as stored, also "nothing there"', async () => {
  const { world } = breaking();
  world.put('d/k');
  expect(await statusOf(world, 'entries', 'prefix=d/')).toEqual([200, 's3dex; fwd=miss; stored']);
  expect(await statusOf(world, 'stat', 'key=absent')).toEqual([404, 's3dex; fwd=miss; stored']);
});

test('an answer that used nothing from S3 is not reported as stored', async () => {
  const { world } = breaking();
  const answer = await world.reader.list({
    bucket: world.bucket,
    directory: 'd/',
    filter: '',
    limit: 10,
    freshness: { ...ORDINARY, noStore: true },
  });
  expect((answer as { provenance: Provenance }).provenance.stored).toBe(false);
});
