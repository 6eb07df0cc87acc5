/**
 * Calls every operation of the OpenAPI document on the running service, and checks every answer against the document.
 */
import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type RunningStack, startStack } from '../support/stack.ts';

const DOCUMENT = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const BUCKET = 'demo-bucket';

// The keywords that OpenAPI adds to JSON Schema (examples, discriminators) do not constrain values, so the validator
// ignores them.
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(DOCUMENT, 'document');

let stack: RunningStack;
let fillId: string;
beforeAll(async () => {
  stack = await startStack(['--bucket', BUCKET]);
  for (const Key of ['a/b.txt', 'a/', 'a/dir/x', 'top']) {
    const described = { ContentType: 'text/plain', CacheControl: 'no-cache', Metadata: { k: 'v' } };
    await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key, ...described }));
  }
  await stack.settle();
  const begun = await stack.api(`/v1/buckets/${BUCKET}/fills`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: 'filled/' }),
  });
  fillId = ((await begun.json()) as { id: string }).id;
}, 120_000);
afterAll(() => stack?.stop());

interface Asked {
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
  bucket?: string;
  /** The ID of a fill. Absent: the fill that was begun at the start. */
  id?: string;
}

const post = (body: unknown): Asked => ({ body });

/** The requests, by operation and expected status. */
const ASKED: Record<string, [number, Asked][]> = {
  list: [
    [200, { query: 'prefix=a/' }],
    [200, { query: 'prefix=a/&limit=1' }],
    [200, { query: 'prefix=none/' }],
    [200, { query: 'prefix=a/&sort=-lastModified&limit=1' }],
    [200, { query: 'prefix=a/&glob=*.txt&minSize=1&modifiedAfter=7d' }],
    [304, { query: 'prefix=a/&limit=1', headers: { 'if-none-match': '*' } }],
    [400, { query: 'limit=0' }],
    [400, { query: 'type=directory&sort=size' }],
    [404, { bucket: 'not-served' }],
    [504, { query: 'prefix=cold/', headers: { 'cache-control': 'only-if-cached' } }],
  ],
  usage: [
    [200, { query: 'prefix=a/&depth=2&sort=name' }],
    [200, { query: 'prefix=none/' }],
    [400, { query: 'prefix=a' }],
    [400, { query: 'depth=many' }],
  ],
  stat: [
    [200, { query: 'key=a/b.txt' }],
    [200, { query: 'key=a/b.txt&detail=full' }],
    [200, { query: 'key=a/' }],
    [200, { query: 'key=' }],
    [400, {}],
    [404, { query: 'key=none' }],
  ],
  listMany: [
    [200, post({ prefixes: ['a/', 'none/', 'a/'], limit: 1 })],
    [400, post({ prefixes: [] })],
    [413, post({ prefixes: ['x'.repeat(1_100_000)] })],
  ],
  statMany: [
    [200, post({ keys: ['a/b.txt', 'a/dir', 'none', 'a/'] })],
    [400, post({ keys: [] })],
    [413, post({ keys: ['x'.repeat(1_100_000)] })],
  ],
  invalidate: [
    [200, post({ keys: ['a/b.txt'], prefixes: ['a/'] })],
    [400, post({})],
  ],
  inspect: [
    [200, { query: 'prefix=a/' }],
    [200, { query: 'prefix=never/' }],
  ],
  fill: [
    [202, post({ prefix: 'a/', recursive: true })],
    [400, post({ prefix: 'a' })],
    [413, post({ prefix: 'x'.repeat(1_100_000) })],
  ],
  fillStatus: [
    [200, {}],
    [404, { id: 'none' }],
  ],
  cancelFill: [
    [204, {}],
    [404, { id: 'none' }],
  ],
  download: [
    [200, post({ key: 'a/b.txt' })],
    [400, post({ key: '' })],
    [413, post({ key: 'x'.repeat(1_100_000) })],
  ],
  buckets: [[200, {}]],
  stats: [[200, {}]],
  health: [[200, {}]],
  openapi: [
    [200, {}],
    [304, { headers: { 'if-none-match': '*' } }],
  ],
};

interface Operation {
  id: string;
  method: string;
  path: string;
}

const operations: Operation[] = Object.entries<Record<string, { operationId: string }>>(
  DOCUMENT.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({ id: operationId, method, path })),
);

/** Where the response is described. Responses that several operations share are among the components. */
function placeOfResponse({ method, path }: Operation, status: number): string[] {
  const place = ['paths', path, method, 'responses', String(status)];
  const response = nodeAt(place);
  return typeof response?.$ref === 'string' ? response.$ref.slice('#/'.length).split('/') : place;
}

function nodeAt(place: string[]) {
  return place.reduce((node, key) => node[key], DOCUMENT);
}

/** Headers of HTTP itself, and of the gateway. */
const OF_THE_SERVER = [
  ...['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'keep-alive'],
  'apigw-requestid',
];

/** The names of the answer's headers that the document does not describe. */
function undescribed(operation: Operation, { status, headers }: Response): string[] {
  const described = Object.keys(nodeAt(placeOfResponse(operation, status)).headers ?? {});
  const known = [...described.map((name) => name.toLowerCase()), ...OF_THE_SERVER];
  return [...headers.keys()].filter((name) => !known.includes(name));
}

/** The JSON pointer of a response's schema. */
function schemaOf(operation: Operation, status: number, mediaType: string): string {
  const pointer = placeOfResponse(operation, status);
  const response = nodeAt(pointer);
  expect(Object.keys(response.content)).toContain(mediaType);
  const escaped = [...pointer, 'content', mediaType, 'schema'].map((key) =>
    key.replaceAll('~', '~0').replaceAll('/', '~1'),
  );
  return `document#/${escaped.map(encodeURIComponent).join('/')}`;
}

test('every operation of the document is called here', () => {
  expect(Object.keys(ASKED).sort()).toEqual(operations.map(({ id }) => id).sort());
});

describe.each(operations)('$id', (operation) => {
  test.each(ASKED[operation.id] ?? [])('answers %d as the document says', async (status, asked) => {
    const path = operation.path
      .replace('{bucket}', asked.bucket ?? BUCKET)
      .replace('{id}', asked.id ?? fillId);
    const response = await stack.api(asked.query === undefined ? path : `${path}?${asked.query}`, {
      method: operation.method.toUpperCase(),
      headers: { ...asked.headers, ...(asked.body !== undefined && { 'content-type': 'application/json' }) },
      ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    });
    expect(response.status).toBe(status);
    expect(undescribed(operation, response)).toEqual([]);
    if (status === 204 || status === 304) return;
    const mediaType = response.headers.get('content-type')!;
    const validate = ajv.getSchema(schemaOf(operation, status, mediaType));
    expect(validate).toBeDefined();
    const valid = validate!(await response.json());
    expect(validate!.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });
});

const gets = operations.filter(({ method }) => method === 'get');
test.each(gets)('HEAD of $id answers like GET, without the body', async ({ id, path }) => {
  const [status, { query }] = ASKED[id]![0]!;
  const url = `${path.replace('{bucket}', BUCKET).replace('{id}', fillId)}${query === undefined ? '' : `?${query}`}`;
  const [got, head] = [await stack.api(url), await stack.api(url, { method: 'HEAD' })];
  expect([head.status, await head.text()]).toEqual([status, '']);
  for (const name of ['content-type', 'cache-control', 'vary']) {
    expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)]);
  }
});

test('the document rejects an invalid answer', () => {
  for (const operation of operations.filter(({ id }) => id !== 'openapi' && id !== 'cancelFill')) {
    const [status] = ASKED[operation.id]![0]!;
    const validate = ajv.getSchema(schemaOf(operation, status, 'application/json'))!;
    expect([operation.id, validate({ surprise: 1 })]).toEqual([operation.id, false]);
  }
});
