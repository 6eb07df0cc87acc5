/**
 * Five directories in a row that S3 denies ended `s3dex verify`, every time. An interrupted run did not count the
 * directory under way, nor the differences that were not confirmed.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { VerifyWorld } from '../support/verify-world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
  const { world } = service;
  for (let at = 0; at < 10; at++) world.put(`d/n${at}/x`);
  world.put('d/a/x');
  await world.list('d/');
  await world.list('d/a/');
});

function refuseDirectories(start: string, status: number, code: string) {
  service.refuse = ({ url }) =>
    url.searchParams.get('prefix')?.startsWith(start)
      ? Response.json({ code, status, title: code, detail: 'refused by the test' }, { status })
      : undefined;
}

test('directories that S3 denies do not end the comparison', async () => {
  service.world.put('d/a/x', 2);
  refuseDirectories('d/n', 502, 'upstream-denied');
  const { code, keys, result } = await service.verify('-r', 's3://photos/d/');
  expect({ code, keys }).toEqual({ code: 4, keys: ['d/a/x'] });
  expect(result.failures).toHaveLength(10);
  expect(result).toMatchObject({ notReached: 0, complete: false });
});

test('an interrupted run counts the directory under way, and the differences that were not confirmed', async () => {
  service.world.put('d/new');
  const controller = new AbortController();
  service.refuse = ({ url }) => {
    if (url.searchParams.get('prefix') === 'd/n5/') controller.abort(new Error('interrupted'));
    return undefined;
  };
  const { code, out } = await service.runUntil(controller.signal, '--json', 'verify', '-r', 's3://photos/d/');
  expect(code).toBe(130);
  // n5 to n0 and a: the directories that were found last are read first.
  expect(JSON.parse(out)).toMatchObject({ notReached: 7, unconfirmed: 1, differences: [], complete: false });
});
