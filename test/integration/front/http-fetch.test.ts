/** The client's `fetch` in `s3dex serve` must show the client the same as Node's own `fetch`. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { httpFetch } from '../../../cli/serve/http-fetch.ts';

let server: Server;
let url: string;
let light: typeof fetch;
let answer: RequestListener;

beforeEach(async () => {
  light = httpFetch();
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/buckets?a=%20b`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function shown(response: Response): Promise<object> {
  const { status, ok, headers } = response;
  return { status, ok, etag: headers.get('etag'), age: headers.get('age'), text: await response.text() };
}

const POST = { method: 'POST', headers: { 'X-Name': 'v' }, body: '{"keys":["\u00e9"]}' };
test.each<[string, RequestListener]>([
  ['a body', (_, response) => response.setHeader('age', '3').end('{"a":"\u00e9"}')],
  [
    'an error',
    (_, response) => response.writeHead(503, { 'retry-after': '1' }).end('{"code":"unavailable"}'),
  ],
  ['no body', (_, response) => response.writeHead(204).end()],
  ['not modified', (_, response) => response.writeHead(304, { etag: '"x"' }).end()],
  [
    'a compressed body',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"zipped":1}')),
  ],
  [
    'a compressed body of the coding in capitals',
    (_, response) => response.writeHead(200, { 'content-encoding': 'GZIP' }).end(gzipSync('{"zipped":1}')),
  ],
  ['not modified, with a location', (_, response) => response.writeHead(304, { location: '/x' }).end()],
  [
    'what was sent',
    async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const { 'x-name': name, 'content-length': length, host } = request.headers;
      response.end(JSON.stringify({ method: request.method, url: request.url, name, length, host, body }));
    },
  ],
])('%s', async (_, listener) => {
  answer = listener;
  const init = { ...POST, redirect: 'error' as const };
  expect(await shown(await light(url, init))).toEqual(await shown(await fetch(url, init)));
});

test('the body of a DELETE has a length', async () => {
  answer = async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.end(`${request.headers['content-length']} ${body}`);
  };
  expect(await (await light(url, { method: 'DELETE', body: '\u00e9' })).text()).toBe('2 \u00e9');
});

describe('rejects', () => {
  test('redirects', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(light(url)).rejects.toThrow('unexpected redirect');
    answer = (_, response) => response.writeHead(307).end();
    await expect(light(url)).rejects.toThrow('unexpected redirect');
  });

  test('a body that breaks off', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('abc', () => response.destroy());
    };
    await expect(light(url)).rejects.toThrow('aborted');
  });

  test('when the caller aborts, before and during the body', async () => {
    const before = AbortSignal.abort();
    await expect(light(url, { signal: before })).rejects.toThrow('abort');
    const controller = new AbortController();
    answer = (_, response) => {
      response.write('abc', () => controller.abort());
    };
    await expect(light(url, { signal: controller.signal })).rejects.toThrow('abort');
  });
});

test('a request on a connection that the server just closed is sent again', async () => {
  let connections = 0;
  server.on('connection', () => connections++);
  answer = (_, response) => response.end('1');
  await (await light(url)).text();
  // The connection is reset as soon as the second request arrives on it.
  let isSecond = true;
  answer = (request, response) => {
    if (!isSecond) return response.end('2');
    isSecond = false;
    return request.socket.resetAndDestroy();
  };
  expect(await (await light(url)).text()).toBe('2');
  expect(connections).toBe(2);
});
