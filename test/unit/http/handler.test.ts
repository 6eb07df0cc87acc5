import { describe, expect, test } from '@jest/globals';
import { OPERATIONS, ROUTES } from '../../../contract/operations.ts';
import { HIT, problemOf, service } from './fixture.ts';

const concrete = (path: string) => path.replace('{bucket}', 'demo').replace('{id}', 'none');

describe('routes', () => {
  test.each(ROUTES)('$method $path is routed', async ({ method, path }) => {
    const { statusCode, body } = await service().send({
      method: method === 'HEAD' ? 'GET' : method,
      path: concrete(path),
    });
    // Handlers that need parameters or a body report that these are missing, which also shows that the route reaches
    // them.
    expect([200, 204, 400]).toContain(statusCode);
    expect(body).not.toContain('no-such-route');
    const asMethod = await service().send({ method, path: concrete(path) });
    expect(asMethod.statusCode).toBe(statusCode);
  });

  test.each([...new Set(Object.values(OPERATIONS).map((it) => it.path))])(
    '%s answers other methods with 405 and Allow',
    async (path) => {
      const allowed = ROUTES.filter((it) => it.path === path).map((it) => it.method);
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get']) {
        if ((allowed as string[]).includes(method)) continue;
        const response = await service().send({ method, path: concrete(path) });
        expect(response.statusCode).toBe(405);
        expect(response.headers.allow).toBe(allowed.join(', '));
        if (method !== 'HEAD') expect(problemOf(response).code).toBe('method-not-allowed');
      }
    },
  );

  test.each([
    '/',
    '',
    '/v1',
    '/v1/',
    '/v2/health',
    '/V1/health',
    '/v1/health/',
    '//v1/health',
    '/v1/buckets/',
    '/v1/buckets/demo',
    '/v1/buckets//entries',
    '/v1/buckets/demo/entries/',
    '/v1/buckets/demo/entries/more',
    '/v1/buckets/a/b/entries',
    '/v1/constructor',
    '/v1/buckets/demo/__proto__',
  ])('%j has no route', async (path) => {
    const response = await service().send({ path });
    expect(response.statusCode).toBe(404);
    expect(problemOf(response)).toMatchObject({ status: 404, code: 'no-such-route' });
  });

  test.each(['/prod', '/meta', '/meta/v1', '/v1/buckets/demo/index'])(
    'the stage or base path %s stands before the path and is not part of it',
    async (basePath) => {
      const { send, asked } = service();
      expect((await send({ basePath })).statusCode).toBe(200);
      const listed = await send({ basePath, path: '/v1/buckets/demo/entries', query: 'limit=1' });
      expect([listed.statusCode, asked.map(({ operation }) => operation)]).toEqual([200, ['list']]);
      const put = await send({ basePath, method: 'PUT', path: '/v1/stats' });
      expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, HEAD']);
    },
  );

  test('the next page of a listing has the same base path', async () => {
    const { send } = service({
      list: async () => ({
        outcome: 'answered',
        value: { entries: [{ type: 'directory', name: 'a/' }], next: 'a/' },
        provenance: HIT,
      }),
    });
    const { headers } = await send({ basePath: '/meta', path: '/v1/buckets/demo/entries' });
    expect(headers.link).toMatch(/^<\/meta\/v1\/buckets\/demo\/entries\?/);
  });

  test('HEAD answers like GET, without the body', async () => {
    const { send } = service();
    const ask = { path: '/v1/buckets/demo/entries', query: 'prefix=a%2F' };
    const get = await send(ask);
    const head = await send({ ...ask, method: 'HEAD' });
    expect(head).toEqual({ ...get, body: '' });
    const missing = await send({ method: 'HEAD', path: '/v1/buckets/demo/stat', query: 'key=a' });
    expect(missing).toMatchObject({ statusCode: 404, body: '' });
  });

  test('a valid request id is returned', async () => {
    const { invoke, send } = service();
    expect((await send({})).headers['x-request-id']).toBe('req-1');
    const event = {
      routeKey: 'GET /v1/health',
      rawPath: '/v1/health',
      rawQueryString: '',
      headers: {},
      isBase64Encoded: false,
    };
    const requestContext = { requestId: 'a\r\nset-cookie: b', http: { method: 'GET' } };
    expect((await invoke({ ...event, requestContext })).headers).not.toHaveProperty('x-request-id');
  });
});
