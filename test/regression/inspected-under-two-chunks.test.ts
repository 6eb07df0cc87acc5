/**
 * A LIST around one name overlaps older chunks. The names that it covered were answered correctly, but inspect
 * compared them with the older chunk and reported them as void.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

const names = Array.from({ length: 300 }, (_, i) => String(i).padStart(3, '0'));

test('whether a name is void is decided by the latest chunk that covers it', async () => {
  const world = new World();
  for (const name of names) world.put(`d/${name}`);
  await world.list('d/');
  // There are so many names that one LIST from the first of them is cheaper than revalidating each.
  await world.putAndTell(...names.slice(5, 25).map((name) => `d/${name}`));
  await world.statMany(names.slice(5, 25).map((name) => `d/${name}`));
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });

  const inspected = await world.reader.inspect({ bucket: world.bucket, directory: 'd/' });

  expect(inspected).toMatchObject({ outcome: 'answered', value: { voidNames: 0, coverage: 'complete' } });
});
