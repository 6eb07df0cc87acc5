/** A request with `Cache-Control: no-transform` got the directive back in the response's own Cache-Control. */
import { expect, test } from '@jest/globals';
import { service } from '../unit/http/fixture.ts';

test.each(['no-transform', 'max-age=60, No-Transform'])(
  '%s does not change Cache-Control',
  async (directives) => {
    const send = (headers: Record<string, string>) =>
      service().send({ path: '/v1/buckets/demo/entries', headers: { 'accept-encoding': 'br', ...headers } });
    const [plain, untransformed] = [await send({}), await send({ 'cache-control': directives })];
    expect(untransformed.headers).toEqual(plain.headers);
  },
);
