import { describe, expect, test } from '@jest/globals';
import { OPERATIONS, type OperationId, ROUTES } from '../../../contract/operations.ts';
import type { HttpEvent } from '../../../lambdas/http/event.ts';
import { matchRoute } from '../../../lambdas/http/match-route.ts';
import fc from '../../support/fast-check.ts';

const BUCKET = 'demo';
type Parameters = Readonly<Record<string, string>>;
const VALUES: Parameters = { bucket: BUCKET, id: 'a1' };
const variablesOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
const concrete = (path: string, values: Parameters) =>
  path.replace(/\{(\w+)\}/g, (variable, name) => values[name] ?? variable);

const routeKey = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ROUTES.map(({ method, path }) => `${method} ${path}`)) },
  { weight: 1, arbitrary: fc.constantFrom('$default', 'GET /{proxy+}', 'POST /{proxy+}', 'ANY /v1/stats') },
  { weight: 1, arbitrary: fc.constantFrom('', 'GET', 'get /v1/stats', 'GET /v1/stats/', '__proto__') },
);
const bucket = fc.constantFrom(BUCKET, 'other', '', '..', 'a/b', '{bucket}', 'de%6Do', '__proto__', 'index');
const id = fc.constantFrom('a1', 'other', '', '..', '{id}', '__proto__');
const basePath = fc.constantFrom('', '', '/meta', '/prod', '/a/b', '/v1', '/v1/buckets/demo/index', '//');
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(basePath, fc.constantFrom(...Object.values(OPERATIONS).map((it) => it.path)), bucket, id)
      .map(([base, template, bucket, id]) => base + concrete(template, { bucket, id })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '/', '/v1', '/v1/', 'v1/health', '/v1/health/', '/v1/stats?x'),
  },
  { weight: 1, arbitrary: fc.string() },
);
const parameters = fc.oneof(
  { weight: 4, arbitrary: bucket.map((bucket) => ({ bucket })) },
  { weight: 2, arbitrary: fc.record({ bucket, id }) },
  { weight: 2, arbitrary: fc.constantFrom(undefined, {}) },
  { weight: 1, arbitrary: fc.constantFrom({ proxy: 'v1/stats' }, { bucket: BUCKET, proxy: 'x' }) },
);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'get');

const eventOf = (given: Partial<HttpEvent>, asMethod: string): HttpEvent => ({
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers: {},
  isBase64Encoded: false,
  requestContext: { requestId: 'r', http: { method: asMethod } },
  ...given,
});

describe('the operation of a request', () => {
  test("is the route key's or none, for any path, parameters and method", () => {
    let routed = 0;
    fc.assert(
      fc.property(routeKey, path, parameters, method, (key, rawPath, pathParameters, asMethod) => {
        const match = matchRoute(eventOf({ routeKey: key, rawPath, pathParameters }, asMethod));
        if (match.outcome === 'refused') {
          expect(['no-such-route', 'method-not-allowed']).toContain(match.code);
          return;
        }
        routed++;
        const { operation, parameters: taken } = match.value;
        const [wantedMethod, template] = key.split(' ', 2);
        expect(OPERATIONS[operation].path).toBe(template);
        expect(asMethod).toBe(wantedMethod);
        expect(OPERATIONS[operation].method).toBe(wantedMethod === 'HEAD' ? 'GET' : wantedMethod);
        expect(taken).toEqual(pathParameters ?? {});
        expect(rawPath.endsWith(concrete(template!, taken))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(routed).toBeGreaterThan(0);
  });

  test('is found under every base path when route key, path and method agree', () => {
    fc.assert(
      fc.property(basePath, fc.constantFrom(...ROUTES), (base, route) => {
        const names = variablesOf(route.path);
        const pathParameters = names.length
          ? Object.fromEntries(names.map((name) => [name, VALUES[name]!]))
          : undefined;
        const key = `${route.method} ${route.path}`;
        const rawPath = base + concrete(route.path, VALUES);
        const match = matchRoute(eventOf({ routeKey: key, rawPath, pathParameters }, route.method));
        expect(match).toMatchObject({
          outcome: 'parsed',
          value: { operation: route.operation satisfies OperationId, parameters: pathParameters ?? {} },
        });
      }),
    );
  });
});
