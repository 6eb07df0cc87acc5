/**
 * Which requests the endpoint accepts. If it has its own key, requests must be signed with that key. Presigned URLs
 * are checked by their signature and time.
 */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Serving } from '../../../front/serve/server.ts';
import { startFront, startUpstream, type Upstream } from '../../support/front.ts';

const KEY = { accessKeyId: 'MINE', secretAccessKey: 'my/secret+1' };
const ODD_KEYS = ['plain', 'a b+c', 'é/ü 中', 'x//y', 'a=b&c?d#e%20', "~-_.!*'()", 'a/./b/../c', '😀'];
const MINUTE_MS = 60_000;
let upstream: Upstream;
let closed: Serving;
let open: Serving;

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    message.resume();
    response.setHeader(
      'x-signed-by',
      /Credential=(\w+)/.exec(message.headers.authorization ?? '')?.[1] ?? '',
    );
    response.end(message.method === 'HEAD' ? undefined : message.url);
  });
  closed = await startFront({ s3Endpoint: upstream.url, key: KEY });
  open = await startFront({ s3Endpoint: upstream.url });
});
afterAll(async () => {
  await closed.close();
  await open.close();
  await upstream.close();
});

interface Asked {
  key: string;
  credentials?: typeof KEY;
  offsetMs?: number;
  host?: string;
  query?: Record<string, string>;
}

const pathOf = (key: string) =>
  `/b/${encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`)}`;

function signer({ credentials = KEY }: Asked) {
  return new SignatureV4({
    ...{ service: 's3', region: 'us-east-1', credentials, sha256: Sha256 },
    uriEscapePath: false,
    applyChecksum: false,
  });
}

const unsigned = (serving: Serving, { key, host, query = {} }: Asked) => ({
  ...{ method: 'GET', protocol: 'http:', hostname: '127.0.0.1', path: pathOf(key), query },
  headers: { host: host ?? new URL(serving.url).host },
});

interface Answer {
  status: number;
  body: string;
  signedBy: string | undefined;
}

/** Sends the request byte for byte, because `fetch` would change the path and the host. */
function send(serving: Serving, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(serving.url, { path, headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray()).toString();
      const signedBy = answer.headers['x-signed-by'] as string | undefined;
      resolve({ status: answer.statusCode!, body, signedBy });
    });
    sent.on('error', reject).end();
  });
}

async function signedGet(serving: Serving, asked: Asked): Promise<Answer> {
  const base = unsigned(serving, asked);
  const headers = { ...base.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const signingDate = new Date(Date.now() + (asked.offsetMs ?? 0));
  const signed = await signer(asked).sign({ ...base, headers }, { signingDate });
  return send(serving, base.path + queryOf(asked.query), signed.headers as Record<string, string>);
}

async function presigned(
  serving: Serving,
  asked: Asked & { expiresIn?: number },
): Promise<{ path: string; host: string }> {
  const base = unsigned(serving, asked);
  const headers = { ...base.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const { query } = await signer(asked).presign(
    { ...base, headers },
    {
      expiresIn: asked.expiresIn ?? 60,
      signingDate: new Date(Date.now() + (asked.offsetMs ?? 0)),
    },
  );
  return { path: base.path + queryOf(query as Record<string, string>), host: base.headers.host };
}

const queryOf = (query: Record<string, string> = {}) => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};
const code = ({ body }: Answer) => /<Code>(\w+)</.exec(body)?.[1];

test.each(ODD_KEYS)('a request signed with the right secret is accepted: %s', async (key) => {
  const answer = await signedGet(closed, { key, query: { partNumber: '1', a: 'b c', 'a-b': 'c' } });
  expect(answer).toMatchObject({ status: 200, signedBy: 'UPSTREAM' });
  const { path, host } = await presigned(closed, { key });
  expect(await send(closed, path, { host })).toEqual({
    status: 200,
    body: pathOf(key),
    signedBy: 'UPSTREAM',
  });
});

test('a wrong secret, another key, no signature, and a clock that is far off are refused', async () => {
  const wrong = { ...KEY, secretAccessKey: 'guess' };
  const other = { ...KEY, accessKeyId: 'OTHER' };
  expect(code(await signedGet(closed, { key: 'k', credentials: wrong }))).toBe('SignatureDoesNotMatch');
  expect(code(await signedGet(closed, { key: 'k', credentials: other }))).toBe('InvalidAccessKeyId');
  expect(code(await send(closed, '/b/k', {}))).toBe('AccessDenied');
  for (const offsetMs of [-16 * MINUTE_MS, 16 * MINUTE_MS])
    expect(code(await signedGet(closed, { key: 'k', offsetMs }))).toBe('RequestTimeTooSkewed');
  for (const offsetMs of [-14 * MINUTE_MS, 14 * MINUTE_MS])
    expect((await signedGet(closed, { key: 'k', offsetMs })).status).toBe(200);
});

test('a presigned URL is refused when it is changed, expired, from the future, or valid for longer than S3 allows', async () => {
  const { path, host } = await presigned(closed, { key: 'k' });
  expect(code(await send(closed, path.replace('/b/k', '/b/other'), { host }))).toBe('SignatureDoesNotMatch');
  expect(code(await send(closed, path.replace('Expires=60', 'Expires=61'), { host }))).toBe(
    'SignatureDoesNotMatch',
  );
  for (const serving of [closed, open]) {
    const expired = await presigned(serving, { key: 'k', offsetMs: -61_000 });
    expect(code(await send(serving, expired.path, { host: expired.host }))).toBe('AccessDenied');
    const ahead = await presigned(serving, { key: 'k', offsetMs: 16 * MINUTE_MS });
    expect(code(await send(serving, ahead.path, { host: ahead.host }))).toBe('AccessDenied');
    const { path: good, host: at } = await presigned(serving, { key: 'k', expiresIn: 604_800 });
    expect((await send(serving, good, { host: at })).status).toBe(200);
    const long = good.replace('Expires=604800', 'Expires=604801');
    expect(code(await send(serving, long, { host: at }))).toBe('AuthorizationQueryParametersError');
  }
});

test('a URL that anyone presigned for this endpoint is signed again when the endpoint requires no key', async () => {
  const { path, host } = await presigned(open, { key: 'k' });
  expect(await send(open, path, { host })).toMatchObject({ body: '/b/k', signedBy: 'UPSTREAM' });
});

const ours = { accessKeyId: 'UPSTREAM', secretAccessKey: 'upstream' };

test("a URL presigned for S3's host with the endpoint's credentials is passed on unchanged", async () => {
  const { path, host } = await presigned(open, {
    key: 'a b',
    credentials: ours,
    host: new URL(upstream.url).host,
  });
  expect(await send(open, path, { host })).toEqual({ status: 200, body: path, signedBy: '' });
});

test('Signature Version 2 names no host: a URL is passed on unchanged with the same credentials, else signed again', async () => {
  const until = Math.floor(Date.now() / 1000) + 60;
  const signature = createHmac('sha1', 'any').update(`GET\n\n\n${until}\n/b/k`).digest('base64');
  const path = (id: string) =>
    `/b/k?AWSAccessKeyId=${id}&Signature=${encodeURIComponent(signature)}&Expires=${until}`;
  expect(await send(open, path('UPSTREAM'), {})).toEqual({
    status: 200,
    body: path('UPSTREAM'),
    signedBy: '',
  });
  expect(await send(open, path('other'), {})).toMatchObject({ body: '/b/k', signedBy: 'UPSTREAM' });
  expect(code(await send(open, path('other').replace(/Expires=\d+/, 'Expires=1'), {}))).toBe('AccessDenied');
});

test('the bucket may stand before the host name', async () => {
  const { port } = new URL(closed.url);
  for (const host of [`b.localhost:${port}`, `b.s3.localhost:${port}`]) {
    const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const base = {
      method: 'GET',
      protocol: 'http:',
      hostname: host,
      path: '/k%20%C3%A9',
      query: {},
      headers,
    };
    const signed = await signer({ key: '' }).sign(base);
    const answer = await send(closed, base.path, signed.headers as Record<string, string>);
    expect(answer).toEqual({ status: 200, body: '/b/k%20%C3%A9', signedBy: 'UPSTREAM' });
  }
});
