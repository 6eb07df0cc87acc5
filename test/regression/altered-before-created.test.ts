/**
 * The event of a transition may be applied before the event of the object's creation. It wrote a mark only in the
 * object's own directory. If the parent had been listed before, the directory was then answered as empty, although an
 * event about an object in it had been applied.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test('an event about an altered object in an absent directory makes the absence void', async () => {
  const world = new World();
  world.put('other');
  await world.list('');
  world.now += 10;
  world.put('d/new');
  await world.apply([{ key: 'd/new', kind: 'altered' }]);
  expect((await world.list('d/')).names).toEqual(['new']);
  expect((await world.list('')).names).toEqual(['d/', 'other']);
});
