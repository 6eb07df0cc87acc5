/**
 * A presigned URL that S3 itself would accept passes unchanged. If it was a listing with a continuation token of the
 * index, S3 received that token, which it does not know, and answered 400. Such a URL is now signed again, with the
 * position instead of the token.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Serving } from '../../front/serve/server.ts';
import { encodeToken } from '../../front/wire/continuation-token.ts';
import { startFront, startUpstream, type Upstream } from '../support/front.ts';

/** The credentials of the endpoint in these tests, with which S3 would accept the URL. */
const ACCESS_KEY_ID = 'UPSTREAM';
let upstream: Upstream;
let front: Serving;

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    const { searchParams } = new URL(message.url!, 'http://s3');
    const isKnown = searchParams.get('continuation-token') !== encodeToken('b');
    const listing = `<ListBucketResult><StartAfter>${searchParams.get('start-after')}</StartAfter></ListBucketResult>`;
    response.setHeader('x-is-signed', String(message.headers.authorization !== undefined));
    response.writeHead(isKnown ? 200 : 400).end(isKnown ? listing : '<Error/>');
  });
  front = await startFront({ s3Endpoint: upstream.url });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

const until = Math.floor(Date.now() / 1000) + 60;
const signature = createHmac('sha1', 'upstream').update(`GET\n\n\n${until}\n/bucket`).digest('base64');
const signed = new URLSearchParams({
  AWSAccessKeyId: ACCESS_KEY_ID,
  Signature: signature,
  Expires: `${until}`,
});
const get = async (token: string) => {
  const response = await fetch(`${front.url}/bucket?list-type=2&continuation-token=${token}&${signed}`);
  return {
    status: response.status,
    isSigned: response.headers.get('x-is-signed'),
    text: await response.text(),
  };
};

test('with a token of the index, S3 gets the position, signed again', async () => {
  const token = encodeToken('b');
  expect(await get(token)).toEqual({
    status: 200,
    isSigned: 'true',
    text: `<ListBucketResult><ContinuationToken>${token}</ContinuationToken></ListBucketResult>`,
  });
});

test("with S3's own token, the URL passes unchanged", async () => {
  expect(await get('of-s3')).toMatchObject({ status: 200, isSigned: 'false' });
});
