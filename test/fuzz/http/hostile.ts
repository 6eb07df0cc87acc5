/** Requests that ignore the contract: any bytes anywhere. */
import fc from 'fast-check';
import { OPERATIONS, ROUTES } from '../../../contract/operations.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';
import { key } from '../keys.ts';
import { hostileGlob } from './filters.ts';
import type { RawRequest } from './request.ts';

/** Includes lone surrogates, which fast-check's own character generators do not produce. */
const units = fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes));
export const anyText = fc.oneof(
  fc.string({ unit: ANY_CHARACTER, maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  units,
);

const escaped = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
const value = fc.oneof(
  anyText,
  escaped,
  key.map(encodeURIComponent),
  fc.integer().map(String),
  fc.constantFrom('', '%', '%00', 'full', '1000', '1001', 'null', 'undefined', '[object Object]'),
  fc.nat(3_000).map((length) => 'a'.repeat(length)),
  hostileGlob.map(encodeURIComponent),
);
const name = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'prefix',
      'limit',
      'cursor',
      'key',
      'detail',
      'keys',
      'sort',
      'glob',
      'contains',
      'minSize',
      'modifiedAfter',
      '__proto__',
      'constructor',
    ),
  },
  { weight: 1, arbitrary: anyText },
);
const query = fc.oneof(
  anyText,
  fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
);

const templates = Object.values(OPERATIONS).map(({ path }) => path);
const path = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...templates), fc.constantFrom('live', 'partly', 'never', 'gone')),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...templates), anyText) },
  { weight: 1, arbitrary: fc.tuple(anyText, fc.constant('')) },
);

const headerName = fc.constantFrom(
  ...['cache-control', 'if-none-match', 'accept-encoding', 'accept', 'content-type', 'content-length'],
  ...['host', 'x-amz-date', '__proto__', 'constructor', 'toString'],
);
const headers = fc
  .array(fc.tuple(headerName, fc.oneof(anyText, fc.constantFrom('max-age=0', '*', 'br', 'gzip;q=abc'))), {
    maxLength: 4,
  })
  .map((pairs) => Object.fromEntries(pairs));

/** The depth of nested arrays, much deeper than in any valid body. */
const DEEP = 20_000;
const body = fc.oneof(
  fc.record({ body: fc.option(anyText, { nil: undefined }), isBase64Encoded: fc.boolean() }),
  fc.record({ body: fc.json({ maxDepth: 3 }), isBase64Encoded: fc.constant(false) }),
  fc
    .record({ keys: fc.anything(), prefixes: fc.anything() }, { requiredKeys: [] })
    .map((said) => ({ body: JSON.stringify(said) ?? '', isBase64Encoded: false })),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  })),
  fc
    .array(anyText, { maxLength: 5 })
    .map((keys) => ({ body: JSON.stringify({ keys }), isBase64Encoded: false })),
  fc.constant({ body: `{"keys":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`, isBase64Encoded: false }),
);

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ROUTES.map((route) => route.method)) },
  { weight: 1, arbitrary: fc.constantFrom('OPTIONS', 'TRACE', 'CONNECT', '') },
  { weight: 1, arbitrary: anyText },
);

const anyRequest: fc.Arbitrary<RawRequest> = fc
  .record({ method, path, query, headers, body })
  .map(({ path: [template, bucket], body: said, ...rest }) => ({
    ...rest,
    path: template.replace('{bucket}', () => bucket),
    ...said,
  }));

/** A request that is valid except for its slow pattern. */
const slowPattern: fc.Arbitrary<RawRequest> = fc
  .tuple(hostileGlob, fc.constantFrom('', '&sort=-size', '&prefix=k', '&type=object'))
  .map(([glob, rest]) => ({
    method: 'GET',
    path: '/v1/buckets/live/entries',
    query: `glob=${encodeURIComponent(glob)}${rest}`,
    headers: {},
    isBase64Encoded: false,
  }));

export const hostileRequest = fc.oneof(
  { weight: 5, arbitrary: anyRequest },
  { weight: 1, arbitrary: slowPattern },
);
