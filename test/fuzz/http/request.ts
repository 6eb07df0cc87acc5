/** A request as the HTTP API passes it to the function, and how it is made from a question. */
import fc from 'fast-check';
import type { HttpEvent } from '../../../lambdas/http/event.ts';
import { routeFieldsOf, routeOf } from '../../../local/api-routes.ts';

export interface RawRequest {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
}

export function eventOf({ method, path, query, ...rest }: RawRequest): HttpEvent {
  return {
    ...routeFieldsOf(routeOf(method, path)),
    rawPath: path,
    rawQueryString: query,
    headers: rest.headers,
    requestContext: { requestId: 'fuzz', http: { method } },
    body: rest.body,
    isBase64Encoded: rest.isBase64Encoded,
  };
}

/** The ways to write a request. All of them have the same meaning. */
export interface Dress {
  encoding: 'usual' | 'every byte' | 'plus for space';
  head: boolean;
  base64: boolean;
  headers: Record<string, string>;
}

const cacheControl = fc.constantFrom(
  ...[
    'no-cache',
    'max-age=0',
    'max-age=60',
    'max-age="5"',
    'only-if-cached',
    'no-store',
    'no-store, no-cache',
  ],
  ...['max-age=0, only-if-cached', 'x=1, max-age=999999999999', 'max-age=-1', ',,;=', 'NO-CACHE'],
);

export const dress: fc.Arbitrary<Dress> = fc.record({
  encoding: fc.constantFrom('usual', 'every byte', 'plus for space'),
  head: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  base64: fc.boolean(),
  headers: fc
    .record(
      {
        'cache-control': cacheControl,
        'accept-encoding': fc.constantFrom(
          'br',
          'gzip',
          'zstd',
          'identity',
          'gzip;q=0, br;q=0.1, *;q=0',
          '*',
          'nope',
        ),
        'if-none-match': fc.constantFrom('*', 'W/"x"', '"', ''),
      },
      { requiredKeys: [] },
    )
    .map((headers) => headers as Record<string, string>),
});

const everyByte = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

export function encode(text: string, encoding: Dress['encoding']): string {
  if (encoding === 'every byte') return everyByte(text);
  const usual = encodeURIComponent(text);
  return encoding === 'plus for space' ? usual.replaceAll('%20', '+') : usual;
}

export interface Question {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  parameters: [name: string, value: string][];
  body?: unknown;
}

export function dressed({ method, path, parameters, body }: Question, how: Dress): RawRequest {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return {
    method: method === 'GET' && how.head ? 'HEAD' : method,
    path,
    query: parameters.map(([name, value]) => `${name}=${encode(value, how.encoding)}`).join('&'),
    headers: how.headers,
    ...(text !== undefined && { body: how.base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: text !== undefined && how.base64,
  };
}
