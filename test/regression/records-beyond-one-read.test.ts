/**
 * Found by the simulation (seeds 821 and 1108). To find out whether more names follow, a page of a listing looked
 * beyond the records that it had read, in an endless loop. This needs more records than one read returns, all of them
 * for absent names.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

/** More clock readings than any request needs. */
const MANY_LOOKS = 100_000;

/** A loop that never waits cannot be ended by a timeout, but it reads the clock. */
class GuardedWorld extends World {
  looks = 0;

  constructor() {
    super();
    let nowMs = this.now;
    Object.defineProperty(this, 'now', {
      get: () => {
        this.looks += 1;
        if (this.looks > MANY_LOOKS) throw new Error('goes round in circles');
        return nowMs;
      },
      set: (ms: number) => {
        nowMs = ms;
      },
    });
  }
}

/** Names with records but without objects, more than one read of records returns. */
const GONE = Array.from({ length: 200 }, (_, i) => `d/b${1_000 + i}`);

test('a page of a listing ends although the records that were read end earlier', async () => {
  const world = new GuardedWorld();
  await world.putAndTell('d/a');
  await world.list('d/');
  await world.putAndTell(...GONE);
  await world.removeAndTell(...GONE);
  await world.list('d/');
  expect((await world.list('d/', { limit: 1 })).names).toEqual(['a']);
});

test('it also ends if a page that was just listed lies between those records and the next page', async () => {
  const world = new GuardedWorld();
  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1, freshness: ORDINARY };
  await world.putAndTell('d/a');
  await world.reader.list({ ...question, after: 'm' });
  await world.putAndTell(...GONE);
  await world.removeAndTell(...GONE);
  expect((await world.list('d/', { limit: 1 })).names).toEqual(['a']);
});
