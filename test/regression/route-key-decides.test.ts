/**
 * The operation was chosen by `rawPath` alone. So a request that the gateway had authorised by the route of a
 * reader could run an operator's operation, named by its path. And under a custom domain with a base path, every
 * request was a 404.
 */
import { expect, test } from '@jest/globals';
import { eventOf, service } from '../unit/http/fixture.ts';

test('a path that belongs to another operation than the route key runs neither', async () => {
  const { invoke, asked } = service();
  const reader = eventOf({ path: '/v1/buckets/demo/entries' });
  const response = await invoke({ ...reader, rawPath: '/v1/buckets/demo/index' });
  expect([response.statusCode, asked]).toEqual([404, []]);
});

test('a bucket in the path that differs from the one in the parameters is not read', async () => {
  const { invoke, asked } = service();
  const reader = eventOf({ path: '/v1/buckets/demo/entries' });
  const response = await invoke({ ...reader, rawPath: '/v1/buckets/partly/entries' });
  expect([response.statusCode, asked]).toEqual([404, []]);
});

test('a custom domain with a base path is answered', async () => {
  const { send } = service();
  expect((await send({ basePath: '/meta' })).statusCode).toBe(200);
  expect((await send({ basePath: '/meta', path: '/v1/buckets/demo/entries' })).statusCode).toBe(200);
});
