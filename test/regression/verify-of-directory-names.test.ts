/**
 * `s3dex verify` confirmed a name by a stat. For the name of a directory, a stat needs the directory's own listing. If
 * the index did not hold it, the difference was dropped.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { VerifyWorld } from '../support/verify-world.ts';
import { ORDINARY } from '../support/world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
  service.world.put('d/a');
  service.world.put('d/gone/x');
});

test('a new directory is reported and repaired, although the index holds only its parent', async () => {
  const { world } = service;
  await world.list('d/');
  world.put('d/new/x');
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/new/'] });
  await service.verify('--repair', 's3://photos/d/');
  expect((await world.list('d/')).names).toEqual(['a', 'gone/', 'new/']);
});

test('a removed directory is reported, although the index holds only its parent', async () => {
  const { world } = service;
  await world.list('d/');
  world.remove('d/gone/x');
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/gone/'] });
});

test('the names in a directory that the index believes to be absent are reported', async () => {
  const { world } = service;
  await world.list('d/');
  world.put('d/new/x');
  expect(await service.verify('-r', 's3://photos/d/')).toMatchObject({
    code: 1,
    keys: ['d/new/', 'd/new/x'],
  });
});

test('they are reported also in an instance that has read the directory from S3', async () => {
  const { world } = service;
  await world.list('d/');
  world.put('d/new/x');
  await world.list('d/new/', { freshness: { ...ORDINARY, noCache: true, noStore: true } });
  expect(await service.verify('s3://photos/d/new/')).toMatchObject({ code: 1, keys: ['d/new/x'] });
});

test('the listing of a directory that S3 no longer has is compared', async () => {
  const { world } = service;
  await world.list('d/');
  await world.list('d/gone/');
  world.remove('d/gone/x');
  const { code, keys } = await service.verify('-r', 's3://photos/d/');
  expect({ code, keys }).toEqual({ code: 1, keys: ['d/gone/', 'd/gone/x'] });
});

test.each([
  ['appeared', () => {}, () => service.world.put('d/')],
  ['vanished', () => service.world.put('d/'), () => service.world.remove('d/')],
])('a marker object that %s is reported', async (_, before, after) => {
  before();
  await service.world.list('d/');
  after();
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/'] });
});
