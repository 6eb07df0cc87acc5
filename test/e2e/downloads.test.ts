/**
 * A download URL leads to the object itself, whole or in ranges. The explorer's page may read it; other pages may
 * not.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '../../contract/client.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

const BUCKET = 'demo-bucket';
const KEY = 'a b/été #1+?.html';
const BODY = '<h1>Not a page</h1>';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--bucket', BUCKET]);
  await stack.s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: BODY, ContentType: 'text/html' }),
  );
}, 120_000);
afterAll(() => stack?.stop());

/** Reads the body too: the connection of a large body that nobody reads stays open. */
async function fetchWhole(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  return response;
}

describe('a download URL', () => {
  const urlOf = async (key: string) =>
    (await createClient({ endpoint: stack.apiUrl }).download(BUCKET, key)).url;

  test('is of the public S3 endpoint, and gives the object as an attachment', async () => {
    const url = await urlOf(KEY);
    expect(new URL(url).origin).toBe(new URL(stack.s3Url).origin);
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, BODY]);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="_t_ #1+?.html"; filename*=UTF-8''%C3%A9t%C3%A9%20%231%2B%3F.html`,
    );
    const part = await fetch(url, { headers: { range: 'bytes=4-6' } });
    expect([part.status, await part.text()]).toEqual([206, 'Not']);
  });

  test('of a missing object is answered by S3', async () => {
    expect((await fetchWhole(await urlOf('none'))).status).toBe(404);
  });

  test('may be read only by the page of the explorer', async () => {
    const url = await urlOf(KEY);
    const allowed = async (origin: string) =>
      (await fetchWhole(url, { origin })).headers.get('access-control-allow-origin');
    const own = new URL(stack.apiUrl).origin;
    expect(await allowed(own)).toBe(own);
    expect(await allowed('http://127.0.0.1:1')).toBeNull();
    expect(await allowed('https://evil.example')).toBeNull();
    expect(await allowed('null')).toBeNull();
  });
});

test("the page's policy allows exactly this S3", async () => {
  const policy = (await fetchWhole(`${stack.apiUrl}/`)).headers.get('content-security-policy')!;
  const { origin } = new URL(stack.s3Url);
  const directives = Object.fromEntries(policy.split('; ').map((it) => [it.split(' ')[0], it]));
  expect(directives).toMatchObject({
    'default-src': "default-src 'none'",
    'connect-src': `connect-src 'self' ${origin}`,
    'img-src': `img-src data: ${origin}`,
    'media-src': `media-src ${origin}`,
  });
  expect(directives['frame-src']).toBeUndefined();
});
