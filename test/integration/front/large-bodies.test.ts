/** Large bodies pass from connection to connection without the parser, with the same bytes and the same end. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import type { Serving } from '../../../front/serve/server.ts';
import { startFront, startUpstream, type Upstream } from '../../support/front.ts';

const MEGABYTE = 1024 * 1024;
/** Small enough that several pieces are on the way to the client at a time. */
const PIECE_BYTES = 20_000;
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

async function get(path: string): Promise<IncomingMessage> {
  const client = request(front.url + path);
  client.end();
  const [answer] = await once(client, 'response');
  return answer as IncomingMessage;
}

test('while bodies wait for their clients, other bodies do not overwrite them', async () => {
  // More than the buffers of the connections hold.
  const waiting = [randomBytes(16 * MEGABYTE), randomBytes(16 * MEGABYTE)];
  const passing = [randomBytes(4 * MEGABYTE), randomBytes(4 * MEGABYTE)];
  const bodies = [...waiting, ...passing];
  await before((message, response) => {
    const body = bodies[Number(message.url!.at(-1))]!;
    response.writeHead(200, { 'content-length': String(body.length) });
    response.end(body);
  });
  const answers = await Promise.all([get('/b/0'), get('/b/1')]);
  for (let round = 0; round < 2; round++) {
    const received = await Promise.all([2, 3].map(async (i) => (await get(`/b/${i}`)).toArray()));
    expect(received.map((pieces, i) => Buffer.concat(pieces).equals(passing[i]!))).toEqual([true, true]);
  }
  const received = await Promise.all(answers.map((answer) => answer.toArray()));
  expect(received.map((pieces, i) => Buffer.concat(pieces).equals(waiting[i]!))).toEqual([true, true]);
});

test('pieces that wait for the client are not overwritten by those that come after them', async () => {
  const body = randomBytes(16 * MEGABYTE);
  let stopped = () => {};
  const full = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  await before(async (_message, response) => {
    response.writeHead(200, { 'content-length': String(body.length) });
    for (let at = 0; at < body.length; at += PIECE_BYTES) {
      const goesOn = response.write(body.subarray(at, at + PIECE_BYTES));
      await new Promise(setImmediate);
      if (goesOn) continue;
      stopped();
      await once(response, 'drain');
    }
    response.end();
  });
  const answer = await get('/b/k');
  await full;
  expect(Buffer.concat(await answer.toArray()).equals(body)).toBe(true);
});

test('a range', async () => {
  const body = randomBytes(4 * MEGABYTE);
  await before((_message, response) => {
    response.writeHead(206, {
      'content-length': String(body.length),
      'content-range': `bytes 0-${body.length - 1}/9999999`,
    });
    response.end(body);
  });
  const answer = await get('/b/k');
  expect(answer.statusCode).toBe(206);
  expect(Buffer.concat(await answer.toArray()).equals(body)).toBe(true);
});

test.each([304, 404])(
  'a %i, which may give the length of a body that it does not have, or has',
  async (status) => {
    const body = Buffer.alloc(status === 304 ? 0 : 2 * MEGABYTE, 'x');
    await before((_message, response) => {
      response.writeHead(status, { 'content-length': String(2 * MEGABYTE) });
      response.end(body);
    });
    const answer = await get('/b/k');
    expect(answer.statusCode).toBe(status);
    expect(Buffer.concat(await answer.toArray()).equals(body)).toBe(true);
  },
);

test('a body that breaks off reaches the client up to the same byte and breaks off there', async () => {
  const sent = randomBytes(4 * MEGABYTE);
  await before((message, response) => {
    response.writeHead(200, { 'content-length': String(8 * MEGABYTE) });
    response.write(sent, () => message.socket.end());
  });
  const answer = await get('/b/k');
  const received: Buffer[] = [];
  answer.on('data', (piece: Buffer) => received.push(piece));
  await expect(once(answer, 'end')).rejects.toThrow('aborted');
  expect(Buffer.concat(received).equals(sent)).toBe(true);
});

test('a client that disconnects ends the connection to S3', async () => {
  const closed = new Promise((resolve) => {
    void before((message, response) => {
      message.socket.once('close', resolve);
      response.writeHead(200, { 'content-length': String(64 * MEGABYTE) });
      response.write(Buffer.alloc(8 * MEGABYTE));
    }).then(async () => {
      const answer = await get('/b/k');
      answer.once('data', () => answer.destroy());
      answer.on('error', () => {});
    });
  });
  await closed;
});
