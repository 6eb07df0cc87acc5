/** Lists a directory: cold, warm, after one write, after a hundred writes. */
import { BUCKET, type Contestant, type ContestantName } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import type { Row, Sample } from '../row.ts';
import { inTurns, multiplied, Samples, sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';
import { writeUsd } from '../write-cost.ts';

const STATES = ['cold', 'warm', 'after-1-write', 'after-100-writes'] as const;
type State = (typeof STATES)[number];

/** If a sample is expected to take longer, it is estimated from the sample of a smaller directory. */
const LONGEST_SAMPLE_MS = 20_000;
/** Rivals that make the same calls in every state are measured only once, if that takes longer than this. */
const LONGEST_REPEATED_MS = 1_000;
const SAME_IN_EVERY_STATE = new Set<ContestantName>(['list-then-head', 'list-then-head-16', 'list-only']);
const WARM_SAMPLES = 5;

export interface ListingOptions {
  sizes: readonly number[];
  /** Number of directories of each size. */
  rounds(size: number): number;
  /** Contestants that are left out for directories of this size. */
  skips?(name: ContestantName, size: number): boolean;
}

export async function listingCases(
  servers: Servers,
  contestants: readonly Contestant[],
  { sizes, rounds, skips = () => false }: ListingOptions,
): Promise<Row[]> {
  const rows: Row[] = [];
  /** Cold samples by contestant and size. */
  const cold = new Map<string, Sample>();
  for (const n of sizes) {
    const byState = new Map(STATES.map((state) => [state, new Samples()]));
    const notes = new Map<string, string>();
    const writes = new Map<ContestantName, number>();
    for (let round = 0; round < rounds(n); round++) {
      const prefix = `list-${n}/${round}/`;
      await servers.fill([{ bucket: BUCKET, prefix, count: n }]);
      for (const state of STATES) {
        const keys = writtenKeys(state, prefix, n);
        await servers.put(BUCKET, keys);
        for (const contestant of inTurns(contestants, round)) {
          const { name } = contestant;
          if (skips(name, n)) continue;
          if (keys.length > 0) writes.set(name, await writeUsd(contestant, keys));
          const told = toldFrom(cold, name, n, state);
          if (told) {
            const again = state === 'cold' ? cold.has(`${name} ${n}`) : notes.has(`${state} ${name}`);
            // An estimated sample is added only once.
            if (again) continue;
            notes.set(`${state} ${name}`, told.note);
            byState.get(state)!.add(name, told.sample);
            if (state === 'cold') cold.set(`${name} ${n}`, told.sample);
            continue;
          }
          for (let i = 0; i < (state === 'warm' ? WARM_SAMPLES : 1); i++) {
            const sample = await sampleOf(contestant, async () => {
              const found = await contestant.list(prefix);
              if (found !== n) throw new Error(`${name} shows ${found} of ${n} objects`);
            });
            byState.get(state)!.add(name, sample);
            if (state === 'cold') cold.set(`${name} ${n}`, sample);
            if (sample.ms > LONGEST_REPEATED_MS) break;
          }
        }
      }
    }
    for (const [state, samples] of byState) {
      const written = state.startsWith('after');
      rows.push(
        ...samples.rows(state, n, (rival) => ({
          ...noteOf(notes.get(`${state} ${rival}`), written, rival),
          usdPerMillionWrites: written ? writes.get(rival)! : undefined,
        })),
      );
    }
  }
  return rows;
}

/** The writes are spread over the directory. If there are more writes than objects, some objects are written again. */
function writtenKeys(state: State, prefix: string, n: number): string[] {
  const count = state === 'after-1-write' ? 1 : state === 'after-100-writes' ? 100 : 0;
  return Array.from({ length: count }, (_, i) => prefix + nameOf(Math.floor((i * n) / count + n / 3) % n));
}

function noteOf(note: string | undefined, written: boolean, rival: ContestantName): { note?: string } {
  if (written && rival === 'ttl-cache') return { note: 'answers what was before the write' };
  return note === undefined ? {} : { note };
}

/** Returns an estimate if the sample would take too long; otherwise undefined. */
function toldFrom(
  cold: ReadonlyMap<string, Sample>,
  name: ContestantName,
  n: number,
  state: State,
): { sample: Sample; note: string } | undefined {
  const same = cold.get(`${name} ${n}`);
  if (same && same.ms > LONGEST_REPEATED_MS && SAME_IN_EVERY_STATE.has(name))
    return { sample: same, note: 'the same calls as cold: not run again' };
  const smaller = cold.get(`${name} ${n / 10}`);
  if (state === 'cold' && smaller && smaller.ms * 10 > LONGEST_SAMPLE_MS)
    return { sample: multiplied(smaller, 10), note: `ten times n = ${n / 10}: not run` };
  return undefined;
}
