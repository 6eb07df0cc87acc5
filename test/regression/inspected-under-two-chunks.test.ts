/**
 * A LIST around one name lies over older chunks. What was looked at again with it is answered, but inspecting held it against the older
 * chunk and called it void.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

const names = Array.from({ length: 300 }, (_, i) => String(i).padStart(3, '0'));

test('a name is void only by the latest chunk that speaks for it', async () => {
  const world = new World();
  for (const name of names) world.put(`d/${name}`);
  await world.list('d/');
  // Names enough that one LIST from the first of them is cheaper than to look at each.
  await world.putAndTell(...names.slice(5, 25).map((name) => `d/${name}`));
  await world.statMany(names.slice(5, 25).map((name) => `d/${name}`));
  expect(await world.callsOf(() => world.list('d/'))).toEqual({ list: 0, head: 0 });

  const inspected = await world.reader.inspect({ bucket: world.bucket, directory: 'd/' });

  expect(inspected).toMatchObject({ outcome: 'answered', value: { voidNames: 0, coverage: 'complete' } });
});
