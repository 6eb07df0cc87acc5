import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../../contract/operations.ts';
import { eventOf, problemOf, service } from './fixture.ts';

const concrete = (path: string) => path.replace('{bucket}', 'demo');

describe("the gateway's catch-all route", () => {
  test.each(ROUTES.filter((it) => it.method !== 'HEAD'))(
    'runs no operation: $method $path',
    async ({ method, path }) => {
      for (const routeKey of ['$default', `${method} /{proxy+}`]) {
        const { invoke, asked } = service();
        const event = { ...eventOf({ method, path: concrete(path) }), routeKey };
        expect(problemOf(await invoke(event))).toMatchObject({ status: 404, code: 'no-such-route' });
        expect(asked).toEqual([]);
      }
    },
  );

  test('answers 405 with the methods of a path', async () => {
    const event = { ...eventOf({ method: 'PUT', path: '/v1/stats' }), routeKey: '$default' };
    const response = await service().invoke(event);
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});
