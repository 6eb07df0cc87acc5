/** Download URLs over HTTP: only of buckets that have the setting, and only below the served prefixes. */
import { describe, expect, test } from '@jest/globals';
import { bucketsAnswer } from '../../../contract/answers/buckets.ts';
import { downloadAnswer } from '../../../contract/answers/download.ts';
import type { HttpDeps, SignDownload } from '../../../lambdas/http/operation.ts';
import { servedBuckets } from '../../../lambdas/http/served-buckets.ts';
import { DEMO, NOW, PARTLY, problemOf, service } from './fixture.ts';

type Signed = Parameters<SignDownload>[0];

function downloads(overrides: Partial<HttpDeps> = {}) {
  const signed: Signed[] = [];
  const signDownload: SignDownload = async (request) => {
    signed.push(request);
    return { url: 'https://s3.example/signed', expiresAt: NOW + request.seconds * 1000 };
  };
  const partly = { ...PARTLY, downloads: true } as const;
  const { send } = service(
    {},
    {
      signDownload,
      buckets: servedBuckets([DEMO, partly], [['team', { ...partly, prefixes: ['photos/2026/'] }]]),
      ...overrides,
    },
  );
  const ask = (bucket: string, body: unknown) =>
    send({ method: 'POST', path: `/v1/buckets/${bucket}/downloads`, body: JSON.stringify(body) });
  return { ask, send, signed };
}

describe('a download URL', () => {
  test('is good for 15 minutes, and must not be stored', async () => {
    const { ask, signed } = downloads();
    const { statusCode, headers, body } = await ask('partly', { key: 'photos/cat.jpg' });
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(downloadAnswer.parse(JSON.parse(body))).toEqual({
      url: 'https://s3.example/signed',
      expiresAt: '2026-11-22T09:45:00.000Z',
    });
    expect(signed).toEqual([{ bucket: 'partly', key: 'photos/cat.jpg', seconds: 900 }]);
  });

  test.each([
    ['outside the served prefixes', 'partly', 'private/cat.jpg', 403, 'forbidden'],
    ['outside a view', 'team', 'photos/cat.jpg', 403, 'forbidden'],
    ['in a bucket without the setting', 'demo', 'photos/cat.jpg', 404, 'no-such-route'],
    ['in a bucket that is not served', 'other', 'photos/cat.jpg', 404, 'no-such-bucket'],
    ['without a key', 'partly', '', 400, 'invalid-request'],
  ])('%s is refused, and nothing is signed', async (_, bucket, key, status, code) => {
    const { ask, signed } = downloads();
    const response = await ask(bucket, { key });
    expect([response.statusCode, problemOf(response).code]).toEqual([status, code]);
    expect(signed).toEqual([]);
  });

  test('of a view is a URL of its bucket', async () => {
    const { ask, signed } = downloads();
    expect((await ask('team', { key: 'photos/2026/cat.jpg' })).statusCode).toBe(200);
    expect(signed).toMatchObject([{ bucket: 'partly', key: 'photos/2026/cat.jpg' }]);
  });

  test('is only of what the claims of the caller allow', async () => {
    const { send, signed } = downloads({ callerPrefixes: [`photos/${'$'}{sub}/`] });
    const response = await send({
      method: 'POST',
      path: '/v1/buckets/partly/downloads',
      body: JSON.stringify({ key: 'photos/cat.jpg' }),
    });
    expect([response.statusCode, signed]).toEqual([404, []]);
  });

  test('has no route without a signer', async () => {
    const response = await downloads({ signDownload: undefined }).ask('partly', { key: 'photos/cat.jpg' });
    expect([response.statusCode, problemOf(response).code]).toEqual([404, 'no-such-route']);
  });
});

test('the list of buckets says which ones give download URLs', async () => {
  const response = await downloads().send({ path: '/v1/buckets' });
  const { buckets } = bucketsAnswer.parse(JSON.parse(response.body));
  expect(buckets.map((it) => [it.name, it.downloads])).toEqual([
    ['demo', undefined],
    ['partly', true],
    ['team', true],
  ]);
});
