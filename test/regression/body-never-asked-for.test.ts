/**
 * A client that waits for `100 Continue` before its body never received one: S3 sent it to `s3dex serve`, which did
 * not pass it on. So the client waited for its own timeout, or forever.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { startFront, startUpstream } from '../support/front.ts';

test('`100 Continue` reaches the client when S3 sends it', async () => {
  let asked = 0;
  const upstream = await startUpstream(
    (message, response) => {
      message.resume().on('end', () => response.writeHead(200).end());
    },
    (message, response) => {
      asked++;
      response.writeContinue();
      message.resume().on('end', () => response.writeHead(200).end());
    },
  );
  const front = await startFront({ s3Endpoint: upstream.url });
  const upload = request(`${front.url}/b/k`, {
    method: 'PUT',
    headers: { 'content-length': '5', expect: '100-continue' },
  });
  upload.flushHeaders();
  await once(upload, 'continue');
  upload.end('hello');
  const [answer] = await once(upload, 'response');
  expect([answer.statusCode, asked]).toEqual([200, 1]);
  answer.resume();
  await front.close();
  await upstream.close();
});
