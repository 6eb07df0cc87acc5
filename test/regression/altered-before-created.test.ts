/**
 * The event of an object's transition may come before that of its creation. It marked the object in its own directory alone, and a directory
 * that the listing above did not show was answered as empty by that listing, though an event about an object in it had been applied.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test('an altered object below a directory that was not there voids its absence', async () => {
  const world = new World();
  world.put('other');
  await world.list('');
  world.now += 10;
  world.put('d/new');
  await world.apply([{ key: 'd/new', kind: 'altered' }]);
  expect((await world.list('d/')).names).toEqual(['new']);
  expect((await world.list('')).names).toEqual(['d/', 'other']);
});
