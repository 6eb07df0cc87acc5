import { describe, expect, test } from '@jest/globals';
import { bucketsAnswer } from '../../../../contract/answers/buckets.ts';
import { inspectAnswer } from '../../../../contract/answers/inspect.ts';
import { invalidateAnswer } from '../../../../contract/answers/invalidate.ts';
import { healthAnswer } from '../../../../contract/answers/service.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import type { Inspection } from '../../../../lambdas/core/questions/inspect.ts';
import { DEMO, NOW, problemOf, service } from '../fixture.ts';

describe('invalidate', () => {
  const send = (body: string, given = {}) => {
    const under = service(given);
    const ask = { method: 'POST', path: '/v1/buckets/demo/invalidations', body };
    return { ...under, response: under.send(ask) };
  };

  test('invalidates keys and prefixes, and returns the time', async () => {
    const { response, asked } = send('{"keys":["a","b/"],"prefixes":["","c/"]}');
    const { statusCode, headers, body } = await response;
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('etag');
    expect(JSON.parse(body)).toEqual({ invalidatedAt: '2026-11-22T09:30:00.000Z' });
    expect(invalidateAnswer.safeParse(JSON.parse(body)).success).toBe(true);
    const question = { bucket: DEMO, keys: ['a', 'b/'], prefixes: ['', 'c/'] };
    expect(asked).toEqual([{ operation: 'invalidate', question }]);
  });

  test('either may be omitted', async () => {
    const { response, asked } = send('{"prefixes":["c/","d/inside a na"]}');
    await response;
    expect(asked[0]!.question).toMatchObject({ keys: [], prefixes: ['c/', 'd/inside a na'] });
  });

  test.each([
    ['{}', 'body: must name at least one entry in keys or prefixes'],
    ['{"keys":[],"prefixes":[]}', 'body: must name at least one entry in keys or prefixes'],
    ['{"prefixes":[1]}', 'prefixes[0]: must be a string'],
    ['{"prefix":"a/","keys":["a"]}', 'prefix: unknown field'],
    ['{"keys":"a"}', 'keys: must be an array of keys'],
    ['{"keys":null}', 'keys: must be an array of keys'],
    [JSON.stringify({ keys: Array(1001).fill('a') }), 'keys: must have at most 1000 keys'],
    [JSON.stringify({ prefixes: Array(1001).fill('a/') }), 'prefixes: must have at most 1000 prefixes'],
  ])('%.60s is refused: %s', async (body, detail) => {
    const { response } = send(body);
    expect(problemOf(await response)).toEqual({ status: 400, code: 'invalid-request', detail });
  });

  test('an unavailable index is reported', async () => {
    const { response } = send('{"keys":["a"]}', {
      invalidate: async () => ({
        outcome: 'failed',
        code: 'unavailable',
        detail: 'the index is not available',
      }),
    });
    expect(problemOf(await response)).toMatchObject({ status: 503, detail: 'the index is not available' });
  });
});

describe('inspect', () => {
  const INSPECTION: Inspection = {
    head: { watchedUntil: NOW + 5_000, misses: 3, leaseUntil: 0 },
    floorAt: NOW - 60_000,
    chunks: [
      {
        after: START,
        through: 'm',
        entries: 128,
        observedAt: NOW - 12_500,
        endsAt: NOW + 1_000,
        sizeBytes: 9_000,
        storedBytes: 4_000,
        state: 'valid',
      },
      {
        after: 'm',
        through: END,
        entries: 1,
        observedAt: NOW,
        endsAt: NOW,
        sizeBytes: 1,
        storedBytes: 50,
        state: 'expired',
      },
    ],
    records: [
      { name: '', vanishedAt: NOW - 1_000 },
      { name: 'b', appearedAt: NOW, observation: { says: 'absent', observedAt: NOW - 1, endsAt: NOW + 9 } },
      { name: 'c/', observation: { says: 'directory', observedAt: NOW - 1, endsAt: NOW + 9 } },
    ],
    voidNames: 2,
    coverage: 'partial',
    truncated: false,
  };
  const inspecting = (value: Inspection) =>
    service({ inspect: async () => ({ outcome: 'answered', value }) });

  test('says what the index holds, field for field', async () => {
    const { send, asked } = inspecting(INSPECTION);
    const response = await send({ path: '/v1/buckets/demo/index', query: 'prefix=a/' });
    expect(asked[0]!.question).toEqual({ bucket: DEMO, directory: 'a/' });
    const body = JSON.parse(response.body);
    expect(inspectAnswer.safeParse(body).error).toBeUndefined();
    const observed = {
      observedAt: '2026-11-22T09:29:59.999Z',
      ageSeconds: 0,
      endsAt: '2026-11-22T09:30:00.009Z',
    };
    expect(body).toEqual({
      bucket: 'demo',
      prefix: 'a/',
      coverage: 'partial',
      truncated: false,
      voidNames: 2,
      head: { watchedUntil: '2026-11-22T09:30:05.000Z', misses: 3 },
      floorAt: '2026-11-22T09:29:00.000Z',
      chunks: [
        {
          through: 'm',
          entries: 128,
          observedAt: '2026-11-22T09:29:47.500Z',
          ageSeconds: 12,
          endsAt: '2026-11-22T09:30:01.000Z',
          size: 9_000,
          bytes: 4_000,
          state: 'valid',
        },
        {
          after: 'm',
          entries: 1,
          observedAt: '2026-11-22T09:30:00.000Z',
          ageSeconds: 0,
          endsAt: '2026-11-22T09:30:00.000Z',
          size: 1,
          bytes: 50,
          state: 'expired',
        },
      ],
      marks: [
        { name: '', vanishedAt: '2026-11-22T09:29:59.000Z' },
        { name: 'b', appearedAt: '2026-11-22T09:30:00.000Z' },
      ],
      records: [
        { name: 'b', says: 'absent', ...observed },
        { name: 'c/', says: 'directory', ...observed },
      ],
    });
  });

  test('an answer that does not fit in a response is cut', async () => {
    const records = Array.from({ length: 3000 }, (_, index) => ({
      name: '\u0001'.repeat(1000) + index,
      vanishedAt: NOW,
    }));
    const response = await inspecting({ ...INSPECTION, records }).send({ path: '/v1/buckets/demo/index' });
    const { truncated, marks } = JSON.parse(response.body);
    expect(truncated).toBe(true);
    expect(marks.length).toBeGreaterThan(100);
    expect(marks[0].name).toBe(records[0]!.name);
  });

  test('names a directory', async () => {
    const response = await service().send({ path: '/v1/buckets/demo/index', query: 'prefix=a' });
    expect(problemOf(response).detail).toBe(
      'prefix: must be empty or end in "/", because it names a directory',
    );
  });
});

describe('about the service', () => {
  test('buckets with their modes and lives', async () => {
    const response = await service().send({ path: '/v1/buckets' });
    const body = JSON.parse(response.body);
    expect(body).toEqual({
      buckets: [
        { name: 'demo', events: 's3', listTtlSeconds: 3600, statTtlSeconds: 3600 },
        {
          name: 'partly',
          events: 'none',
          prefixes: ['photos/', 'logs/2026/'],
          listTtlSeconds: 60,
          statTtlSeconds: 0,
        },
      ],
    });
    expect(bucketsAnswer.safeParse(body).success).toBe(true);
  });

  test('health returns nothing else', async () => {
    const response = await service().send({ path: '/v1/health' });
    expect(response).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    expect(healthAnswer.safeParse(JSON.parse(response.body)).success).toBe(true);
  });

  test('the OpenAPI document is revalidated by its tag', async () => {
    const { send } = service();
    const response = await send({ path: '/v1/openapi.json' });
    expect(response).toMatchObject({ statusCode: 200, body: '{"openapi":"3.1.1"}' });
    const headers = { 'if-none-match': response.headers.etag! };
    expect((await send({ path: '/v1/openapi.json', headers })).statusCode).toBe(304);
  });

  test.each(['/v1/buckets', '/v1/stats', '/v1/health', '/v1/openapi.json'])(
    '%s takes no parameter',
    async (path) => {
      const response = await service().send({ path, query: 'x=1' });
      expect(problemOf(response)).toEqual({
        status: 400,
        code: 'invalid-request',
        detail: 'x: unknown parameter',
      });
    },
  );
});
