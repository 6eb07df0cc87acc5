/**
 * A continuation token of the index is a position, which is passed to S3 as StartAfter. S3's listing then contained
 * StartAfter, although the client had sent a token. (Found by random reads through `s3dex serve` and without it.)
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Serving } from '../../front/serve/server.ts';
import { encodeToken } from '../../front/wire/continuation-token.ts';
import { startFront, startUpstream, type Upstream } from '../support/front.ts';

let upstream: Upstream;
let front: Serving;
let asked: string[] = [];

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    asked.push(message.url!);
    const { searchParams } = new URL(message.url!, 'http://s3');
    const parts = searchParams.has('acl')
      ? '<AccessControlPolicy/>'
      : `<ListBucketResult><StartAfter>${searchParams.get('start-after')}</StartAfter><Contents><Key>&lt;StartAfter&gt;</Key></Contents></ListBucketResult>`;
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(parts)) }).end(parts);
  });
  front = await startFront({ s3Endpoint: upstream.url });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

const TOKEN = encodeToken('b');
const get = async (query: string) => {
  asked = [];
  return (await fetch(`${front.url}/bucket?${query}&continuation-token=${TOKEN}`)).text();
};

test('S3 gets the position, and the client its own token', async () => {
  const token = `<ContinuationToken>${TOKEN}</ContinuationToken>`;
  const rest = '<Contents><Key>&lt;StartAfter&gt;</Key></Contents></ListBucketResult>';
  expect(await get('list-type=2')).toBe(`<ListBucketResult>${token}${rest}`);
  expect(asked).toEqual(['/bucket/?list-type=2&start-after=b']);
  expect(await get('list-type=2&start-after=%C3%A9&encoding-type=url')).toBe(
    `<ListBucketResult><StartAfter>%C3%A9</StartAfter>${token}${rest}`,
  );
});

test('another operation with such a parameter is passed on as it is', async () => {
  expect(await get('acl')).toBe('<AccessControlPolicy/>');
  expect(asked).toEqual([`/bucket/?acl=&continuation-token=${TOKEN}`]);
  expect(await get('list-type=2&acl')).toBe('<AccessControlPolicy/>');
});
