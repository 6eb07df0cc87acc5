/** The client sees what happens on the connection to S3: resets, slow bodies, early answers. No request hangs. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Serving } from '../../../front/serve/server.ts';
import { sendRaw, startFront, startUpstream, type Upstream } from '../../support/front.ts';

let upstream: Upstream;
let front: Serving;
afterEach(async () => {
  await front.close();
  await upstream.close();
});

async function before(...script: Parameters<typeof startUpstream>): Promise<void> {
  upstream = await startUpstream(...script);
  front = await startFront({ s3Endpoint: upstream.url });
}

const get = (path = '/b/k', init: RequestInit = {}) => fetch(front.url + path, init);
const MEGABYTE = 1024 * 1024;

test('a reset before the answer reaches the client as a reset', async () => {
  await before((message) => message.socket.resetAndDestroy());
  await expect(get()).rejects.toThrow('fetch failed');
});

test('an answer that breaks off reaches the client up to the same byte and breaks off there', async () => {
  await before((message, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('12345', () => setTimeout(() => message.socket.resetAndDestroy(), 50));
  });
  const answer = await get();
  expect(answer.status).toBe(200);
  const reader = answer.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('12345');
  await expect(reader.read()).rejects.toThrow();
});

test('a chunked answer that breaks off does not look complete', async () => {
  await before((message, response) => {
    response.writeHead(200);
    response.write('<List', () => setTimeout(() => message.socket.resetAndDestroy(), 50));
  });
  await expect(get().then((answer) => answer.text())).rejects.toThrow();
});

test('an answer to a write that breaks off does not look complete', async () => {
  await before((message, response) => {
    message.resume();
    response.writeHead(200, { 'content-length': '10' });
    response.write('12345', () => setTimeout(() => message.socket.resetAndDestroy(), 50));
  });
  await expect(get('/b/k', { method: 'PUT', body: 'x' }).then((answer) => answer.text())).rejects.toThrow();
});

test('a slow body is passed on while it is sent, not when it is complete', async () => {
  let goOn = () => {};
  await before((_message, response) => {
    response.writeHead(200, { 'content-length': '6' });
    response.write('one');
    goOn = () => response.end('two');
  });
  const reader = (await get()).body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('one');
  goOn();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('two');
});

test('a client that stops reading makes S3 stop sending, and the buffers in between stay small', async () => {
  let sent = 0;
  await before((_message, response) => {
    response.writeHead(200, { 'content-length': String(512 * MEGABYTE) });
    const more = () => {
      while (sent < 512 * MEGABYTE) {
        sent += MEGABYTE;
        if (!response.write(Buffer.alloc(MEGABYTE))) return;
      }
    };
    response.on('drain', more);
    more();
  });
  const client = request(`${front.url}/b/k`);
  client.end();
  const [answer] = await once(client, 'response');
  answer.pause();
  for (let before = -1; before !== sent; await wait(200)) before = sent;
  expect(sent).toBeLessThan(64 * MEGABYTE);
  client.destroy();
});

test('a client that disconnects ends the request to S3', async () => {
  const gone = new Promise((resolve) => {
    void before((_message, response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'content-length': '10' });
      response.write('1');
    }).then(async () => {
      const controller = new AbortController();
      const answer = await get('/b/k', { signal: controller.signal });
      controller.abort();
      await answer.text().catch(() => {});
    });
  });
  await gone;
});

test('a refusal before the body was sent is answered at once, without waiting for the rest of the body', async () => {
  await before((_message, response) => {
    // The part of the body that was not read stays in the buffers of the connection.
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code></Error>');
  });
  const upload = request(`${front.url}/b/k`, {
    method: 'PUT',
    headers: { 'content-length': String(64 * MEGABYTE) },
  });
  upload.on('error', () => {});
  upload.write(Buffer.alloc(MEGABYTE));
  const [answer] = await once(upload, 'response');
  expect(answer.statusCode).toBe(403);
  expect(Buffer.concat(await answer.toArray()).toString()).toContain('AccessDenied');
  upload.destroy();
});

test('when S3 refuses instead of sending 100-continue, the client is not asked for its body', async () => {
  await before(
    () => {},
    (_message, response) => {
      response.writeHead(403, { connection: 'close' }).end('<Error/>');
    },
  );
  const { text } = await sendRaw(
    front.url,
    'PUT /b/k HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n',
  );
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(text).not.toContain('100 Continue');
});

test('an idle connection that S3 closes does not fail the next request', async () => {
  await before((_message, response) => response.writeHead(200, { 'content-length': '2' }).end('ok'));
  expect(await (await get()).text()).toBe('ok');
  for (const socket of upstream.sockets) socket.resetAndDestroy();
  expect(await (await get()).text()).toBe('ok');
});

test('a thousand requests at once, reads and writes, are all answered', async () => {
  await before((message, response) => {
    message.resume().on('end', () => {
      const body = `${message.method} ${message.url}`;
      setTimeout(() => response.end(message.method === 'HEAD' ? undefined : body), 20);
    });
  });
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async (_, i) => {
      const answer =
        i % 2 === 0 ? await get(`/b/k${i}`) : await get(`/b/k${i}`, { method: 'PUT', body: 'x'.repeat(i) });
      return answer.text();
    }),
  );
  expect(answers).toEqual(answers.map((_, i) => `${i % 2 === 0 ? 'GET' : 'PUT'} /b/k${i}`));
});
