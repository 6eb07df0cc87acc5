import { describe, expect, test } from '@jest/globals';
import { statAnswer } from '../../../../contract/answers/stat.ts';
import { statManyAnswer } from '../../../../contract/answers/stat-many.ts';
import { MAX_BODY_BYTES } from '../../../../contract/bounds.ts';
import type { ObjectDetail, ObjectEntry } from '../../../../lambdas/core/model/entry.ts';
import type { Stat, StatManyResult } from '../../../../lambdas/core/questions/stat.ts';
import { DEMO, HIT, NEUTRAL, problemOf, service } from '../fixture.ts';

const PATH = '/v1/buckets/demo/stat';
const CAT: ObjectEntry = {
  type: 'object',
  name: 'cat.jpg',
  sizeBytes: 483_112,
  lastModifiedMs: Date.UTC(2026, 10, 20, 18, 3, 11),
  etag: '"9b2c"',
  storageClass: 'STANDARD',
};
const OBJECT: Stat = { type: 'object', key: 'photos/cat.jpg', entry: CAT };
const DIRECTORY: Stat = {
  type: 'directory',
  key: 'photos/',
  totals: {
    lastModifiedMs: CAT.lastModifiedMs,
    objects: 1,
    directories: 2,
    sizeBytes: 483_112,
    complete: true,
    marker: { type: 'object', name: '', sizeBytes: 0, etag: '"d41d"' },
  },
};
const EMPTY: Stat = {
  type: 'directory',
  key: '',
  totals: { objects: 0, directories: 0, sizeBytes: 0, complete: false },
};

const statting = (stat: Stat) =>
  service({ stat: async () => ({ outcome: 'answered', value: stat, provenance: HIT }) });

const objectJson = {
  type: 'object',
  name: 'cat.jpg',
  key: 'photos/cat.jpg',
  size: 483_112,
  lastModified: '2026-11-20T18:03:11.000Z',
  etag: '"9b2c"',
  storageClass: 'STANDARD',
};
const totalsJson = {
  lastModified: '2026-11-20T18:03:11.000Z',
  objects: 1,
  directories: 2,
  size: 483_112,
  complete: true,
  marker: { size: 0, etag: '"d41d"' },
};

describe('stat', () => {
  const detail: ObjectDetail = {
    contentType: 'image/jpeg',
    contentEncoding: 'br',
    cacheControl: 'no-cache',
    metadata: { owner: 'me' },
    versionId: 'v1',
    checksums: { CRC64NVME: 'AAAAAAAAAAA=' },
    restore: 'ongoing-request="true"',
    expires: '0',
  };

  test.each<[string, Stat, object]>([
    ['an object', OBJECT, objectJson],
    ['an object in full', { ...OBJECT, detail } as Stat, { ...objectJson, ...detail }],
    ['a directory', DIRECTORY, { type: 'directory', key: 'photos/', ...totalsJson }],
    [
      'a directory without anything in it',
      EMPTY,
      { type: 'directory', key: '', objects: 0, directories: 0, size: 0, complete: false },
    ],
  ])('says %s field for field', async (_, stat, expected) => {
    const response = await statting(stat).send({ path: PATH, query: 'key=photos%2Fcat.jpg' });
    expect(response.statusCode).toBe(200);
    const body = JSON.parse(response.body);
    expect(body).toEqual(expected);
    expect(statAnswer.safeParse(body).success).toBe(true);
  });

  test.each([
    ['key=a+b', { key: 'a b', full: false }],
    ['key=a/b/', { key: 'a/b/', full: false }],
    ['key=', { key: '', full: false }],
    ['key=a&detail=full', { key: 'a', full: true }],
  ])('%s asks', async (query, expected) => {
    const { send, asked } = service();
    await send({ path: PATH, query, headers: { 'cache-control': 'max-age=3' } });
    const freshness = { ...NEUTRAL, maxAgeMs: 3_000 };
    expect(asked).toEqual([{ operation: 'stat', question: { bucket: DEMO, ...expected, freshness } }]);
  });

  test.each([
    ['', 'key: is required'],
    ['key=a&detail=', 'detail: must be "full" or left out'],
    ['key=a&detail=FULL', 'detail: must be "full" or left out'],
    [`key=${'a'.repeat(1025)}`, 'key: is longer than 1024 bytes of UTF-8'],
    ['key=a&x=1&y=2', 'x, y: unknown parameter'],
    ['keys=a', 'key: is required; keys: unknown parameter'],
  ])('%j is refused: %s', async (query, detail) => {
    const response = await service().send({ path: PATH, query });
    expect(problemOf(response)).toEqual({ status: 400, code: 'invalid-request', detail });
  });
});

describe('stat many', () => {
  const post = (body: string, rest: { query?: string; isBase64Encoded?: boolean } = {}) => ({
    method: 'POST',
    path: PATH,
    body,
    ...rest,
  });

  test('answers in the order asked, under the keys as asked', async () => {
    const results: StatManyResult[] = [
      { key: 'photos', found: true, stat: DIRECTORY },
      { key: 'photos/cat.jpg', found: true, stat: OBJECT },
      { key: 'dog.jpg', found: false },
    ];
    const { send, asked } = service({
      statMany: async () => ({ outcome: 'answered', value: results, provenance: HIT }),
    });
    const keys = ['photos', 'photos/cat.jpg', 'dog.jpg'];
    const response = await send(post(JSON.stringify({ keys })));
    expect(asked).toEqual([
      { operation: 'statMany', question: { bucket: DEMO, keys, full: false, freshness: NEUTRAL } },
    ]);
    expect(response.headers['cache-status']).toBe('s3dex; hit; ttl=3588');
    const body = JSON.parse(response.body);
    expect(body).toEqual({
      results: [
        { key: 'photos', found: true, type: 'directory', ...totalsJson },
        { ...objectJson, found: true },
        { key: 'dog.jpg', found: false },
      ],
    });
    expect(statManyAnswer.safeParse(body).success).toBe(true);
  });

  test('reads base64 bodies', async () => {
    const { send, asked } = service();
    const body = Buffer.from('{"keys":["ü/😀",""]}').toString('base64');
    expect((await send(post(body, { isBase64Encoded: true }))).statusCode).toBe(200);
    expect(asked[0]!.question).toMatchObject({ keys: ['ü/😀', ''] });
  });

  test.each([
    ['', 'body: is required'],
    ['{', 'body: is not JSON'],
    ['{"keys":["a"]} x', 'body: is not JSON'],
    ['[]', 'body: must be an object'],
    ['null', 'body: must be an object'],
    ['"keys"', 'body: must be an object'],
    ['{}', 'keys: is required'],
    ['{"keys":[]}', 'keys: must have at least one key'],
    ['{"keys":"a"}', 'keys: must be an array of keys'],
    ['{"keys":{"0":"a","length":1}}', 'keys: must be an array of keys'],
    ['{"keys":["a",1]}', 'keys[1]: must be a string'],
    ['{"keys":["a"],"detail":"some"}', 'detail: must be "full" or left out'],
    ['{"keys":["a"],"__proto__":{}}', '__proto__: unknown field'],
    ['{"keys":["a\\ud800"]}', 'keys[0]: is not Unicode: it has a lone surrogate'],
    ['{"keys":["a\ud800"]}', 'body: is not UTF-8'],
    [JSON.stringify({ keys: ['a', 'ü'.repeat(513)] }), 'keys[1]: is longer than 1024 bytes of UTF-8'],
    [JSON.stringify({ keys: Array(1001).fill('a') }), 'keys: must have at most 1000 keys'],
  ])('%.60j is refused: %s', async (body, detail) => {
    const { send, asked } = service();
    expect(problemOf(await send(post(body)))).toEqual({ status: 400, code: 'invalid-request', detail });
    expect(asked).toEqual([]);
  });

  test('no UTF-8 in base64, and no parameters', async () => {
    const { send } = service();
    const invalid = Buffer.from([0x7b, 0xff, 0x7d]).toString('base64');
    expect(problemOf(await send(post(invalid, { isBase64Encoded: true }))).detail).toBe('body: is not UTF-8');
    const ask = post('{"keys":["a"]}', { query: 'keys=a' });
    expect(problemOf(await send(ask)).detail).toBe('keys: unknown parameter');
  });

  const padded = (bytes: number) => '{"keys":["a"]}'.padEnd(bytes);
  test.each([
    ['as text', (body: string) => post(body)],
    ['as base64', (body: string) => post(Buffer.from(body).toString('base64'), { isBase64Encoded: true })],
  ])('a body of 1 MiB is read, one byte more is too large, %s', async (_, ask) => {
    const { send } = service();
    expect((await send(ask(padded(MAX_BODY_BYTES)))).statusCode).toBe(200);
    expect(problemOf(await send(ask(padded(MAX_BODY_BYTES + 1))))).toMatchObject({
      status: 413,
      code: 'too-large',
    });
    const wide = 'ü'.repeat(MAX_BODY_BYTES / 2 + 1);
    expect((await send(ask(wide))).statusCode).toBe(413);
  });

  test('deep nesting is an ordinary invalid request', async () => {
    const depth = 500_000;
    const response = await service().send(post('['.repeat(depth) + ']'.repeat(depth)));
    expect(problemOf(response).detail).toBe('body: must be an object');
  });

  test('the largest possible answer fits in a response', async () => {
    const keys = Array.from({ length: 1000 }, (_, index) => '"'.repeat(500) + index);
    const { send } = service({
      statMany: async (question) => ({
        outcome: 'answered',
        provenance: HIT,
        value: question.keys.map((key) => ({
          key,
          found: true,
          stat: { type: 'object', key, entry: { ...CAT, name: key } },
        })),
      }),
    });
    const body = JSON.stringify({ keys });
    expect(body.length).toBeGreaterThan(0.95 * MAX_BODY_BYTES);
    const response = await send(post(body));
    expect(response.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThan(6 * 1024 * 1024);
  });

  test('If-None-Match does not apply to a POST', async () => {
    const { send } = service();
    const response = await send({ ...post('{"keys":["a"]}'), headers: { 'if-none-match': '*' } } as never);
    expect(response.statusCode).toBe(200);
  });
});
