/**
 * `s3dex verify` skipped a whole directory if a part of its listing was void, expired or missing. So it never compared
 * directories whose objects change.
 */
import { beforeEach, expect, test } from '@jest/globals';
import { VerifyWorld } from '../support/verify-world.ts';
import { HOUR_MS, ORDINARY } from '../support/world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `d/${String(at).padStart(4, '0')}`);

test('a name beside one whose event was processed is compared', async () => {
  const { world } = service;
  for (const name of ['a', 'b', 'c']) world.put(`d/${name}`);
  await world.list('d/');
  await world.putAndTell('d/a');
  world.put('d/b', 2);
  const { code, keys, result } = await service.verify('s3://photos/d/');
  expect({ code, keys }).toEqual({ code: 1, keys: ['d/b'] });
  expect(result).toMatchObject({ directories: 1, partlyHeld: 1, notHeld: 0, names: 2, namesNotHeld: 1 });
  expect(world.counts).not.toHaveProperty('unmarkedChanges');
});

test.each([
  ['changed', 'd/0011', () => service.world.put('d/0011', 2)],
  ['appeared', 'd/0011-new', () => service.world.put('d/0011-new')],
  ['vanished', 'd/0011', () => service.world.remove('d/0011')],
])(
  'among so many void names that a reader would list the page again: a name that %s',
  async (_, key, change) => {
    const { world } = service;
    for (const each of numbered(30)) world.put(each);
    await world.list('d/');
    await world.putAndTell(...numbered(30).filter((_, at) => at % 3 === 0));
    change();
    expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: [key] });
  },
);

test('pages beside one that has expired are compared', async () => {
  const { world } = service;
  for (const key of numbered(2_500)) world.put(key);
  await world.reader.list(question(undefined));
  world.now += HOUR_MS / 2;
  await world.reader.list(question('0999'));
  await world.reader.list(question('1999'));
  world.now += HOUR_MS / 2 + 1;
  world.put('d/0500', 2);
  world.put('d/2200', 2);
  const { code, keys, result } = await service.verify('s3://photos/d/');
  expect({ code, keys }).toEqual({ code: 1, keys: ['d/2200'] });
  expect(result).toMatchObject({ partlyHeld: 1, names: 1_500, complete: false });
  expect(result.namesNotHeld + result.namesNotChecked).toBe(1_000);
});

test('a name after many expired ones is compared, although not every name is asked for', async () => {
  const { world } = service;
  for (const key of numbered(200)) world.put(key);
  await world.reader.list(question('0099'));
  await world.reader.list(question(undefined));
  world.now += HOUR_MS / 2;
  await world.reader.list({ ...question('0099'), freshness: { ...ORDINARY, noCache: true } });
  world.now += HOUR_MS / 2 + 1;
  world.put('d/0120', 2);
  expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 1, keys: ['d/0120'] });
});

function question(after: string | undefined) {
  return {
    ...{ bucket: service.world.bucket, directory: 'd/', filter: '' },
    ...{ limit: 1_000, freshness: ORDINARY, after },
  };
}

test('the comparison stores nothing', async () => {
  const { world } = service;
  for (const name of ['a', 'b']) world.put(`d/${name}`);
  await world.list('d/');
  await world.putAndTell('d/a');
  const before = await world.reader.inspect({ bucket: world.bucket, directory: 'd/' });
  await service.verify('-r', 's3://photos/');
  const after = await world.reader.inspect({ bucket: world.bucket, directory: 'd/' });
  expect(after).toEqual(before);
  expect(await service.verify('s3://photos/cold/')).toMatchObject({ result: { directories: 0, notHeld: 1 } });
});
