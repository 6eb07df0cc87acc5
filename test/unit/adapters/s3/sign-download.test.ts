/** Presigned URLs: their address, what is signed, and when they expire. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  attachment,
  createDownloadSigner,
  type SignerOptions,
} from '../../../../lambdas/adapters/s3/sign-download.ts';

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0, 789);
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
};
const before = { ...process.env };

beforeAll(() => void Object.assign(process.env, KEYS));
afterAll(() => {
  for (const name of Object.keys(KEYS)) delete process.env[name];
  Object.assign(process.env, before);
});

const place = (name: string, more: Partial<SignerOptions['buckets'][number]> = {}) => ({
  served: { name },
  region: 'eu-west-1',
  ...more,
});

async function sign(bucket: SignerOptions['buckets'][number], key: string, endpoint?: string) {
  const signer = createDownloadSigner({ buckets: [bucket], now: () => NOW, endpoint });
  const { url, expiresAt } = await signer({ bucket: bucket.served.name, key, seconds: 900 });
  return { url: new URL(url), query: Object.fromEntries(new URL(url).searchParams), expiresAt };
}

describe('a presigned URL', () => {
  test('is a GET of the object for the given time, always as an attachment', async () => {
    const { url, query, expiresAt } = await sign(place('photos'), 'a b/cät+1.jpg');
    expect(url.origin).toBe('https://photos.s3.eu-west-1.amazonaws.com');
    expect(url.pathname).toBe('/a%20b/c%C3%A4t%2B1.jpg');
    expect(query).toMatchObject({
      'X-Amz-Date': '20261128T120000Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'session',
      'X-Amz-SignedHeaders': 'host',
      'response-content-disposition': `attachment; filename="c_t+1.jpg"; filename*=UTF-8''c%C3%A4t%2B1.jpg`,
      'x-id': 'GetObject',
    });
    expect(Object.keys(query).sort()).toEqual([
      'X-Amz-Algorithm',
      'X-Amz-Content-Sha256',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'response-content-disposition',
      'x-id',
    ]);
    expect(query['X-Amz-Credential']).toMatch(/^AKIDEXAMPLE\/20261128\/eu-west-1\/s3\//);
    expect(new Date(expiresAt).toISOString()).toBe('2026-11-28T12:15:00.000Z');
  });

  test('of another server has its address; of a bucket whose requester pays, the consent', async () => {
    const { url } = await sign(place('photos', { endpoint: 'http://127.0.0.1:9000' }), 'a');
    expect(`${url.origin}${url.pathname}`).toBe('http://127.0.0.1:9000/photos/a');
    const { url: replaced } = await sign(
      place('photos', { endpoint: 'http://127.0.0.1:9000' }),
      'a',
      'http://127.0.0.1:4001',
    );
    expect(replaced.origin).toBe('http://127.0.0.1:4001');
    const { query } = await sign(place('photos', { requestPayer: 'requester' }), 'a');
    expect(query['x-amz-request-payer']).toBe('requester');
  });
});

test.each([
  ['photos/cat.jpg', `attachment; filename="cat.jpg"; filename*=UTF-8''cat.jpg`],
  ['a/"b"\\.html', `attachment; filename="_b__.html"; filename*=UTF-8''%22b%22%5C.html`],
  [
    'a/b\r\nSet-Cookie: c',
    `attachment; filename="b__Set-Cookie: c"; filename*=UTF-8''b%0D%0ASet-Cookie%3A%20c`,
  ],
  ["it's (1).txt", `attachment; filename="it's (1).txt"; filename*=UTF-8''it%27s%20%281%29.txt`],
  ['dir/', `attachment; filename="dir"; filename*=UTF-8''dir`],
  ['/', 'attachment'],
  ['é'.repeat(200), 'attachment'],
])('the file name of %j', (key, header) => {
  expect(attachment(key)).toBe(header);
});
