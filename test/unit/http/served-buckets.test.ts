import { describe, expect, test } from '@jest/globals';
import { problemOf, service } from './fixture.ts';

const at = (path: string) => `/v1/buckets/partly/${path}`;
const post = (path: string, body: object) => ({ method: 'POST', path: at(path), body: JSON.stringify(body) });

describe('served prefixes', () => {
  test.each([
    { path: at('entries'), query: 'prefix=photos/' },
    { path: at('entries'), query: 'prefix=photos/2026/' },
    { path: at('entries'), query: 'prefix=photos/ca' },
    { path: at('entries'), query: 'prefix=logs/2026/' },
    { path: at('index'), query: 'prefix=photos/2026/' },
    post('stat', { keys: ['photos/cat.jpg', 'logs/2026/', 'photos/'] }),
    post('invalidations', { keys: ['photos/cat.jpg'], prefixes: ['logs/2026/11/'] }),
  ])('%j is served', async (ask) => {
    expect(await service().send(ask)).toMatchObject({ statusCode: 200 });
  });

  test('a key at or below a served prefix is passed on', async () => {
    for (const query of ['key=photos/', 'key=photos/cat.jpg', 'key=logs/2026/a/b']) {
      const { send, asked } = service();
      await send({ path: at('stat'), query });
      expect(asked).toHaveLength(1);
    }
  });

  test.each([
    [{ path: at('entries') }, 'prefix: "" is outside the served prefixes'],
    [{ path: at('entries'), query: 'prefix=photos' }, 'prefix: photos is outside the served prefixes'],
    [{ path: at('entries'), query: 'prefix=logs/' }, 'prefix: "logs/" is outside the served prefixes'],
    [{ path: at('entries'), query: 'prefix=logs/20' }, 'prefix: "logs/20" is outside the served prefixes'],
    [
      { path: at('entries'), query: 'prefix=photos-2/' },
      'prefix: "photos-2/" is outside the served prefixes',
    ],
    [{ path: at('stat'), query: 'key=photos' }, 'key: photos is outside the served prefixes'],
    [{ path: at('stat'), query: 'key=' }, 'key: "" is outside the served prefixes'],
    [{ path: at('index') }, 'prefix: "" is outside the served prefixes'],
    [post('stat', { keys: ['photos/a', 'b'] }), 'keys[1]: b is outside the served prefixes'],
    [post('invalidations', { prefixes: [''] }), 'prefixes[0]: "" is outside the served prefixes'],
    [post('invalidations', { keys: ['a'] }), 'keys[0]: a is outside the served prefixes'],
  ])('%j is forbidden', async (ask, detail) => {
    const { send, asked } = service();
    expect(problemOf(await send(ask))).toEqual({ status: 403, code: 'forbidden', detail });
    expect(asked).toEqual([]);
  });

  test.each(['other', 'DEMO', 'demo ', 'constructor', '__proto__', 'é'])(
    'the bucket %j is not served',
    async (name) => {
      for (const operation of ['entries', 'stat', 'index']) {
        const query = operation === 'stat' ? 'key=a' : '';
        const response = await service().send({ path: `/v1/buckets/${name}/${operation}`, query });
        expect(problemOf(response)).toMatchObject({ status: 404, code: 'no-such-bucket' });
      }
    },
  );

  test('an invalid request to a bucket that is not served gets the same answer as one to a served bucket', async () => {
    const { send } = service();
    const served = await send({ path: at('entries'), query: 'limit=0' });
    const unserved = await send({ path: '/v1/buckets/other/entries', query: 'limit=0' });
    expect(unserved).toEqual(served);
  });
});
