/**
 * Found by the simulation (seeds 821 and 1108): a page of a listing asked itself whether more follows, past the records it had read, and
 * never came back. It takes more records than one read brings, none of them of a name that is there.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

/** More looks at the clock than any question takes. */
const MANY_LOOKS = 100_000;

/** A loop that never waits cannot be timed out, but it looks at the clock. */
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

/** Names with records, none of them there: more than one read of records brings. */
const GONE = Array.from({ length: 200 }, (_, i) => `d/b${1_000 + i}`);

test('a page of a listing ends although the records that were read end before it', async () => {
  const world = new GuardedWorld();
  await world.putAndTell('d/a');
  await world.list('d/');
  await world.putAndTell(...GONE);
  await world.removeAndTell(...GONE);
  await world.list('d/');
  expect((await world.list('d/', { limit: 1 })).names).toEqual(['a']);
});

test('so it does when a page just listed lies between those records and the next page', async () => {
  const world = new GuardedWorld();
  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1, freshness: ORDINARY };
  await world.putAndTell('d/a');
  await world.reader.list({ ...question, after: 'm' });
  await world.putAndTell(...GONE);
  await world.removeAndTell(...GONE);
  expect((await world.list('d/', { limit: 1 })).names).toEqual(['a']);
});
