/**
 * A bucket in a Region other than the configured one: the endpoint follows every form of redirect on behalf of the
 * client.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { passOn } from '../../../front/serve/pass-on.ts';
import { Regions } from '../../../front/serve/regions.ts';
import { Upstream } from '../../../front/serve/upstream.ts';
import { YoungGarbage } from '../../../front/serve/young-garbage.ts';
import { parseTarget } from '../../../front/wire/request.ts';
import { type Upstream as Stub, startUpstream } from '../../support/front.ts';

const BUCKET_REGION = 'x-amz-bucket-region';
/** How the wrong Region answers a HEAD of the bucket, and every other request. */
let redirect: (response: ServerResponse) => void;
let asked: string[] = [];
let places: Record<string, Stub>;
let upstream: Upstream;
let front: { url: string; close(): void };

beforeAll(async () => {
  const wrong = await startUpstream((message, response) => {
    asked.push(`us-east-1 ${message.method} ${message.url}`);
    message.resume();
    // S3 returns the Region in the answer to every HEAD of a bucket.
    if (message.method === 'HEAD') response.writeHead(301, { [BUCKET_REGION]: 'eu-west-1' }).end();
    else redirect(response);
  });
  const right = await startUpstream(async (message, response) => {
    const scope = /Credential=\w+\/\d+\/([a-z0-9-]+)\//.exec(message.headers.authorization ?? '')?.[1];
    asked.push(`${scope} ${message.method} ${message.url}`);
    const body = Buffer.concat(await message.toArray()).toString();
    response.writeHead(200, { [BUCKET_REGION]: 'eu-west-1' }).end(`took ${body}`);
  });
  places = { 'us-east-1': wrong, 'eu-west-1': right };
  upstream = new Upstream({
    placeOf: (region) => ({ origin: new URL(places[region]!.url), isVirtualHost: false }),
    signer: {
      credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: 'secret' }),
      now: Date.now,
    },
  });
});

beforeEach(async () => {
  asked = [];
  const regions = new Regions('us-east-1');
  const server = createServer((message, response) => {
    const request = {
      ...parseTarget(message.url!),
      method: message.method!,
      headers: message.headers,
      message,
    };
    const heard = { headers: {}, settled: async () => {}, answered: () => {} };
    passOn(
      { upstream, regions, isRegional: true, garbage: new YoungGarbage(() => {}) },
      { request, response, ...heard },
    ).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
});
afterEach(() => front.close());

afterAll(async () => {
  upstream.close();
  for (const place of Object.values(places)) await place.close();
});

const REDIRECTS: [how: string, redirect: (response: ServerResponse) => void, calls: number][] = [
  [
    '301 that names the Region',
    (response) => response.writeHead(301, { [BUCKET_REGION]: 'eu-west-1' }).end('<Error/>'),
    2,
  ],
  [
    '307 of a new bucket',
    (response) => response.writeHead(307, { [BUCKET_REGION]: 'eu-west-1' }).end('<Error/>'),
    2,
  ],
  ['301 that does not name it', (response) => response.writeHead(301).end('<Error/>'), 3],
  [
    '400 about the Region that was signed for',
    (response) => response.writeHead(400).end('<Error><Code>AuthorizationHeaderMalformed</Code></Error>'),
    3,
  ],
];

test.each(REDIRECTS)('%s: a read succeeds', async (_, how, calls) => {
  redirect = how;
  const answer = await fetch(`${front.url}/b/k%2B1?partNumber=1`);
  expect([answer.status, await answer.text()]).toEqual([200, 'took ']);
  expect(asked).toHaveLength(calls);
  expect(asked.at(-1)).toBe('eu-west-1 GET /b/k%2B1?partNumber=1');
  await (await fetch(`${front.url}/b/other`)).text();
  expect(asked).toHaveLength(calls + 1);
});

test.each(REDIRECTS)('%s: a write succeeds, although its body can be sent only once', async (_, how) => {
  redirect = how;
  const answer = await fetch(`${front.url}/b/k`, { method: 'PUT', body: 'body' });
  expect([answer.status, await answer.text()]).toEqual([200, 'took body']);
  expect(asked).toEqual(['us-east-1 HEAD /b/', 'eu-west-1 PUT /b/k']);
});

test('a 400 of the right Region reaches the client', async () => {
  redirect = (response) => response.writeHead(400, { [BUCKET_REGION]: 'us-east-1' }).end('<Error/>');
  expect((await fetch(`${front.url}/b/k?partNumber=0`)).status).toBe(400);
  expect(asked).toHaveLength(1);
});
