import { describe, expect, test } from '@jest/globals';
import { toHttpApiEvent, type WireRequest } from '../../../local/http-event.ts';

const event = (request: Partial<WireRequest>) =>
  toHttpApiEvent({
    method: 'GET',
    target: '/',
    rawHeaders: [],
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
    httpVersion: '1.1',
    requestId: 'r1',
    receivedAt: 0,
    ...request,
  });

describe('the payload 2.0 event of a request', () => {
  test('the path is decoded, the query is not', () => {
    const made = event({ target: '/v1/a%20b?prefix=x%2Fy+z&limit=7' });
    expect(made).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/v1/a b',
      rawQueryString: 'prefix=x%2Fy+z&limit=7',
      queryStringParameters: { prefix: 'x/y z', limit: '7' },
      requestContext: { stage: '$default', requestId: 'r1', http: { method: 'GET', path: '/v1/a b' } },
    });
  });

  test('the path is cut at a decoded question mark', () => {
    expect(event({ target: '/v1/a%3Fb/c?x=1' })).toMatchObject({ rawPath: '/v1/a', rawQueryString: 'x=1' });
  });

  test('it contains the matching route and the values of its variables', () => {
    expect(event({ target: '/v1/buckets/de%6Do/entries?limit=1' })).toMatchObject({
      routeKey: 'GET /v1/buckets/{bucket}/entries',
      pathParameters: { bucket: 'demo' },
      requestContext: { routeKey: 'GET /v1/buckets/{bucket}/entries' },
    });
    expect(event({ target: '/v1/health' })).not.toHaveProperty('pathParameters');
  });

  test('a path that cannot be decoded is refused', () => {
    expect(event({ target: '/v1/%zz' })).toBeUndefined();
    expect(event({ target: '/v1/%ff' })).toBeUndefined();
  });

  test('duplicates in the query are comma-joined in the map only', () => {
    const made = event({ target: '/?key=a&key=b&broken=%zz' });
    expect(made?.rawQueryString).toBe('key=a&key=b&broken=%zz');
    expect(made?.queryStringParameters).toEqual({ key: 'a,b', broken: '%zz' });
    expect(event({ target: '/' })).not.toHaveProperty('queryStringParameters');
  });

  test('raw bytes in the target are percent-encoded', () => {
    expect(event({ target: '/?key=é' })?.rawQueryString).toBe('key=%E9');
  });

  test('an absolute target is reduced to its path', () => {
    expect(event({ target: 'http://host:1/v1/health?x' })).toMatchObject({
      rawPath: '/v1/health',
      rawQueryString: 'x',
    });
    expect(event({ target: '*' })?.rawPath).toBe('/*');
  });

  test('headers are lower-cased and joined, cookies are separate', () => {
    const made = event({
      rawHeaders: ['Accept', 'a', 'ACCEPT', 'b', 'Cookie', 'x=1; y=2', 'cookie', 'z=3', '__proto__', 'p'],
    });
    expect(Object.entries(made?.headers ?? {})).toEqual([
      ['accept', 'a,b'],
      ['__proto__', 'p'],
    ]);
    expect(made?.cookies).toEqual(['x=1', 'y=2', 'z=3']);
  });

  test.each([
    ['application/json', '{"é":1}', false],
    ['application/problem+json; charset=utf-8', '{}', false],
    ['text/plain', 'x', false],
    ['application/x-www-form-urlencoded', 'x=1', true],
    ['application/octet-stream', 'x', true],
    [undefined, 'x', true],
  ])('a body of type %s', (type, text, isBase64Encoded) => {
    const made = event({
      rawHeaders: type === undefined ? [] : ['content-type', type],
      body: Buffer.from(text),
    });
    expect(made?.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(made?.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(text);
  });

  test('a body with a text type that is not text arrives complete', () => {
    const body = Buffer.from([0x7b, 0xff, 0x7d]);
    const made = event({ rawHeaders: ['content-type', 'application/json'], body });
    expect(made?.isBase64Encoded).toBe(true);
    expect(Buffer.from(made?.body ?? '', 'base64')).toEqual(body);
  });

  test('a request without a body has no body in the event', () => {
    expect(event({})).not.toHaveProperty('body');
    expect(event({})?.isBase64Encoded).toBe(false);
  });
});
