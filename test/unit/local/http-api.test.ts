import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type HttpApi, startHttpApi } from '../../../local/http-api.ts';

/** The behaviour of the function, by path. */
const FUNCTION: Record<string, (event: APIGatewayProxyEventV2) => unknown> = {
  '/echo': (event) => ({ statusCode: 200, headers: { 'x-own': '1' }, body: JSON.stringify(event) }),
  '/bytes': () => ({
    statusCode: 200,
    body: Buffer.from([1, 255]).toString('base64'),
    isBase64Encoded: true,
  }),
  '/bare': () => ({ statusCode: 200, body: '' }),
  '/plain': () => ({ hello: 'inferred' }),
  '/cookies': () => ({ statusCode: 204, cookies: ['a=1', 'b=2'] }),
  '/not-modified': () => ({ statusCode: 304, headers: { etag: '"x"' } }),
  '/throws': () => {
    throw new Error('a bug');
  },
  '/bad-header': () => ({ statusCode: 200, headers: { 'x-bad': 'a\nb' }, body: 'x' }),
};

let api: HttpApi;
let url = '';
const errors: string[] = [];
beforeAll(async () => {
  api = await startHttpApi({
    port: 0,
    invoke: async (event) => FUNCTION[event.rawPath]?.(event) ?? { statusCode: 404 },
    beside: async ({ path }) =>
      path === '/_local/x'
        ? { status: 200, headers: [], cookies: [], body: Buffer.from('beside') }
        : undefined,
    onError: (what) => errors.push(what),
  });
  url = `http://127.0.0.1:${api.port}`;
});
afterAll(() => api.close());

/** Sends the bytes unchanged, and returns everything received until the connection closes. */
function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(api.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', reject);
  });
}

describe('the HTTP API before the function', () => {
  test('passes on the request and returns the answer', async () => {
    const answer = await fetch(`${url}/echo?a=%2B&a=2`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"x":1}',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-own')).toBe('1');
    expect(answer.headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    const event = (await answer.json()) as APIGatewayProxyEventV2;
    expect(event).toMatchObject({ rawQueryString: 'a=%2B&a=2', body: '{"x":1}', isBase64Encoded: false });
    expect(event.requestContext.requestId).toBe(answer.headers.get('apigw-requestid'));
  });

  test('bodies in base64, inferred answers, cookies and 304', async () => {
    expect(Buffer.from(await (await fetch(`${url}/bytes`)).arrayBuffer())).toEqual(Buffer.from([1, 255]));
    expect(await (await fetch(`${url}/plain`)).json()).toEqual({ hello: 'inferred' });
    expect((await fetch(`${url}/cookies`)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const unchanged = await fetch(`${url}/not-modified`);
    expect([unchanged.status, unchanged.headers.get('etag')]).toEqual([304, '"x"']);
  });

  test('HEAD gets the headers without the body', async () => {
    const answer = await fetch(`${url}/bytes`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '2',
      '',
    ]);
    // If a function answers a HEAD without a body, the answer does not say how long the body of a GET would be.
    const bare = await fetch(`${url}/bare`, { method: 'HEAD' });
    expect([bare.status, bare.headers.get('content-length')]).toEqual([200, null]);
  });

  test.each(['/throws', '/bad-header'])('%s is a 500 without details', async (path) => {
    const answer = await fetch(`${url}${path}`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('bug');
  });

  test('local routes beside the service never reach the function', async () => {
    expect(await (await fetch(`${url}/_local/x`)).text()).toBe('beside');
  });

  test('a body over 10 MB is 413', async () => {
    const answer = await fetch(`${url}/echo`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([answer.status, (await answer.json()) as { code: string }]).toMatchObject([
      413,
      { code: 'too-large' },
    ]);
  });

  test('a request line and headers over 10,240 bytes are refused, just under it they are not', async () => {
    expect((await fetch(`${url}/echo?${'x'.repeat(10_000)}`)).status).toBe(200);
    expect((await fetch(`${url}/echo?${'x'.repeat(10_240)}`)).status).toBe(414);
    expect((await fetch(`${url}/echo`, { headers: { big: 'x'.repeat(10_200) } })).status).toBe(431);
    expect((await fetch(`${url}/echo`, { headers: { big: 'x'.repeat(100_000) } })).status).toBe(431);
  });

  test.each([
    ['no HTTP at all', '\u0000\u0001\u0002 nonsense\r\n\r\n'],
    ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost x\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a bad chunk', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an undecodable path', 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('%s is 400', async (_name, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  });

  test('a request for an unsupported upgrade is an ordinary request', async () => {
    const bytes =
      'GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 200/);
  });

  test('it still answers after all these requests', async () => {
    expect((await fetch(`${url}/plain`)).status).toBe(200);
    expect(errors).toContain('the function threw');
  });
});
