/** Thousands of malformed requests with any bytes anywhere: no 500, no hang, and the service keeps working. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from '../support/fast-check.ts';
import { ANY_CHARACTER } from '../support/fast-check-characters.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

/** The long run: TEST_FUZZ_REQUESTS=10000. */
const REQUESTS = Number(process.env.TEST_FUZZ_REQUESTS ?? 4_000);
const AT_ONCE = 16;
/** A new seed for each run. A failure prints it. */
const SEED = Number(process.env.TEST_FUZZ_SEED ?? Date.now() % 2 ** 31);

/** Mostly generates requests that an HTTP parser accepts, so that they reach the service; sometimes any bytes. */
const mostly = <T>(likely: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: likely }, { weight: 1, arbitrary: rare });
const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString('latin1'));
/** Printable ASCII without a space. It includes `%`, so malformed percent-encoding occurs. */
const visible = (maxLength: number) =>
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength,
  });
const encoded = (maxLength: number) =>
  fc.string({ unit: ANY_CHARACTER, maxLength }).map((text) => encodeURIComponent(text.toWellFormed()));
const noise = (maxLength: number) =>
  mostly(fc.oneof(visible(maxLength), encoded(maxLength)), bytes(maxLength));

const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/v1/buckets/bucket/entries',
      '/v1/buckets/bucket/stat',
      '/v1/buckets/bucket/invalidations',
      '/v1/buckets/bucket/index',
      '/v1/buckets',
      '/v1/stats',
    ),
  },
  noise(60).map((text) => `/${text}`),
  noise(20).map((name) => `/v1/buckets/${name}/entries`),
  fc.constantFrom(
    '',
    '*',
    '//',
    '/%',
    '/%zz',
    '/v1/../v1/health',
    'http://x/v1/health',
    '/_local/metrics',
    '/_local/%00',
  ),
);
const parameter = fc
  .tuple(mostly(fc.constantFrom('prefix', 'key', 'limit', 'cursor', 'detail'), noise(10)), noise(80))
  .map(([name, value]) => `${name}=${value}`);
const query = mostly(
  fc.array(parameter, { maxLength: 3 }).map((parts) => parts.join('&')),
  noise(200),
);
const header = mostly(
  fc
    .tuple(
      fc.constantFrom(
        'Cache-Control',
        'If-None-Match',
        'Accept-Encoding',
        'Content-Type',
        'Accept',
        'Range',
        'Expect',
        'Upgrade',
      ),
      fc.oneof(
        visible(60),
        fc.constantFrom('no-cache', 'max-age=x', 'only-if-cached, max-age=-1', 'br;q=2, *', '*'),
      ),
    )
    .map(([name, value]) => `${name}: ${value}`),
  bytes(40),
);
const body = fc.oneof(
  fc.constant(''),
  bytes(300),
  fc.json(),
  fc
    .record({ keys: fc.oneof(fc.array(fc.string({ unit: ANY_CHARACTER })), fc.jsonValue()) })
    .map((value) => JSON.stringify(value)),
);
const request = fc
  .record({
    method: mostly(
      fc.constantFrom('GET', 'GET', 'POST', 'POST', 'HEAD', 'DELETE', 'PUT', 'OPTIONS'),
      noise(8),
    ),
    path,
    query,
    headers: fc.array(header, { maxLength: 3 }),
    body,
    honest: mostly(fc.constant(true), fc.constant(false)),
  })
  .map((parts) => {
    const content = Buffer.from(parts.body, 'latin1');
    const length = parts.honest ? content.length : content.length + 7;
    const head = [
      `${parts.method} ${parts.path}?${parts.query} HTTP/1.1`,
      'Host: x',
      'Connection: close',
      ...parts.headers,
      `Content-Length: ${length}`,
    ].join('\r\n');
    return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), content]);
  });

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--bucket', 'bucket']);
  await fetch(`${stack.s3Url}/bucket/a/b`, { method: 'PUT', body: 'x' });
});
afterAll(() => stack.stop());

/**
 * Sends the bytes and ends its side of the connection. Returns the status line when the connection is closed, or an
 * empty text if there was no answer.
 */
function send(port: number, content: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end(content));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.on('error', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
  });
}

test(`${REQUESTS} malformed requests`, async () => {
  const port = Number(new URL(stack.apiUrl).port);
  const requests = fc.sample(request, { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<string, number>();
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let index = next++; index < requests.length; index = next++) {
        const content = requests[index]!;
        const line = await send(port, content);
        const status = /^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 'closed';
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === '500') {
          throw new Error(
            `500 (TEST_FUZZ_SEED=${SEED}, request ${index}): ${JSON.stringify(content.toString('latin1'))}\n${stack.log()}`,
          );
        }
      }
    }),
  );
  // The requests also reached the service itself, and both valid and invalid ones were among them.
  for (const status of ['200', '400', '404', '405'])
    expect([status, statuses.get(status)]).toEqual([status, expect.any(Number)]);
  expect(REQUESTS - (statuses.get('closed') ?? 0)).toBeGreaterThan(REQUESTS / 2);
  expect((await stack.api('/v1/health')).status).toBe(200);
  expect((await stack.api('/v1/buckets/bucket/entries?prefix=a/')).status).toBe(200);
});
