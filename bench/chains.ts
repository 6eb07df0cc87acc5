/**
 * How many rounds of calls an answer takes: what waits for what. `D` is a round of calls to DynamoDB, `L` a LIST, `H` a HEAD. The counts
 * are held against the core by test/unit/core/chains.test.ts. The bucket's item is remembered for a second, so a first question's
 * reading it is in the first round.
 */
export interface Chain {
  question: string;
  /** Rounds before an instance read the bucket's item beside the first reads and remembered watches. */
  before: string;
  now: string;
  /** Under the invariants I1 to I9; writes that must be durable before the answer says so are in it. */
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
];
