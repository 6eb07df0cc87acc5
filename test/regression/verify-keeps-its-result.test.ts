/** `s3dex verify` lost the differences that it had found if a later request failed. */
import { beforeEach, expect, test } from '@jest/globals';
import { VerifyWorld } from '../support/verify-world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
  const { world } = service;
  for (const directory of ['', 'a/', 'b/', 'c/']) world.put(`d/${directory}x`);
  for (const directory of ['', 'a/', 'b/', 'c/']) await world.list(`d/${directory}`);
  for (const directory of ['a/', 'b/', 'c/']) world.put(`d/${directory}x`, 2);
});

const problem = (status: number, code: string) =>
  Response.json({ code, status, title: code, detail: 'refused by the test' }, { status });

test('a repair that is refused comes after the differences', async () => {
  service.refuse = ({ method }) => (method === 'POST' ? problem(403, 'forbidden') : undefined);
  const { code, out, err } = await service.run('verify', '-r', '--repair', 's3://photos/d/');
  expect(code).toBe(3);
  for (const name of ['a', 'b', 'c']) expect(out).toContain(`d/${name}/x: the index says`);
  expect(err).toContain('refused by the test');
  const json = await service.verify('-r', '--repair', 's3://photos/d/');
  expect(json).toMatchObject({ code: 3, keys: ['d/a/x', 'd/b/x', 'd/c/x'], result: { repaired: false } });
});

test('a directory that fails is counted, and the others are compared', async () => {
  service.refuse = ({ url }) =>
    url.searchParams.get('prefix') === 'd/b/' ? problem(503, 'unavailable') : undefined;
  const { code, keys, result } = await service.verify('-r', '--repair', 's3://photos/d/');
  expect({ code, keys }).toEqual({ code: 4, keys: ['d/a/x', 'd/c/x'] });
  expect(result).toMatchObject({
    repaired: true,
    complete: false,
    failures: [{ prefix: 'd/b/', code: 'unavailable', status: 503 }],
  });
});

test('a page that is refused does not take those before it along', async () => {
  const { world } = service;
  for (let at = 1_000; at < 2_500; at++) world.put(`big/${at}`);
  await world.list('big/');
  world.put('big/1001', 2);
  service.refuse = ({ url }) =>
    url.searchParams.get('startAfter') === 'big/1999' ? problem(401, 'unauthorized') : undefined;
  const { code, keys, result } = await service.verify('s3://photos/big/');
  expect({ code, keys }).toEqual({ code: 4, keys: ['big/1001'] });
  expect(result).toMatchObject({ names: 1_000, failures: [{ prefix: 'big/', status: 401 }] });
});
