import { describe, expect, test } from '@jest/globals';
import { toHttpApiEvent } from '../../../local/http-event.ts';
import { matchRouteKey } from '../../../local/route-key.ts';

const KEYS = ['GET /v1/stats', 'GET /v1/{name}', 'GET /v1/{name}/stat', 'POST /v1/{name}/stat', '$default'];

describe('the route of a request', () => {
  test.each([
    ['GET', '/v1/stats', 'GET /v1/stats', {}],
    ['GET', '/v1/photos', 'GET /v1/{name}', { name: 'photos' }],
    ['POST', '/v1/photos/stat', 'POST /v1/{name}/stat', { name: 'photos' }],
    ['PUT', '/v1/photos/stat', '$default', {}],
    ['GET', '/v1//stat', '$default', {}],
    ['GET', '/v1/stats/', '$default', {}],
    ['GET', '/', '$default', {}],
  ])('%s %s is taken by %s', (method, path, routeKey, parameters) => {
    expect(matchRouteKey(KEYS, method, path)).toEqual({ routeKey, parameters });
  });

  test('without a catch-all route, some requests match no route', () => {
    expect(matchRouteKey(['GET /v1/stats'], 'GET', '/v2')).toBeUndefined();
  });

  test("is in the event, by the contract's routes", () => {
    const event = (method: string, target: string) =>
      toHttpApiEvent({
        method,
        target,
        rawHeaders: [],
        body: Buffer.alloc(0),
        sourceIp: '127.0.0.1',
        httpVersion: '1.1',
        requestId: 'r1',
        receivedAt: 0,
      });
    expect(event('GET', '/v1/buckets/photos/entries?prefix=a/')?.routeKey).toBe(
      'GET /v1/buckets/{bucket}/entries',
    );
    expect(event('DELETE', '/v1/buckets/photos/entries')?.requestContext.routeKey).toBe('$default');
  });
});
