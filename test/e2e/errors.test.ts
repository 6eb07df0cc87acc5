/** Every row of API.md's error table, as a caller sees it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningStack, startStack } from '../support/stack.ts';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
}

const ENTRIES = '/v1/buckets/demo-bucket/entries';
const STAT = '/v1/buckets/demo-bucket/stat';
const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

let stack: RunningStack;
/** An S3 that refuses, sends invalid answers or is down, by bucket. */
let broken: RunningStack;
let brokenS3: Server;
beforeAll(async () => {
  brokenS3 = createServer((request, response) => {
    const bucket = request.url?.split(/[/?]/)[1];
    if (bucket === 'nonsense') return response.end('<html>welcome</html>');
    response.statusCode = bucket === 'denied' ? 403 : 503;
    const code = bucket === 'denied' ? 'AccessDenied' : 'SlowDown';
    return response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  });
  await new Promise<void>((resolve) => brokenS3.listen(0, '127.0.0.1', () => resolve()));
  const { port } = brokenS3.address() as AddressInfo;
  const settings = [{ name: 'demo-bucket', events: 's3', prefixes: ['served/'] }];
  [stack, broken] = await Promise.all([
    startStack(['--bucket', 'demo-bucket', '--bucket', 'whole'], { S3DEX_BUCKETS: JSON.stringify(settings) }),
    startStack([
      '--s3-endpoint',
      `http://127.0.0.1:${port}`,
      '--bucket',
      'denied',
      '--bucket',
      'nonsense',
      '--bucket',
      'down',
    ]),
  ]);
});
afterAll(async () => {
  await Promise.all([stack.stop(), broken.stop()]);
  brokenS3.closeAllConnections();
  brokenS3.close();
});

async function expectProblem(answer: Response, status: number, code: string): Promise<Problem> {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await answer.json()) as Problem;
  expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
  for (const member of [problem.type, problem.title, problem.detail]) expect(typeof member).toBe('string');
  return problem;
}

describe('400 invalid-request', () => {
  test.each([
    [`${ENTRIES}?prefix=served/&limit=0`, undefined, /limit/],
    [`${ENTRIES}?prefix=served/&limit=1001`, undefined, /limit/],
    [`${ENTRIES}?prefix=served/&limit=7x`, undefined, /limit/],
    [`${ENTRIES}?prefix=served/&colour=red`, undefined, /colour/],
    [`${ENTRIES}?prefix=served/%zz`, undefined, /prefix|percent/],
    [`${ENTRIES}?prefix=served/&cursor=made-up`, undefined, /cursor/],
    [`${ENTRIES}?prefix=served/&prefix=served/`, undefined, /prefix/],
    [`${STAT}?key=${'x'.repeat(1025)}`, undefined, /key/],
    [`${STAT}`, undefined, /key/],
    [`${STAT}?key=served/x&detail=half`, undefined, /detail/],
    [STAT, json('{'), /body|JSON/],
    [STAT, json({}), /keys/],
    [STAT, json({ keys: [] }), /keys/],
    [STAT, json({ keys: ['served/x'], more: 1 }), /more/],
    [STAT, json({ keys: Array.from({ length: 1001 }, () => 'served/x') }), /keys/],
    ['/v1/buckets/demo-bucket/invalidations', json({ keys: 'served/x' }), /keys/],
  ])('%s %#', async (path, init, field) => {
    const problem = await expectProblem(await stack.api(path, init), 400, 'invalid-request');
    expect(problem.detail).toMatch(field);
  });

  test('a cursor of another prefix', async () => {
    for (const name of ['a', 'b'])
      await fetch(`${stack.s3Url}/whole/one/${name}`, { method: 'PUT', body: 'x' });
    await stack.settle();
    const page = await stack.api('/v1/buckets/whole/entries?prefix=one/&limit=1');
    const { nextCursor } = (await page.json()) as { nextCursor: string };
    expect(typeof nextCursor).toBe('string');
    const query = new URLSearchParams({ prefix: 'two/', cursor: nextCursor });
    const answer = await stack.api(`/v1/buckets/whole/entries?${query}`);
    expect((await expectProblem(answer, 400, 'invalid-request')).detail).toMatch(/cursor/);
  });
});

describe('the other rows', () => {
  test('403 forbidden: outside the served prefixes', async () => {
    await expectProblem(await stack.api(`${ENTRIES}?prefix=other/`), 403, 'forbidden');
    await expectProblem(await stack.api(`${STAT}?key=other/x`), 403, 'forbidden');
  });

  test('404: a bucket that is not served, a key that does not exist, a route that does not exist', async () => {
    await expectProblem(await stack.api('/v1/buckets/no-such-bucket/entries'), 404, 'no-such-bucket');
    await expectProblem(await stack.api(`${STAT}?key=served/none`), 404, 'no-such-key');
    await expectProblem(await stack.api('/v1/nothing'), 404, 'no-such-route');
    await expectProblem(await stack.api('/v1'), 404, 'no-such-route');
  });

  test('405 method-not-allowed, with Allow', async () => {
    const answer = await stack.api(ENTRIES, { method: 'DELETE' });
    await expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toMatch(/GET/);
  });

  test('413 too-large: a body over 1 MiB', async () => {
    const answer = await stack.api(STAT, json({ keys: ['x'.repeat(1024 * 1024)] }));
    await expectProblem(answer, 413, 'too-large');
  });

  test('502 upstream-denied and upstream-failed', async () => {
    await expectProblem(await broken.api('/v1/buckets/denied/entries'), 502, 'upstream-denied');
    await expectProblem(await broken.api('/v1/buckets/nonsense/entries'), 502, 'upstream-failed');
  });

  test('503 unavailable, with Retry-After', async () => {
    const answer = await broken.api('/v1/buckets/down/entries');
    await expectProblem(answer, 503, 'unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('504 only-if-cached', async () => {
    const init = { headers: { 'cache-control': 'only-if-cached' } };
    await expectProblem(await stack.api(`${ENTRIES}?prefix=served/never/`, init), 504, 'only-if-cached');
  });
});
