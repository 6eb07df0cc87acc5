/**
 * When the function's own time was nearly over, middy answered in place of the handler. That answer had no
 * X-Request-Id, and a HEAD got a body.
 */
import { expect, test } from '@jest/globals';
import { eventOf, service } from '../unit/http/fixture.ts';

/** Lambda's context with less time left than the handler keeps for its answer. */
const NO_TIME_LEFT = { getRemainingTimeInMillis: () => 500 };

test.each(['GET', 'HEAD'])(
  'the answer of a late %s has the request ID, and a body only for GET',
  async (method) => {
    const stuck = service({ list: () => new Promise(() => {}) });
    const event = eventOf({ method, path: '/v1/buckets/demo/entries' });
    const response = await stuck.invoke(event, NO_TIME_LEFT);
    expect(response.statusCode).toBe(503);
    expect(response.headers).toMatchObject({
      'x-request-id': 'req-1',
      'retry-after': '2',
      vary: 'Accept-Encoding',
    });
    expect(response.body === '').toBe(method === 'HEAD');
  },
);
