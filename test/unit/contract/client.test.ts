/** The request that each method sends, and what it makes of the answer. */
import { describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../../contract/operations.ts';
import { ENDPOINT, fakeService, json, page, problem } from './client/fake-service.ts';

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const one of from) seen.push(one);
  return seen;
}

describe('list', () => {
  test('sends every parameter, and returns the page with its freshness', async () => {
    const { client, sent } = fakeService([
      json(page(['x']), { age: '7', 'cache-status': 's3dex; hit; ttl=53' }),
    ]);
    const answer = await client.list('demo', 'a/', { limit: 5, cursor: 'c+/=' });
    expect(sent[0]?.url.href).toBe(
      `${ENDPOINT}/v1/buckets/demo/entries?prefix=a%2F&limit=5&cursor=c%2B%2F%3D`,
    );
    expect(answer.entries.map(({ name }) => name)).toEqual(['x']);
    expect(answer.freshness).toEqual({
      age: 7,
      cacheStatus: { hit: true, ttl: 53, stored: false },
      revalidated: false,
      timing: {},
    });
  });

  test('of the root sends no prefix', async () => {
    const { client, sent } = fakeService([json(page([]))]);
    await client.list('demo');
    expect(sent[0]?.url.search).toBe('');
  });

  test.each([
    ["a b+c/'(1)!*", 'a%20b%2Bc%2F%27%281%29%21%2A'],
    ['ö/日本/😀', '%C3%B6%2F%E6%97%A5%E6%9C%AC%2F%F0%9F%98%80'],
    ['?&=#%2F', '%3F%26%3D%23%252F'],
  ])('encodes %j as Signature Version 4 will', async (prefix, encoded) => {
    const { client, sent } = fakeService([json(page([]))]);
    await client.list('demo', prefix);
    expect(sent[0]?.url.href).toBe(`${ENDPOINT}/v1/buckets/demo/entries?prefix=${encoded}`);
  });

  test.each(['', '.', '..'])(
    'refuses the bucket %j, because a URL would drop such a segment',
    async (bucket) => {
      const { client } = fakeService([]);
      await expect(client.list(bucket)).rejects.toThrow(/^bucket: /);
    },
  );

  test('refuses malformed Unicode, naming the field', async () => {
    const { client } = fakeService([]);
    await expect(client.list('demo', 'a\ud800')).rejects.toThrow('prefix: is not Unicode');
  });

  test('an answer without entries is an error', async () => {
    const { client } = fakeService([json({ hello: 'world' })]);
    await expect(client.list('demo')).rejects.toMatchObject({
      code: 'bad-answer',
      detail: 'entries: must be an array',
    });
  });
});

describe('entries and pages', () => {
  test('continue with each cursor until the last page', async () => {
    const { client, sent } = fakeService([json(page(['x', 'y'], 'after-y')), json(page(['z']))]);
    expect((await all(client.entries('demo', 'a/', { limit: 2 }))).map(({ name }) => name)).toEqual([
      'x',
      'y',
      'z',
    ]);
    expect(sent.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'after-y']);
    expect(sent.map(({ url }) => url.searchParams.get('limit'))).toEqual(['2', '2']);
  });

  test('request a page only when the loop needs it', async () => {
    const { client, sent } = fakeService([json(page(['x', 'y'], 'after-y'))]);
    for await (const { name } of client.entries('demo', 'a/')) if (name === 'y') break;
    expect(sent).toHaveLength(1);
  });

  test('start at the given cursor', async () => {
    const { client, sent } = fakeService([json(page(['z']))]);
    await all(client.pages('demo', 'a/', { cursor: 'after-y' }));
    expect(sent[0]?.url.searchParams.get('cursor')).toBe('after-y');
  });

  test('end with an error if a cursor makes no progress', async () => {
    const { client } = fakeService([json(page(['x'], 'same')), json(page(['x'], 'same'))]);
    await expect(all(client.entries('demo'))).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

describe('recursive listings and usage', () => {
  test('request everything below, one page after the other', async () => {
    const { client, sent } = fakeService([json(page(['x/y'], 'after-y')), json(page(['z']))]);
    const names = (await all(client.entries('demo', 'a/', { recursive: true }))).map(({ name }) => name);
    expect(names).toEqual(['x/y', 'z']);
    expect(sent.map(({ url }) => url.search)).toEqual([
      '?prefix=a%2F&recursive=true',
      '?prefix=a%2F&recursive=true&cursor=after-y',
    ]);
  });

  test('send the parameters of usage, and return the answer with its freshness', async () => {
    const sums = { bucket: 'demo', prefix: 'a/', objects: 2, size: 7, complete: true, children: [] };
    const { client, sent } = fakeService([json(sums, { age: '4' })]);
    expect(await client.usage('demo', 'a/', { depth: 1, sort: 'name', limit: 5, maxAge: 60 })).toMatchObject({
      ...sums,
      freshness: { age: 4 },
    });
    expect(sent[0]?.url.search).toBe('?prefix=a%2F&depth=1&sort=name&limit=5');
    expect(sent[0]?.headers.get('cache-control')).toBe('max-age=60');
  });
});

describe('stat', () => {
  test('of an existing key', async () => {
    const { client, sent } = fakeService([
      json({ type: 'object', name: 'x', key: 'a/x', size: 3 }, { age: '1' }),
    ]);
    const answer = await client.stat('demo', 'a/x', { detail: 'full' });
    expect(sent[0]?.url.search).toBe('?key=a%2Fx&detail=full');
    expect(answer).toMatchObject({ found: true, type: 'object', size: 3, freshness: { age: 1 } });
  });

  test('of the root sends the empty key', async () => {
    const { client, sent } = fakeService([
      json({ type: 'directory', key: '', objects: 0, directories: 1, size: 0, complete: true }),
    ]);
    await client.stat('demo', '');
    expect(sent[0]?.url.search).toBe('?key=');
  });

  test('of a missing key is an answer with its own age', async () => {
    const { client } = fakeService([
      problem(404, 'no-such-key', 'key: nothing is there', {
        age: '4',
        'cache-status': 's3dex; hit; ttl=6',
      }),
    ]);
    expect(await client.stat('demo', 'a/x')).toEqual({
      found: false,
      key: 'a/x',
      freshness: {
        age: 4,
        cacheStatus: { hit: true, ttl: 6, stored: false },
        revalidated: false,
        timing: {},
      },
    });
  });

  test('in a missing bucket is an error', async () => {
    const { client } = fakeService([
      problem(404, 'no-such-bucket', 'bucket: no bucket of this name is served'),
    ]);
    await expect(client.stat('nope', 'a/x')).rejects.toMatchObject({ code: 'no-such-bucket', status: 404 });
  });
});

describe('stat many', () => {
  const results = (keys: string[]) => ({ results: keys.map((key) => ({ key, found: false })) });

  test('of no keys sends no request', async () => {
    const { client, sent } = fakeService([]);
    expect((await client.statMany('demo', [])).results).toEqual([]);
    expect(sent).toEqual([]);
  });

  test('splits more than 1,000 keys, and returns the results in the order of the keys', async () => {
    const keys = Array.from({ length: 2_500 }, (_, index) => `k${index}`);
    const echo = (cacheStatus: string) => (sent: { body?: unknown }) =>
      json(results((sent.body as { keys: string[] }).keys), { 'cache-status': cacheStatus });
    const { client, sent } = fakeService([
      echo('s3dex; hit; ttl=9'),
      echo('s3dex; fwd=miss; stored'),
      echo('s3dex; hit; ttl=5'),
    ]);
    const answer = await client.statMany('demo', keys);
    expect(sent.map(({ body }) => (body as { keys: string[] }).keys.length)).toEqual([1000, 1000, 500]);
    expect(answer.results.map(({ key }) => key)).toEqual(keys);
    expect(answer.freshness.cacheStatus).toEqual({ hit: false, fwd: 'miss', stored: true });
  });

  test('an answer with fewer results than keys is an error', async () => {
    const { client } = fakeService([json(results(['a']))]);
    await expect(client.statMany('demo', ['a', 'b'])).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

describe('a sorted or filtered listing', () => {
  test('sends every parameter in the form of the contract, for each page', async () => {
    const { client, sent } = fakeService([json(page(['x'], 'next')), json(page(['y']))]);
    const options = {
      sort: '-lastModified',
      partial: true,
      glob: '*.{jpg,png}',
      contains: 'Ä',
      minSize: 51_200,
      maxSize: '1G',
      modifiedAfter: new Date(Date.UTC(2026, 10, 22)),
      modifiedBefore: '36h',
      storageClass: 'STANDARD',
      type: 'object',
      limit: 2,
      maxAge: 60,
    } as const;
    expect((await all(client.entries('demo', 'a/', options))).map(({ name }) => name)).toEqual(['x', 'y']);
    const asked = {
      prefix: 'a/',
      limit: '2',
      sort: '-lastModified',
      glob: '*.{jpg,png}',
      contains: 'Ä',
      minSize: '51200',
      maxSize: '1G',
      modifiedAfter: '2026-11-22T00:00:00.000Z',
      modifiedBefore: '36h',
      type: 'object',
      storageClass: 'STANDARD',
      partial: 'true',
    };
    expect(sent.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      asked,
      { ...asked, cursor: 'next' },
    ]);
    expect(sent[1]?.headers.get('cache-control')).toBe('max-age=60');
  });

  const incomplete = (seen: number) =>
    new Response(JSON.stringify({ code: 'incomplete', detail: 'sort: more follow', progress: { seen } }), {
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
    });

  test('that is incomplete is requested again as long as the progress grows', async () => {
    const { client, waits } = fakeService(
      [incomplete(50), incomplete(100), incomplete(150), incomplete(200), json(page(['x']))],
      { retries: 1 },
    );
    const answer = await client.list('demo', 'a/', { sort: 'size' });
    expect(answer.entries).toHaveLength(1);
    expect(waits.every((ms) => ms >= 1_000)).toBe(true);
  });

  test('whose progress does not grow is an error with the progress', async () => {
    const { client, sent } = fakeService([incomplete(50), incomplete(50)], { retries: 0 });
    await expect(client.list('demo', 'a/', { sort: 'size' })).rejects.toMatchObject({
      code: 'incomplete',
      progress: { seen: 50 },
      retryAfter: 1,
    });
    expect(sent).toHaveLength(2);
  });
});

describe('list many', () => {
  const echo = (cacheStatus: string) => (sent: { body?: unknown }) =>
    json(
      { results: (sent.body as { prefixes: string[] }).prefixes.map((prefix) => ({ prefix, entries: [] })) },
      { 'cache-status': cacheStatus },
    );

  test('requests as many directories at a time as the contract allows, and returns them in order', async () => {
    const prefixes = Array.from({ length: 250 }, (_, index) => `${index}/`);
    const { client, sent } = fakeService([
      echo('s3dex; hit; ttl=9'),
      echo('s3dex; fwd=miss; stored'),
      echo('s3dex; hit; ttl=5'),
    ]);
    const answer = await client.listMany('demo', prefixes, { limit: 20 });
    expect(sent.map(({ body }) => (body as { prefixes: string[] }).prefixes.length)).toEqual([100, 100, 50]);
    expect(sent[0]?.body).toMatchObject({ limit: 20 });
    expect(answer.results.map(({ prefix }) => prefix)).toEqual(prefixes);
    expect(answer.freshness.cacheStatus).toEqual({ hit: false, fwd: 'miss', stored: true });
  });

  test('an answer with fewer results than directories is an error', async () => {
    const { client } = fakeService([json({ results: [] })]);
    await expect(client.listMany('demo', ['a/'])).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

test('every operation of the contract has a method that sends its method and path', async () => {
  const anything = { entries: [], results: [], id: 'f1', state: 'complete' };
  const { client, sent } = fakeService(Array.from({ length: 12 }, () => json(anything)));
  await client.list('b');
  await client.listMany('b', ['a/']).catch(() => {});
  await client.usage('b');
  await client.stat('b', 'k');
  await client.statMany('b', []);
  await client.invalidate('b', { prefixes: ['a/'] });
  await client.fill('b', 'a/', { recursive: true });
  await client.download('b', 'k');
  await client.inspect('b', 'a/');
  await client.buckets();
  await client.stats();
  await client.health();
  // A fill is cancelled only if no caller waits for it any more.
  const { statMany: _statMany, openapi: _document, cancelFill: _cancel, ...asked } = OPERATIONS;
  expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(
    Object.values(asked).map(
      ({ method, path }) => `${method} ${path.replace('{bucket}', 'b').replace('{id}', 'f1')}`,
    ),
  );
  expect(sent[1]?.body).toEqual({ prefixes: ['a/'] });
  expect(sent[4]?.body).toEqual({ prefixes: ['a/'] });
  expect(sent[5]?.body).toEqual({ prefix: 'a/', recursive: true });
  expect(sent[7]?.body).toEqual({ key: 'k' });
  expect(sent[8]?.url.search).toBe('?prefix=a%2F');
});

test('a fill whose caller stops waiting is cancelled', async () => {
  const { client, sent } = fakeService([
    json({ id: 'f1' }),
    json({ id: 'f1', state: 'running', listed: 5, pages: 1 }),
    new Response(null, { status: 204 }),
  ]);
  const stop = new AbortController();
  const seen: unknown[] = [];
  const filling = client.fill('b', '', {
    signal: stop.signal,
    onProgress: (status) => {
      seen.push(status.listed);
      stop.abort(new Error('enough'));
    },
  });
  await expect(filling).rejects.toThrow('enough');
  expect(seen).toEqual([5]);
  expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'POST /v1/buckets/b/fills',
    'GET /v1/buckets/b/fills/f1',
    'DELETE /v1/buckets/b/fills/f1',
  ]);
});
