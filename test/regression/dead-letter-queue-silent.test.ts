/**
 * Found by the fault matrix. A queue that accepted the dead letter but did not answer blocked the invalidation
 * function until Lambda ended it. Every valid message of the batch was then delivered again.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDeadLetterQueue } from '../../lambdas/events/dead-letters.ts';

let server: Server;
let answer: (response: ServerResponse) => void;
let endpoint: string;

beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test.each<[string, (response: ServerResponse) => void]>([
  ['says nothing', () => {}],
  ['stops half way', (response) => void response.writeHead(200, { 'content-length': '100' }).write('{"Mess')],
])('the function stops waiting within its budget for a dead-letter queue that %s', async (_what, given) => {
  answer = given;
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const connect = async () => new SQSClient({ endpoint, region: 'us-east-1', credentials });
  const letters = createDeadLetterQueue(`${endpoint}/q`, connect, 200);
  await expect(letters.send('not an event', 'because')).rejects.toThrow();
});
