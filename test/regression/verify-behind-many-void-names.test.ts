/**
 * `s3dex verify` skipped more and more names after void ones, so it missed what the index holds behind them, and
 * reported the page as "not in the index". It also missed names that only the index has, if they are beside void ones.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { VerifyWorld } from '../support/verify-world.ts';
import { ORDINARY } from '../support/world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
});

const CACHED = { ...ORDINARY, onlyIfCached: true };
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `d/${String(at).padStart(4, '0')}`);

async function listedWithVoid({ names, voids }: { names: number; voids: number }) {
  const { world } = service;
  for (const key of numbered(names)) world.put(key);
  await world.list('d/');
  await world.putAndTell(...numbered(names).slice(0, voids));
}

test('a changed name behind 600 void ones is found, and the skipped names are counted', async () => {
  await listedWithVoid({ names: 1_000, voids: 600 });
  service.world.put('d/0800', 2);
  const { code, keys, result } = await service.verify('s3://photos/d/');
  expect({ code, keys }).toEqual({ code: 1, keys: ['d/0800'] });
  expect(result).toMatchObject({ notHeld: 0, partlyHeld: 1, names: 400, complete: false });
  expect(result.namesNotHeld + result.namesNotChecked).toBe(600);
  expect(result.namesNotChecked).toBeGreaterThan(500);
  expect(service.asked.length).toBeLessThan(400);
});

test('a changed name behind 150 void ones is found', async () => {
  await listedWithVoid({ names: 250, voids: 150 });
  service.world.put('d/0200', 2);
  expect((await service.verify('s3://photos/d/')).keys).toEqual(['d/0200']);
});

test('a removed name after 49 void ones is found, although it is the last one', async () => {
  await listedWithVoid({ names: 50, voids: 49 });
  service.world.remove('d/0049');
  expect((await service.verify('s3://photos/d/')).keys).toEqual(['d/0049']);
});

test('a page whose names were not all asked for is not called "not in the index"', async () => {
  await listedWithVoid({ names: 200, voids: 200 });
  const { code, result } = await service.verify('s3://photos/d/');
  expect(code).toBe(0);
  expect(result).toMatchObject({ notHeld: 0, partlyHeld: 1, complete: false });
  expect(result.namesNotHeld + result.namesNotChecked).toBe(200);
  const { out } = await service.run('verify', 's3://photos/d/');
  expect(out).toContain('names not checked');
});

test('a name that only the index has is found between void names', async () => {
  const { world } = service;
  for (const key of numbered(30)) world.put(key);
  await world.list('d/');
  await world.putAndTell(...numbered(30).filter((_, at) => at % 2 === 0));
  world.remove('d/0011');
  expect(await world.stat('d/0011', { freshness: CACHED })).toMatchObject({ outcome: 'answered' });
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/0011'] });
});

test('a lost creation is found in front of a void name that begins with it', async () => {
  const { world } = service;
  for (const name of ['a', 'xa', 'z']) world.put(`d/${name}`);
  await world.list('d/');
  await world.putAndTell('d/xa');
  world.put('d/x');
  expect(await world.stat('d/x', { freshness: CACHED })).toMatchObject({ code: 'no-such-key' });
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/x'] });
});

test('a lost creation is found in a directory that is empty according to several observations', async () => {
  const { world } = service;
  world.put('d/a/1');
  await world.list('d/');
  await world.removeAndTell('d/a/1');
  world.put('d/new');
  expect(await world.stat('d/new', { freshness: CACHED })).toMatchObject({ code: 'no-such-key' });
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/new'] });
});
