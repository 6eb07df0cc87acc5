/** How requests are sent: authorized, with freshness directives, held, aborted, and repeated if that may help. */
import { describe, expect, jest, test } from '@jest/globals';
import { createClient, S3dexError } from '../../../../contract/client.ts';
import { fakeService, json, page, problem } from './fake-service.ts';

const health = () => json({ status: 'ok' });

describe('Cache-Control', () => {
  test.each([
    [{ maxAge: 0 }, 'max-age=0'],
    [{ noCache: true }, 'no-cache'],
    [{ onlyIfCached: true, maxAge: 60 }, 'max-age=60, only-if-cached'],
    [{ noStore: true, noCache: true }, 'no-cache, no-store'],
  ])('%j is %s', async (ask, header) => {
    const { client, sent } = fakeService([json(page([]))]);
    await client.list('demo', '', ask);
    expect(sent[0]?.headers.get('cache-control')).toBe(header);
  });

  test('is always sent, because fetch would otherwise send no-cache', async () => {
    const { client, sent } = fakeService([json(page([]))]);
    await client.list('demo');
    expect(sent[0]?.headers.get('cache-control')).toBe('max-stale=0');
  });

  test.each([-1, 0.5, Number.NaN])('refuses a maxAge of %p', async (maxAge) => {
    await expect(fakeService([]).client.list('demo', '', { maxAge })).rejects.toThrow(/^maxAge: /);
  });
});

describe('answers held by their ETag', () => {
  const tagged = (names: string[], etag: string, age: string) => json(page(names), { etag, age });
  const notModified = (age: string) =>
    new Response(null, { status: 304, headers: { age, 'cache-status': 's3dex; hit; ttl=5' } });

  test('are revalidated, and returned with the freshness of the new answer', async () => {
    const { client, sent } = fakeService([tagged(['x'], 'W/"1"', '0'), notModified('9')]);
    const first = await client.list('demo', 'a/');
    const second = await client.list('demo', 'a/');
    expect(sent.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, 'W/"1"']);
    expect(second.entries).toEqual(first.entries);
    expect(second.freshness).toMatchObject({ age: 9, revalidated: true, cacheStatus: { hit: true } });
  });

  test('cannot be changed by callers', async () => {
    const { client } = fakeService([tagged(['x'], 'W/"1"', '0'), notModified('1')]);
    const first = await client.list('demo', 'a/');
    first.entries.length = 0;
    expect((await client.list('demo', 'a/')).entries).toHaveLength(1);
  });

  test('are replaced by a changed answer', async () => {
    const { client, sent } = fakeService([
      tagged(['x'], 'W/"1"', '0'),
      tagged(['x', 'y'], 'W/"2"', '0'),
      notModified('1'),
    ]);
    await client.list('demo', 'a/');
    await client.list('demo', 'a/');
    expect((await client.list('demo', 'a/')).entries).toHaveLength(2);
    expect(sent[2]?.headers.get('if-none-match')).toBe('W/"2"');
  });

  test('are used only for the same address, and not stored with no-store', async () => {
    const { client, sent } = fakeService([
      tagged(['x'], 'W/"1"', '0'),
      tagged(['x'], 'W/"2"', '0'),
      tagged(['x'], 'W/"3"', '0'),
      tagged(['x'], 'W/"3"', '0'),
    ]);
    await client.list('demo', 'a/');
    await client.list('demo', 'b/');
    await client.list('demo', 'c/', { noStore: true });
    await client.list('demo', 'c/');
    expect(sent.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, null, null, null]);
  });

  test('are limited in number; the least recently used one is removed first', async () => {
    const { client, sent } = fakeService(
      ['a', 'b', 'a', 'c', 'a', 'b'].map((name) => tagged([name], `W/"${name}"`, '0')),
      { heldAnswers: 2 },
    );
    for (const prefix of ['a', 'b', 'a', 'c', 'a', 'b']) await client.list('demo', prefix);
    expect(sent.map(({ headers }) => headers.get('if-none-match'))).toEqual([
      null,
      null,
      'W/"a"',
      null,
      'W/"a"',
      null,
    ]);
  });

  test('are not kept if heldAnswers is 0', async () => {
    const { client, sent } = fakeService([tagged(['x'], 'W/"1"', '0'), tagged(['x'], 'W/"1"', '0')], {
      heldAnswers: 0,
    });
    await client.list('demo');
    await client.list('demo');
    expect(sent[1]?.headers.has('if-none-match')).toBe(false);
  });
});

describe('a failed request', () => {
  const down = () => problem(503, 'unavailable', 'S3 is not available');

  test('is sent again after a wait that grows and is partly random', async () => {
    const { client, waits } = fakeService([down(), down(), down(), health()]);
    await client.health();
    expect(waits).toEqual([50, 100, 200]);
  });

  test('fails after its retries with the last error', async () => {
    const { client, sent } = fakeService([down(), down()], { retries: 1 });
    await expect(client.health()).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    expect(sent).toHaveLength(2);
  });

  test('is repeated after Retry-After and a small jitter', async () => {
    const { client, waits } = fakeService([
      problem(503, 'unavailable', 'later', { 'retry-after': '2' }),
      new Response('{"message":"Too Many Requests"}', {
        status: 429,
        headers: { 'retry-after': 'Sun, 22 Nov 2026 00:00:03 GMT' },
      }),
      health(),
    ]);
    await client.health();
    expect(waits).toEqual([2_050, 3_100]);
  });

  test('fails with retryAfter if the wait would be too long', async () => {
    const { client, sent } = fakeService([problem(503, 'unavailable', 'later', { 'retry-after': '3600' })]);
    await expect(client.health()).rejects.toMatchObject({ code: 'unavailable', retryAfter: 3600 });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['a broken connection', new TypeError('fetch failed')],
    ['429', new Response('', { status: 429 })],
    ['500', problem(500, 'internal', 'the cause is in the log')],
  ])('%s is sent again', async (_what, failure) => {
    const { client, sent } = fakeService([failure, health()]);
    await client.health();
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['invalid-request', problem(400, 'invalid-request', 'limit: must be less')],
    ['forbidden', problem(403, 'forbidden', 'prefix: is outside')],
    ['upstream-denied', problem(502, 'upstream-denied', 'S3 refused')],
    ['only-if-cached', problem(504, 'only-if-cached', 'not held')],
    ['unauthorized', new Response('{"message":"Unauthorized"}', { status: 401 })],
    ['forbidden', new Response('{"message":"Forbidden"}', { status: 403 })],
    ['bad-answer', new Response('<html>Welcome to the hotel</html>', { status: 200 })],
  ])('%s is told at once', async (code, failure) => {
    const { client, sent } = fakeService([failure]);
    await expect(client.health()).rejects.toMatchObject({ name: 'S3dexError', code });
    expect(sent).toHaveLength(1);
  });

  test("is reported with the problem's own detail and the request ID", async () => {
    const { client } = fakeService([
      problem(400, 'invalid-request', 'limit: must be less', { 'x-request-id': 'r-1' }),
    ]);
    const error = await client.list('demo').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(S3dexError);
    expect(error).toMatchObject({
      message: 'limit: must be less (invalid-request, 400)',
      detail: 'limit: must be less',
      requestId: 'r-1',
    });
  });

  test('is reported with the error of the connection', async () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:4000');
    const { client } = fakeService([new TypeError('fetch failed', { cause })], { retries: 0 });
    await expect(client.health()).rejects.toMatchObject({
      code: 'unreachable',
      message: 'no answer from https://index.example: connect ECONNREFUSED 127.0.0.1:4000 (unreachable)',
    });
  });
});

describe('ending a call', () => {
  const never = (_sent: unknown, signal: AbortSignal) =>
    new Promise<Response>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  test('without an answer in time, the call is retried, and then fails with the code timeout', async () => {
    const { client, sent } = fakeService([never, never], { timeoutMs: 1, retries: 1 });
    await expect(client.health()).rejects.toMatchObject({
      code: 'timeout',
      detail: 'no answer within 1 ms',
    });
    expect(sent).toHaveLength(2);
  });

  test('the timeout of a call replaces that of the client', async () => {
    const { client } = fakeService([never], { timeoutMs: 60_000, retries: 0 });
    await expect(client.health({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test.each([Number.POSITIVE_INFINITY, Number.NaN, 0])(
    'a timeout of %p is refused by name',
    async (timeoutMs) => {
      const { client, sent } = fakeService([]);
      await expect(client.health({ timeoutMs })).rejects.toThrow(/^timeoutMs: /);
      expect(sent).toEqual([]);
    },
  );

  test('a body that never ends also causes a timeout', async () => {
    const endless = (_sent: unknown, signal: AbortSignal) =>
      new Response(
        new ReadableStream({
          start: (controller) =>
            signal.addEventListener('abort', () => controller.error(signal.reason), { once: true }),
        }),
      );
    const { client } = fakeService([endless], { timeoutMs: 1, retries: 0 });
    await expect(client.health()).rejects.toMatchObject({ code: 'timeout' });
  });

  test("the caller's signal ends it with the caller's reason, without another attempt", async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const { client, sent } = fakeService([
      (_sent, signal) => {
        queueMicrotask(() => controller.abort(reason));
        return never(_sent, signal);
      },
    ]);
    await expect(client.list('demo', '', { signal: controller.signal })).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
  });

  test('with a signal that is already aborted, nothing is sent', async () => {
    const { client, sent } = fakeService([]);
    await expect(client.list('demo', '', { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(sent).toEqual([]);
  });

  test('a signal also ends the wait between attempts', async () => {
    const controller = new AbortController();
    const client = createClient({
      endpoint: 'http://index.example',
      random: () => 1,
      fetch: async () => {
        queueMicrotask(() => setImmediate(() => controller.abort('enough')));
        return problem(503, 'unavailable', 'later', { 'retry-after': '20' });
      },
    });
    await expect(client.list('demo', '', { signal: controller.signal })).rejects.toBe('enough');
  });
});

describe('authorization', () => {
  test('is not sent without a token', async () => {
    const { client, sent } = fakeService([health()]);
    await client.health();
    expect(sent[0]?.headers.has('authorization')).toBe(false);
  });

  test('is the token', async () => {
    const { client, sent } = fakeService([health()], { token: 't1' });
    await client.health();
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer t1');
  });

  test('calls the token function before each attempt', async () => {
    const tokens = ['t1', 't2'];
    const token = async () => tokens.shift()!;
    const { client, sent } = fakeService([new Response('', { status: 429 }), health()], { token });
    await client.health();
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('waits for the token only until the signal is aborted', async () => {
    const controller = new AbortController();
    const { client, sent } = fakeService([], { token: () => new Promise<string>(() => {}) });
    const asked = client.health({ signal: controller.signal });
    setImmediate(() => controller.abort('enough'));
    await expect(asked).rejects.toBe('enough');
    expect(sent).toEqual([]);
  });

  test('if the token function throws, its error is passed on, and nothing is sent', async () => {
    const { client, sent } = fakeService([], { token: () => Promise.reject(new Error('logged out')) });
    await expect(client.health()).rejects.toThrow('logged out');
    expect(sent).toEqual([]);
  });
});

describe('options', () => {
  const endpoint = 'https://index.example';

  test.each([
    [{ endpoint: 'index.example' }, /^endpoint: /],
    [{ endpoint: 'ftp://index.example' }, /^endpoint: /],
    [{ endpoint: 'https://me:secret@index.example' }, /^endpoint: /],
    [{ endpoint: 'https://index.example?x=1' }, /^endpoint: /],
    [{ endpoint, timeout: 5 }, /^timeout: unknown option/],
    [{ endpoint, retries: -1 }, /^retries: /],
    [{ endpoint, timeoutMs: 1.5 }, /^timeoutMs: /],
    [{ endpoint, timeoutMs: 0 }, /^timeoutMs: /],
    // A timer that is set for longer than this fires immediately.
    [{ endpoint, timeoutMs: 2 ** 31 }, /^timeoutMs: /],
    [{ endpoint, token: 't', sign: async () => ({}) }, /^token and sign are /],
  ])('%j is refused by name', (options, message) => {
    expect(() => createClient(options as never)).toThrow(message);
  });

  test('a base path of the endpoint is kept', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>(async () => health());
    await createClient({ endpoint: new URL('https://index.example/prod/'), fetch }).health();
    expect(fetch.mock.calls[0]?.[0]).toBe('https://index.example/prod/v1/health');
  });
});

test('an unknown option of a call is an error that names it, and nothing is sent', async () => {
  const client = createClient({
    endpoint: 'http://127.0.0.1:1',
    fetch: () => {
      throw new Error('sent');
    },
  });
  const misspelt = { maxage: 10 } as object;
  await expect(client.list('demo', '', misspelt)).rejects.toThrow(new TypeError('maxage: unknown option'));
  await expect(client.stat('demo', 'a', misspelt)).rejects.toThrow('maxage: unknown option');
  await expect(client.statMany('demo', ['a'], misspelt)).rejects.toThrow('maxage: unknown option');
  await expect(client.buckets(misspelt)).rejects.toThrow('maxage: unknown option');
});
