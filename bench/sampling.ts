/** Takes samples of the contestants in turns. */
import type { Contestant, ContestantName, Counts } from './contestant.ts';
import { difference } from './meter.ts';
import { type Row, rowOf, type Sample } from './row.ts';

export async function sampleOf(contestant: Contestant, ask: () => Promise<unknown>): Promise<Sample> {
  const before = contestant.counts;
  const from = performance.now();
  await ask();
  const ms = performance.now() - from;
  const after = contestant.counts;
  return { ms, counts: { ...difference(after, before), requests: after.requests - before.requests } };
}

/** A sample with its counts and time multiplied, as an estimate for a larger directory. */
export function multiplied({ ms, counts }: Sample, times: number): Sample {
  const all = Object.entries(counts).map(([key, count]) => [key, count * times]);
  return { ms: ms * times, counts: Object.fromEntries(all) as unknown as Counts };
}

/** Samples of every contestant in one case. */
export class Samples {
  readonly #all = new Map<ContestantName, Sample[]>();

  add(name: ContestantName, sample: Sample): void {
    this.#all.set(name, [...(this.#all.get(name) ?? []), sample]);
  }

  rows(
    name: string,
    n: number,
    about: (rival: ContestantName) => { note?: string; usdPerMillionWrites?: number },
  ): Row[] {
    return [...this.#all].map(([rival, samples]) => rowOf({ name, rival, n, ...about(rival) }, samples));
  }
}

/**
 * The contestants, beginning with another one in each round, so that none always benefits from what another has
 * warmed up.
 */
export function inTurns<T>(contestants: readonly T[], round: number): T[] {
  const first = round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}
