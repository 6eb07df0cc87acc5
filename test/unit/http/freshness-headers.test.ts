import { describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../../lambdas/core/questions/answer.ts';
import type { Provenance } from '../../../lambdas/core/questions/provenance.ts';
import { cacheStatus } from '../../../lambdas/http/freshness-headers.ts';
import { eventOf, failed, HIT, NOW, problemOf, service } from './fixture.ts';

const PATH = '/v1/buckets/demo/entries';
const listing = (provenance: Partial<Provenance>) =>
  service({
    list: async () => ({
      outcome: 'answered',
      value: { entries: [] },
      provenance: { ...HIT, ...provenance },
    }),
  });
const headersOf = async (provenance: Partial<Provenance>) =>
  (await listing(provenance).send({ path: PATH })).headers;

describe('freshness headers', () => {
  test('of a hit', async () => {
    expect(await headersOf({})).toEqual({
      'content-type': 'application/json',
      'cache-control': 'private, max-age=0, must-revalidate',
      age: '12',
      'cache-status': 's3dex; hit; ttl=3588',
      etag: expect.stringMatching(/^W\/"/),
      'server-timing': 's3;dur=0, dynamodb;dur=4.3, total;dur=0',
      vary: 'Accept-Encoding',
      'x-request-id': 'req-1',
    });
  });

  test.each<[string, Partial<Provenance>, string]>([
    ['whole seconds, rounded down', { observedAt: NOW - 1_999 }, '1'],
    ['never below zero: clocks differ', { observedAt: NOW + 400 }, '0'],
    ['now', { observedAt: NOW }, '0'],
  ])('Age: %s', async (_, provenance, age) => {
    expect((await headersOf(provenance)).age).toBe(age);
  });

  test.each<[Partial<Provenance>, string]>([
    [{ endsAt: NOW + 1_500 }, 's3dex; hit; ttl=1'],
    [{ endsAt: NOW }, 's3dex; hit; ttl=0'],
    [{ endsAt: NOW - 1 }, 's3dex; hit; ttl=-1'],
    [{ detail: 'collapsed', stored: true }, 's3dex; hit; ttl=3588'],
    [{ served: 'miss', stored: true }, 's3dex; fwd=miss; stored'],
    [{ served: 'miss', stored: false }, 's3dex; fwd=miss'],
    [{ served: 'partial', stored: true }, 's3dex; fwd=partial; stored'],
    [{ served: 'request', stored: false, detail: 'not-cached' }, 's3dex; fwd=request; detail=not-cached'],
    [
      { served: 'bypass', stored: false, detail: 'index-unavailable' },
      's3dex; fwd=bypass; detail=index-unavailable',
    ],
    [{ served: 'stale', stored: true }, 's3dex; fwd=stale; stored'],
    [{ served: 'stale', detail: 'stale-if-error' }, 's3dex; fwd=stale; detail=stale-if-error'],
    [
      { served: 'miss', detail: 'two words "quoted" é\n' },
      's3dex; fwd=miss; detail="two words \\"quoted\\" ??"',
    ],
    [{ served: 'miss', detail: '1st' }, 's3dex; fwd=miss; detail="1st"'],
  ])('Cache-Status of %j', (provenance, expected) => {
    expect(cacheStatus({ ...HIT, ...provenance }, NOW)).toBe(expected);
  });

  test('Server-Timing has the parts and the whole', async () => {
    let now = NOW;
    const { send } = service(
      {
        list: async () => {
          now += 37;
          return {
            outcome: 'answered',
            value: { entries: [] },
            provenance: { ...HIT, s3Ms: 20.04, indexMs: 12.36 },
          };
        },
      },
      { clock: { now: () => now } },
    );
    const { headers } = await send({ path: PATH });
    expect(headers['server-timing']).toBe('s3;dur=20, dynamodb;dur=12.4, total;dur=37');
  });

  test('If-None-Match gives 304 with the headers and without a body', async () => {
    const { send } = listing({});
    const { headers } = await send({ path: PATH });
    for (const header of [headers.etag!, '*', `"x", ${headers.etag}`]) {
      for (const method of ['GET', 'HEAD']) {
        const response = await send({ method, path: PATH, headers: { 'if-none-match': header } });
        const { 'content-type': _, ...kept } = headers;
        expect(response).toEqual({ statusCode: 304, headers: kept, body: '' });
      }
    }
    const other = await send({ path: PATH, headers: { 'if-none-match': '"x"' } });
    expect(other.statusCode).toBe(200);
  });
});

describe('failures', () => {
  const TABLE: [FailureCode, number][] = [
    ['upstream-denied', 502],
    ['upstream-failed', 502],
    ['unavailable', 503],
    ['only-if-cached', 504],
    ['no-such-key', 404],
  ];

  test.each(TABLE)('%s is a %d problem with its provenance', async (code, status) => {
    const { send } = service({ stat: async () => failed(code, { ...HIT, served: 'miss' }) });
    const response = await send({ path: '/v1/buckets/demo/stat', query: 'key=a' });
    expect(response.statusCode).toBe(status);
    expect(JSON.parse(response.body)).toEqual({
      type: `urn:s3dex:problem:${code}`,
      title: expect.any(String),
      status,
      detail: `because of ${code}`,
      code,
    });
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-status': 's3dex; fwd=miss',
      'server-timing': 's3;dur=0, dynamodb;dur=4.3, total;dur=0',
    });
    expect(response.headers.age).toBe(code === 'no-such-key' ? '12' : undefined);
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.headers['retry-after']).toBe(status === 503 ? '2' : undefined);
    const kept = code === 'no-such-key' ? 'private, max-age=0, must-revalidate' : 'no-store';
    expect(response.headers['cache-control']).toBe(kept);
  });

  test('a failure for which S3 was not asked is neither a hit nor a forward', async () => {
    const { send } = service({ stat: async () => failed('only-if-cached', HIT) });
    const response = await send({ path: '/v1/buckets/demo/stat', query: 'key=a' });
    expect(response.headers['cache-status']).toBe('s3dex; detail=only-if-cached');
  });

  test('"nothing there" keeps the age of what is known', async () => {
    const response = await service().send({ path: '/v1/buckets/demo/stat', query: 'key=a' });
    expect(response.statusCode).toBe(404);
    expect(response.headers).toMatchObject({ age: '12', 'cache-status': 's3dex; hit; ttl=3588' });
  });

  test('a bucket that does not exist looks exactly like one that is not served', async () => {
    const { send } = service({ list: async () => failed('no-such-bucket', { ...HIT, served: 'miss' }) });
    const gone = await send({ path: PATH });
    const unserved = await send({ path: '/v1/buckets/other/entries' });
    expect(problemOf(gone).code).toBe('no-such-bucket');
    expect(gone).toEqual(unserved);
  });

  test('an unexpected error is a 500 without its cause, which is in the log', async () => {
    const cause = new Error('secret table name');
    const { send, logged, counted, published } = service({
      list: async () => {
        throw cause;
      },
    });
    const response = await send({ path: PATH, headers: { 'accept-encoding': 'br' } });
    expect(response.statusCode).toBe(500);
    expect(problemOf(response).code).toBe('internal');
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(response.headers['x-request-id']).toBe('req-1');
    expect(logged).toEqual([{ requestId: 'req-1', cause }]);
    expect(counted.get('failures')).toBe(1);
    expect(published.at(-1)?.get('failures')).toBe(1);
    expect(await send({ path: PATH, method: 'HEAD' })).toMatchObject({ statusCode: 500, body: '' });
  });

  test('an invalid event is a 500 too', async () => {
    const { invoke, logged } = service();
    for (const event of [{}, { rawPath: 1 }, { requestContext: null }]) {
      expect(await invoke(event as never)).toMatchObject({ statusCode: 500 });
    }
    expect(logged).toHaveLength(3);
  });

  test("a request that would exceed Lambda's time limit is answered before the limit", async () => {
    const { invoke } = service({ list: () => new Promise(() => {}) });
    const response = await invoke(eventOf({ path: PATH }), { getRemainingTimeInMillis: () => 501 });
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
  });
});
