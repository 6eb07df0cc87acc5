/**
 * Found by the simulation (seed 821): a page of a listing asked itself whether more follows, past the records it had read, and
 * never came back. It takes more records than one read brings, none of them of a name that is there.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

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

test('a page of a listing ends although the records that were read end before it', async () => {
  const world = new GuardedWorld();
  await world.putAndTell('d/a');
  await world.list('d/');
  const gone = Array.from({ length: 200 }, (_, i) => `d/b${1_000 + i}`);
  await world.putAndTell(...gone);
  await world.removeAndTell(...gone);
  await world.list('d/');
  expect((await world.list('d/', { limit: 1 })).names).toEqual(['a']);
});
