/** The S3 adapter against a server with given answers: what it sends, and how it handles odd answers and faults. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createS3Client } from '../../../lambdas/adapters/s3/client.ts';
import { withServerName } from '../../../lambdas/adapters/s3/server-name.ts';
import { createS3Store } from '../../../lambdas/adapters/s3/store.ts';
import type { ObjectStore } from '../../../lambdas/core/ports/object-store.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, call: number) => void;

let server: Server;
let endpoint: string;
let client: S3Client;
let store: ObjectStore;
let answer: Answer;
let urls: URL[] = [];
let counts: Partial<Record<Counter, number>> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    urls.push(new URL(request.url!, endpoint));
    answer(request, response, urls.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  urls = [];
  counts = {};
  client?.destroy();
  // Like the product's client, but without the pauses of adaptive retries, and with short timeouts for answers that
  // hang.
  client = withServerName(
    new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 2,
      requestHandler: { requestTimeout: 300, socketTimeout: 300, throwOnRequestTimeout: true },
    }),
  );
  store = createS3Store({
    clientFor: () => client,
    isAws: () => true,
    telemetry: {
      count: (counter, by = 1) => {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    },
  });
});
afterAll(() => client.destroy());

const xml =
  (body: string, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
  };
const listing = (inner: string, rest = '<IsTruncated>false</IsTruncated>') =>
  xml(`<?xml version="1.0"?><ListBucketResult><Name>b</Name>${rest}${inner}</ListBucketResult>`);
const more = (token: string) =>
  `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`;
const contents = (key: string, rest = '<Size>1</Size>') => `<Contents><Key>${key}</Key>${rest}</Contents>`;
const common = (prefix: string) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`;
const error = (status: number, code?: string) =>
  xml(code ? `<Error><Code>${code}</Code></Error>` : '', status);
const headers =
  (fields: Record<string, string>, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, fields).end();
  };

/** The request ids in answers of S3 and of other servers. */
const REQUEST_ID = { 'x-amz-request-id': '4442587FB7D0A2F9' };

const list = (over: { startAfter?: string; token?: string; prefix?: string } = {}) =>
  store.list({ bucket: 'bkt', prefix: 'p/', maxKeys: 3, ...over });
const names = async (given: Answer, over = {}) => {
  answer = given;
  const got = await list(over);
  return got.outcome === 'listed' ? got.entries.map(({ name }) => name) : got.reason;
};

describe('a LIST', () => {
  test('sends the parameters that the port requires', async () => {
    answer = listing('');
    await list({ startAfter: 'p/a b+c' });
    answer = listing(contents('p/b'), more('t+/='));
    const page = await list({ startAfter: 'p/a' });
    answer = listing('');
    await list({ startAfter: 'p/a', ...(page.outcome === 'listed' && { token: page.token! }) });
    await store.peek({ bucket: 'bkt', prefix: 'p/ü' });
    const [first, , second, third] = urls.map((url) => ({
      path: url.pathname,
      ...Object.fromEntries(url.searchParams),
    }));
    expect(first).toMatchObject({
      path: '/bkt/',
      'list-type': '2',
      prefix: 'p/',
      delimiter: '/',
      'max-keys': '3',
      'encoding-type': 'url',
      'start-after': 'p/a b+c',
    });
    expect(second).toMatchObject({ 'continuation-token': 't+/=' });
    expect(second).not.toHaveProperty('start-after');
    expect(third).toMatchObject({ prefix: 'p/ü', 'max-keys': '1', 'encoding-type': 'url' });
    expect(third).not.toHaveProperty('delimiter');
    expect(counts).toEqual({ s3List: 4 });
  });

  test('decodes keys only if the answer says that they are encoded', async () => {
    const encoded = '<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>';
    const keys = contents('p/a+b%2Bc%252F') + common('p/%C3%A9/');
    expect(await names(listing(keys, encoded))).toEqual(['a b+c%2F', 'é/']);
    expect(await names(listing(contents('p/a+b%2Bc%252F')))).toEqual(['a+b%2Bc%252F']);
    expect(await names(listing(contents('p/%ff'), encoded))).toBe('invalid-response');
  });

  test('returns exactly the fields that S3 sent', async () => {
    const full =
      '<LastModified>2024-02-29T12:34:56.789Z</LastModified><ETag>&quot;x-2&quot;</ETag><Size>0</Size><StorageClass>GLACIER</StorageClass>';
    answer = listing(contents('p/', full) + contents('p/bare'));
    expect(await list()).toEqual({
      outcome: 'listed',
      entries: [
        {
          type: 'object',
          name: '',
          sizeBytes: 0,
          lastModifiedMs: Date.UTC(2024, 1, 29, 12, 34, 56, 789),
          etag: '"x-2"',
          storageClass: 'GLACIER',
        },
        { type: 'object', name: 'bare', sizeBytes: 1 },
      ],
    });
  });

  test('merges keys and common prefixes by UTF-8 bytes and drops repetitions', async () => {
    const body =
      ['a', 'a', 'a-', 'a0', '\uff5e'].map((name) => contents(`p/${name}`)).join('') +
      ['a/', 'a/', '\u{1f600}/'].map((name) => common(`p/${name}`)).join('');
    expect(await names(listing(body))).toEqual(['a', 'a-', 'a/', 'a0', '\uff5e', '\u{1f600}/']);
  });

  test('drops names that are not after its start, whatever the server sends', async () => {
    const body = contents('p/a') + contents('p/b') + common('p/a/') + common('p/c/');
    expect(await names(listing(body), { startAfter: 'p/a/b' })).toEqual(['b', 'c/']);
  });

  test('returns the token of a truncated listing, even if the page is empty', async () => {
    answer = listing('', more('t1'));
    const got = await list();
    expect(got).toEqual({ outcome: 'listed', entries: [], token: expect.any(String) });
    const token = got.outcome === 'listed' ? got.token! : '';
    expect(await names(listing('', more('t1')), { token })).toBe('disordered');
    expect(await names(listing(contents('p/a'), more('t2')), { token })).toEqual(['a']);
  });

  test('continues after the last name if the token is missing', async () => {
    answer = listing(
      contents('p/ a') + common('p/b/'),
      '<IsTruncated>true</IsTruncated><NextContinuationToken>\n</NextContinuationToken>',
    );
    const got = await list();
    answer = listing('');
    expect(
      await names(listing(common('p/b/') + contents('p/c')), {
        token: got.outcome === 'listed' ? got.token! : '',
        startAfter: 'p/b/',
      }),
    ).toEqual(['c']);
    expect(urls.at(-1)!.searchParams.get('start-after')).toBe('p/b/');
    expect(urls.at(-1)!.searchParams.has('continuation-token')).toBe(false);
  });

  test.each([
    ['an HTML page', xml('<html><body>hello</body></html>')],
    ['nothing at all', xml('')],
    ['text', xml('it works!')],
    ['half an answer', xml('<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/a')],
    ['a truncated listing without a token or an entry', listing('', '<IsTruncated>true</IsTruncated>')],
    ['a key outside the prefix', listing(contents('q/a'))],
    ['a key that the delimiter should have cut', listing(contents('p/a/b'))],
    ['a common prefix without a delimiter', listing(common('p/a'))],
    ['a common prefix two levels down', listing(common('p/a/b/'))],
    ['the prefix itself as a common prefix', listing(common('p/'))],

    ['no key', listing('<Contents><Size>1</Size></Contents>')],
    ['no size', listing(contents('p/a', ''))],
    ['a size that is no number', listing(contents('p/a', '<Size>many</Size>'))],
    ['a negative size', listing(contents('p/a', '<Size>-1</Size>'))],
    ['a time that is no time', listing(contents('p/a', '<Size>1</Size><LastModified>soon</LastModified>'))],
  ])(
    '%s is an invalid answer, never an empty directory, and is requested once more',
    async (_what, given) => {
      expect(await names(given)).toBe('invalid-response');
      expect(counts).toEqual({ s3List: 2 });
    },
  );

  test.each([
    ['keys out of order', contents('p/b') + contents('p/a')],
    ['directories out of order', common('p/b/') + common('p/a/')],
    ['directories in the order of their names without the slash', common('p/foo/') + common('p/foo-1/')],
  ])('%s: entries listed before it are not used either', async (_what, inner) => {
    expect(await names(listing(inner))).toBe('disordered');
    expect(counts.s3List).toBeGreaterThanOrEqual(2);
  });

  test('an answer that was invalid once may be valid the next time', async () => {
    const good = listing(contents('p/a'));
    expect(
      await names((request, response, call) => (call === 0 ? xml('?') : good)(request, response, call)),
    ).toEqual(['a']);
  });
});

describe('a peek', () => {
  const page = (inner: string, token?: string) => listing(inner, token ? more(token) : undefined);

  test('reads past empty pages before it reports absent', async () => {
    answer = (request, response, call) =>
      page(call < 2 ? '' : contents('p/x'), `t${call}`)(request, response, call);
    expect(await store.peek({ bucket: 'bkt', prefix: 'p' })).toEqual({ outcome: 'present' });
    expect(counts).toEqual({ s3List: 3 });
    answer = (request, response, call) =>
      page('', call < 4 ? `t${call}` : undefined)(request, response, call);
    expect(await store.peek({ bucket: 'bkt', prefix: 'p' })).toEqual({ outcome: 'absent' });
  });

  test('stops after a bounded number of pages, and ignores a key outside its prefix', async () => {
    for (const prefix of ['p', 'p/']) {
      answer = (request, response, call) => page('', `t${call}`)(request, response, call);
      expect(await store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
      answer = listing('', '<IsTruncated>true</IsTruncated>');
      expect(await store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
      answer = page(contents('q'));
      expect(await store.peek({ bucket: 'bkt', prefix })).toMatchObject({ reason: 'invalid-response' });
    }
  });

  test('for a directory uses the same listing, and skips names before it', async () => {
    answer = page(contents('d/p-') + common('d/p/') + contents('d/p0'));
    expect(await store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'present' });
    expect(Object.fromEntries(urls[0]!.searchParams)).toMatchObject({ prefix: 'd/p', delimiter: '/' });
    answer = page(contents('d/p-') + contents('d/p0'), 'more');
    expect(await store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'absent' });
    answer = page(contents('d/p') + common('d/p-/'));
    expect(await store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'absent' });
    expect(counts).toEqual({ s3List: 3 });
  });

  test('for a directory after many names that start like it asks for any key in it', async () => {
    answer = ({ url }, response, call) => {
      const isPeek = !new URL(url!, endpoint).searchParams.has('delimiter');
      const many = page(contents(`d/p-${call}`), `t${call}`);
      (isPeek ? page(contents('d/p/x')) : many)({ url } as never, response, call);
    };
    expect(await store.peek({ bucket: 'bkt', prefix: 'd/p/' })).toEqual({ outcome: 'present' });
  });
});

describe('a HEAD', () => {
  const head = (key = 'd/k') => store.head({ bucket: 'bkt', key });

  test('returns all fields of a HEAD, as S3 wrote them', async () => {
    answer = headers({
      'content-length': '5',
      'last-modified': 'Thu, 29 Feb 2024 12:34:56 GMT',
      etag: '"x"',
      'x-amz-storage-class': 'GLACIER_IR',
      'content-type': 'text/plain',
      'content-encoding': 'br',
      'content-disposition': 'inline',
      'content-language': 'de',
      'cache-control': 'no-cache',
      expires: '0',
      'x-amz-version-id': 'v1',
      'x-amz-restore': 'ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"',
      'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=',
      'x-amz-checksum-type': 'FULL_OBJECT',
      'x-amz-meta-Camel': '=?UTF-8?B?w6k=?=',
    });
    expect(await head()).toEqual({
      outcome: 'present',
      entry: {
        type: 'object',
        name: 'k',
        sizeBytes: 5,
        lastModifiedMs: Date.UTC(2024, 1, 29, 12, 34, 56),
        etag: '"x"',
        storageClass: 'GLACIER_IR',
        checksum: { algorithms: ['CRC64NVME'], type: 'FULL_OBJECT' },
      },
      detail: {
        contentType: 'text/plain',
        contentEncoding: 'br',
        contentDisposition: 'inline',
        contentLanguage: 'de',
        cacheControl: 'no-cache',
        metadata: { camel: '=?UTF-8?B?w6k=?=' },
        versionId: 'v1',
        checksums: { CRC64NVME: 'AAAAAAAAAAA=' },
        restore: 'ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"',
        expires: '0',
      },
    });
    expect(counts).toEqual({ s3Head: 1 });
  });

  test.each([
    ['AmazonS3', { storageClass: 'STANDARD' }],
    ['MinIO', {}],
    [undefined, {}],
  ])('of the server %s without a storage class; other missing fields are absent', async (server, said) => {
    answer = headers({
      ...(server !== undefined && { server }),
      'content-length': '0',
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
      etag: '"e"',
    });
    expect(await head('marker/')).toEqual({
      outcome: 'present',
      entry: {
        type: 'object',
        name: '',
        sizeBytes: 0,
        lastModifiedMs: 0,
        etag: '"e"',
        ...said,
      },
      detail: {},
    });
  });

  test('requests exactly the key', async () => {
    answer = headers({ 'content-length': '0' });
    for (const key of ['/a//../b c+é%?#', ' ', '\n', '\u{1f600}/']) {
      urls = [];
      let raw = '';
      answer = (request, response) => {
        raw = request.url!;
        response.writeHead(404, REQUEST_ID).end();
      };
      expect(await head(key)).toEqual({ outcome: 'absent' });
      expect(decodeURIComponent(raw.split('?')[0]!)).toBe(`/bkt/${key}`);
    }
  });

  test.each([
    ['404', headers(REQUEST_ID, 404), { outcome: 'absent' }],
    [
      '404 of a delete marker',
      headers({ ...REQUEST_ID, 'x-amz-delete-marker': 'true' }, 404),
      { outcome: 'absent' },
    ],
    ['403', headers({}, 403), { reason: 'denied' }],
    ['301', headers({}, 301), { reason: 'invalid-response' }],
    ['304', headers({}, 304), { reason: 'invalid-response' }],
    ['400', headers({}, 400), { reason: 'invalid-response' }],
    ['405', headers({}, 405), { reason: 'invalid-response' }],
    ['429', headers({}, 429), { reason: 'unavailable' }],
    ['500', headers({}, 500), { reason: 'unavailable' }],
    ['503', headers({}, 503), { reason: 'unavailable' }],
    [
      'no length',
      headers({ 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', etag: '"e"' }),
      { reason: 'invalid-response' },
    ],
    ['no time', headers({ 'content-length': '1', etag: '"e"' }), { reason: 'invalid-response' }],
    [
      'no ETag',
      headers({ 'content-length': '1', 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT' }),
      { reason: 'invalid-response' },
    ],
    [
      'a time that is no time',
      headers({ 'content-length': '1', 'last-modified': 'soon', etag: '"e"' }),
      { reason: 'invalid-response' },
    ],
  ])('answered with %s', async (_what, given, expected) => {
    answer = given;
    expect(await head()).toMatchObject(expected);
  });
});

describe('a failure', () => {
  test.each([
    ['NoSuchBucket', error(404, 'NoSuchBucket'), 'no-such-bucket'],
    ['AccessDenied', error(403, 'AccessDenied'), 'denied'],
    ['SignatureDoesNotMatch', error(403, 'SignatureDoesNotMatch'), 'denied'],
    ['ExpiredToken', error(400, 'ExpiredToken'), 'denied'],
    ['InvalidArgument', error(400, 'InvalidArgument'), 'invalid-response'],
    ['PermanentRedirect', error(301, 'PermanentRedirect'), 'invalid-response'],
    ['NoSuchKey, of a listing', error(404, 'NoSuchKey'), 'invalid-response'],
    ['SlowDown', error(503, 'SlowDown'), 'unavailable'],
    ['InternalError', error(500, 'InternalError'), 'unavailable'],
    ['InternalError inside a 200', xml('<Error><Code>InternalError</Code></Error>'), 'unavailable'],
    ['RequestTimeout', error(400, 'RequestTimeout'), 'unavailable'],
    ['RequestTimeTooSkewed', error(403, 'RequestTimeTooSkewed'), 'unavailable'],
    ['a bad gateway', xml('<html>Bad Gateway</html>', 502), 'unavailable'],
    ['a reset', (request: IncomingMessage) => void request.socket.destroy(), 'unavailable'],
    [
      'a reset in the middle of the answer',
      (_request: IncomingMessage, response: ServerResponse) => {
        response
          .writeHead(200, { 'content-length': '1000' })
          .write('<ListBucketResult>', () => response.destroy());
      },
      'unavailable',
    ],
    ['silence', () => {}, 'unavailable'],
    [
      'silence in the middle of the answer',
      (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' }).write('<ListBucketResult>');
      },
      'unavailable',
    ],
  ] as [string, Answer, string][])('by %s', async (_what, given, reason) => {
    expect(await names(given)).toBe(reason);
    // A 4xx is final. The SDK repeated the others, and every attempt is counted, because S3 bills it.
    expect(counts.s3List).toBe(urls.length);
    answer = listing(contents('p/a'));
    expect(await list()).toMatchObject({ outcome: 'listed', entries: [{ name: 'a' }] });
  });

  test('of a server that cannot be reached', async () => {
    const gone = createS3Client({ region: 'us-east-1', endpoint: 'http://127.0.0.1:1' });
    const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 's' });
    Object.assign(gone.config, { credentials });
    const orphan = createS3Store({ clientFor: () => gone, telemetry: { count: () => {} } });
    expect(await orphan.head({ bucket: 'bkt', key: 'k' })).toMatchObject({ reason: 'unavailable' });
    expect(await orphan.peek({ bucket: 'bkt', prefix: '' })).toMatchObject({ reason: 'unavailable' });
    gone.destroy();
  });
});

describe('the client for other servers', () => {
  test('uses path-style buckets and adds no checksums of its own; the client for AWS is not changed', async () => {
    const elsewhere = createS3Client({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' });
    expect(elsewhere.config.forcePathStyle).toBe(true);
    expect(await elsewhere.config.requestChecksumCalculation()).toBe('WHEN_REQUIRED');
    expect(await elsewhere.config.responseChecksumValidation()).toBe('WHEN_REQUIRED');
    const aws = createS3Client({ region: 'eu-west-1' });
    expect(aws.config.forcePathStyle).toBe(false);
    expect(await aws.config.region()).toBe('eu-west-1');
    expect(await aws.config.maxAttempts()).toBe(3);
    expect(aws.config.retryMode).toBe('adaptive');
  });
});
