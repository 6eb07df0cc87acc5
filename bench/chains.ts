/**
 * The rounds of calls that an answer needs. `D` is a round of calls to DynamoDB, `L` a LIST, `H` a HEAD.
 * test/unit/bench/chains.test.ts compares these with the core. The bucket's item is cached for a second, so the first
 * request of a second reads it in its first round.
 */
export interface Chain {
  question: string;
  /**
   * The rounds of an earlier version, which did not read the bucket's item in parallel with the first reads and did
   * not cache watches.
   */
  before: string;
  now: string;
  /** The minimum under the invariants I1 to I9, including writes that must be durable before the answer. */
  floor: string;
}

export const CHAINS: readonly Chain[] = [
  { question: 'list, cold, 20 entries', before: 'D D D D L D', now: 'D D L D', floor: 'D D L D' },
  { question: 'list, cold, 1,000 entries', before: 'D D D D L D D', now: 'D D L D D', floor: 'D D L D D' },
  { question: 'list, cold, page 2', before: 'D D D D L D D', now: 'D L D D', floor: 'D L D D' },
  { question: 'list, warm', before: 'D D', now: 'D', floor: 'D' },
  { question: 'list, after a write', before: 'D D D H D', now: 'D H D', floor: 'D H D' },
  { question: 'stat, warm', before: 'D D', now: 'D', floor: 'D' },
  { question: 'stat, after a write', before: 'D D D H D', now: 'D H D', floor: 'D H D' },
  { question: 'stat, cold', before: 'D D D H D', now: 'D D H D', floor: 'D D H D' },
  { question: 'stat, cold, the watch is remembered', before: 'D D D H D', now: 'D DH D', floor: 'DH D' },
  { question: 'stat of a missing key in a listed directory', before: 'D D D', now: 'D', floor: 'D' },
  { question: 'list of what the directory above does not list', before: 'D D D', now: 'D', floor: 'D' },
  { question: 'stat many, 1,000, warm', before: 'D D D', now: 'D', floor: 'D' },
  { question: 'stat many, 1,000 missing, in a listed directory', before: 'D D D D', now: 'D', floor: 'D' },
  {
    question: 'totals of 3,000, cold',
    before: 'D D D L D D D D L D D D D L D D',
    now: 'D D L DL DL D D',
    floor: 'D D L DL DL D D',
  },
  { question: 'totals of 30,000, warm', before: 'D D D', now: 'D', floor: 'D' },
  { question: 'totals of 100,000, warm', before: 'D D D D D D D D D D D', now: 'D D D D', floor: 'D D D' },
];
