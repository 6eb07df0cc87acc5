/** Any bytes in query, path, headers and body get an answer: never a 500, never an exception. */
import { describe, expect, test } from '@jest/globals';
import { problem } from '../../../contract/answers/problem.ts';
import { ERRORS, type ErrorCode } from '../../../contract/errors.ts';
import { OPERATIONS } from '../../../contract/operations.ts';
import { formatCursor } from '../../../lambdas/http/cursor.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';
import { type Ask, service } from '../../unit/http/fixture.ts';

const RUNS = 3_000;

const anyText = fc.oneof(
  fc.string({ unit: ANY_CHARACTER, maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  // Lone surrogates, which no unit above generates.
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
);
const escaped = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => [...bytes].map((it) => `%${it.toString(16).padStart(2, '0')}`).join(''));
const value = fc.oneof(
  anyText,
  escaped,
  fc.integer().map(String),
  fc.constantFrom('', '%', 'full', '1000', '1001', formatCursor({ bucket: 'demo', prefix: '' }, 'a')),
  fc.nat(3000).map((length) => 'a'.repeat(length)),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('prefix', 'limit', 'cursor', 'key', 'detail', 'keys') },
  { weight: 1, arbitrary: anyText },
);
const query = fc.oneof(
  fc.constantFrom('', 'key=a', 'prefix=a%2F'),
  anyText,
  fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => pairs.map((it) => it.join('=')).join('&')),
);

const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...Object.values(OPERATIONS).map((it) => it.path.replace('{bucket}', 'demo'))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.values(OPERATIONS).map((it) => it.path)), anyText)
      .map(([template, bucket]) => template.replace('{bucket}', () => bucket)),
  },
  { weight: 1, arbitrary: anyText },
);

const header = fc.constantFrom(
  'cache-control',
  'if-none-match',
  'accept-encoding',
  'content-type',
  '__proto__',
);
const anyHeaders = fc
  .array(
    fc.tuple(
      header,
      fc.oneof(
        anyText,
        fc.constantFrom(
          'max-age=0',
          'no-cache',
          'only-if-cached, max-age=5',
          '*',
          'br',
          'gzip;q=0, *',
          'no-transform',
        ),
      ),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => Object.fromEntries(pairs));
const headers = fc.oneof(
  { weight: 3, arbitrary: anyHeaders },
  { weight: 1, arbitrary: fc.constant({ 'if-none-match': '*' }) },
);

const body = fc.oneof(
  fc.record({ body: fc.option(anyText, { nil: undefined }), isBase64Encoded: fc.boolean() }),
  fc.record({ body: fc.json({ maxDepth: 3 }), isBase64Encoded: fc.constant(false) }),
  fc
    .record({ keys: fc.anything(), prefixes: fc.anything() }, { requiredKeys: [] })
    .map((it) => ({ body: JSON.stringify(it) ?? '', isBase64Encoded: false })),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  })),
  fc
    .array(anyText, { maxLength: 5 })
    .map((keys) => ({ body: JSON.stringify({ keys }), isBase64Encoded: false })),
);

const method = fc.oneof(
  { weight: 12, arbitrary: fc.constant('GET') },
  { weight: 6, arbitrary: fc.constant('POST') },
  { weight: 2, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'DELETE') },
  { weight: 1, arbitrary: anyText },
);

const ask: fc.Arbitrary<Ask> = fc
  .record({
    method,
    path,
    query,
    headers,
    stage: fc.oneof(fc.constant('$default'), anyText),
    body,
  })
  .map(({ body: sent, ...rest }) => ({ ...rest, ...sent }));

/** Headers that are allowed on the wire: RFC 9110's field values that Node's http accepts. */
const FIELD_VALUE = /^[\x20-\x7e]*$/;

describe('malformed requests', () => {
  test('any bytes get an answer of the contract and never a 500', async () => {
    const { send, logged } = service();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(ask, async (it) => {
        const response = await send(it);
        statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
        expect([200, 304, 400, 404, 405, 413]).toContain(response.statusCode);
        for (const [field, text] of Object.entries(response.headers)) {
          expect([field, FIELD_VALUE.test(text)]).toEqual([field, true]);
        }
        if (response.statusCode < 400 || it.method === 'HEAD') return;
        const said = JSON.parse(
          response.isBase64Encoded ? Buffer.from(response.body, 'base64').toString() : response.body,
        );
        expect(problem.safeParse(said).error).toBeUndefined();
        expect(ERRORS[said.code as ErrorCode].status).toBe(response.statusCode);
      }),
      { numRuns: RUNS },
    );
    expect(logged).toEqual([]);
    // The generators must reach every kind of answer; otherwise the property proves little.
    for (const status of [200, 304, 400, 404, 405]) expect(statuses.get(status)).toBeGreaterThan(0);
  });

  test('a parsed query equals the question it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: ANY_CHARACTER, maxLength: 200 }), async (key) => {
        const { send, asked } = service();
        await send({ path: '/v1/buckets/demo/stat', query: `key=${encodeURIComponent(key)}` });
        expect(asked[0]?.question).toMatchObject({ key });
      }),
      { numRuns: 300 },
    );
  });

  test('a cursor and its Link lead to the next page for any prefix and name', async () => {
    const text = fc.string({ unit: ANY_CHARACTER, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 1, max: 1000 }), async (prefix, next, limit) => {
        const { send, asked } = service({
          list: async ({ after }) => ({
            outcome: 'answered',
            value: { entries: [], ...(after === undefined && { next }) },
            provenance: {
              served: 'hit',
              observedAt: 0,
              endsAt: 0,
              stored: false,
              s3Lists: 0,
              s3Heads: 0,
              s3Ms: 0,
              indexMs: 0,
            },
          }),
        });
        const path = '/v1/buckets/demo/entries';
        const first = await send({ path, query: `prefix=${encodeURIComponent(prefix)}&limit=${limit}` });
        const link = new URL(/^<(.*)>; rel="next"$/.exec(first.headers.link!)![1]!, 'http://localhost');
        await send({ path: link.pathname, query: link.search.slice(1) });
        expect(asked[1]!.question).toEqual({ ...(asked[0]!.question as object), after: next });
      }),
      { numRuns: 300 },
    );
  });
});
