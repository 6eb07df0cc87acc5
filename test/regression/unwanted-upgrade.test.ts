/** An answer 101 that was not asked for left the request waiting, and aborting it did not end that. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { httpFetch } from '../../cli/serve/http-fetch.ts';
import { startFront } from '../support/front.ts';

const ANSWER = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n';
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {}).on('data', () => socket.write(ANSWER));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('from the service', async () => {
  await expect(httpFetch()(url)).rejects.toThrow('closed without an answer');
});

test('from S3', async () => {
  const front = await startFront({ s3Endpoint: url });
  await expect(fetch(`${front.url}/b/k`)).rejects.toThrow('fetch failed');
  await front.close();
});
