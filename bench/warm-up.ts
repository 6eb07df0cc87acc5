/**
 * Sends requests before the cases that are not measured. V8 compiles a function after it has run several times, so
 * the first answers of a process take up to twice the CPU time. With few samples, the medians would measure this, at
 * the expense of contestants with more code.
 */
import { BUCKET, type Contestant, type ContestantName } from './contestant.ts';
import { nameOf } from './directory.ts';
import type { Servers } from './servers/start.ts';

const ROUNDS = 10;
const SMALL = 20;
const LARGE = 1_000;

/**
 * Contestants that are warmed up with a small directory only. They send a HEAD for each object, which is the same
 * code for any number of objects, and 1,000 HEADs take 18 s.
 */
const ONLY_SMALL = new Set<ContestantName>(['list-then-head', 'list-then-head-16']);

export async function warmUp(servers: Servers, contestants: readonly Contestant[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const small = `warm-up/${round}/small/`;
    const large = `warm-up/${round}/large/`;
    const alone = `warm-up/${round}/alone/`;
    await servers.fill([
      { bucket: BUCKET, prefix: small, count: SMALL },
      { bucket: BUCKET, prefix: large, count: LARGE },
      { bucket: BUCKET, prefix: alone, count: SMALL },
    ]);
    for (const contestant of contestants) {
      const written = [small + nameOf(0)];
      await twice(() => contestant.list(small));
      await servers.put(BUCKET, written);
      await contestant.wrote(written);
      await contestant.list(small);
      await twice(() => contestant.stat(alone + nameOf(0)));
      if (ONLY_SMALL.has(contestant.name)) continue;
      await twice(() => contestant.list(large));
      await contestant.statMany(Array.from({ length: LARGE }, (_, i) => large + nameOf(i)));
    }
  }
}

async function twice(ask: () => Promise<unknown>): Promise<void> {
  await ask();
  await ask();
}
