/**
 * An instance whose clock is ahead writes observations from the future. No event could make them void until the
 * other clocks reached that time, their Age was 0, and not even `no-cache` could replace them.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const TEN_MINUTES_MS = 600_000;

async function listedByAClockAhead(): Promise<World> {
  const world = new World({ clockMarginMs: 100 });
  world.put('d/a');
  world.now += TEN_MINUTES_MS;
  await world.list('d/');
  await world.stat('d/a', { full: true });
  world.now -= TEN_MINUTES_MS;
  return world;
}

test('an observation from the future counts as absent', async () => {
  const world = await listedByAClockAhead();
  world.put('d/b');
  expect((await world.list('d/', { reader: world.newReader() })).names).toEqual(['a', 'b']);
});

test('an observation from the future does not prevent the next one from being stored', async () => {
  const world = await listedByAClockAhead();
  const reader = world.newReader();
  await world.list('d/', { reader, freshness: { ...ORDINARY, noCache: true } });
  world.now += 1;
  await world.stat('d/a', { full: true, reader, freshness: { ...ORDINARY, noCache: true } });
  world.now += 1;
  const again = async () => {
    await world.list('d/', { reader });
    await world.stat('d/a', { full: true, reader });
  };
  expect(await world.callsOf(again)).toEqual({ list: 0, head: 0 });
});
