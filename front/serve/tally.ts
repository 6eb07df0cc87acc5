/** Counts what was answered, what passed and why, and what that saved or cost. */

import { type Dollars, dollarsOf } from '../../contract/dollars.ts';
import type { ReadOperation } from '../resolver/parts.ts';
import type { Pass, PassReason } from '../resolver/pass.ts';
import type { Answered } from '../resolver/resolver.ts';

export interface TallyReport {
  since: string;
  answered: Record<ReadOperation, number>;
  /** Answered by the service, which asked S3 for it. */
  fetched: number;
  passed: number;
  passedWhy: Partial<Record<PassReason, number>>;
  writes: number;
  dollars: { direct: number; spent: number; saved: number };
  /** What the user can do about a loss; absent when there is none. */
  advice?: string;
}

const READS: readonly ReadOperation[] = ['ListObjectsV2', 'ListObjects', 'HeadObject', 'HeadBucket'];

type S3Call = 'list' | 'head';
const CALL_OF: Record<ReadOperation, S3Call> = {
  ListObjectsV2: 'list',
  ListObjects: 'list',
  HeadObject: 'head',
  HeadBucket: 'head',
};

/** What a warm request to the service takes (docs/cost.md): 1 GB of memory for 20 ms, and read units. */
const GB_SECONDS = 0.02;
const READ_UNITS = 4;

export class Tally {
  readonly #since: string;
  readonly #answered: Record<ReadOperation, number> = {
    ListObjectsV2: 0,
    ListObjects: 0,
    HeadObject: 0,
    HeadBucket: 0,
  };
  readonly #passedWhy: Partial<Record<PassReason, number>> = {};
  readonly #fetched: Record<S3Call, number> = { list: 0, head: 0 };
  #passed = 0;
  #writes = 0;
  /** The number of requests to the service. */
  #calls: () => number;

  constructor(nowMs: number, calls: () => number) {
    this.#since = new Date(nowMs).toISOString();
    this.#calls = calls;
  }

  answered(operation: ReadOperation, answer: Answered): void {
    this.#answered[operation]++;
    const isHit = answer.kind === 'bucket' || answer.freshness.cacheStatus?.hit !== false;
    if (!isHit) this.#fetched[CALL_OF[operation]]++;
  }

  passed({ reason }: Pass): void {
    this.#passed++;
    this.#passedWhy[reason] = (this.#passedWhy[reason] ?? 0) + 1;
  }

  wrote(): void {
    this.#writes++;
  }

  report(): TallyReport {
    const { direct, spent, saved } = this.#dollars();
    const advice = this.#advice(saved < 0);
    return {
      since: this.#since,
      answered: { ...this.#answered },
      fetched: this.#fetchedCalls(),
      passed: this.#passed,
      passedWhy: { ...this.#passedWhy },
      writes: this.#writes,
      dollars: { direct, spent, saved },
      advice,
    };
  }

  #fetchedCalls(): number {
    return this.#fetched.list + this.#fetched.head;
  }

  #dollars(): Dollars {
    const calls = this.#calls();
    const plain = { list: 0, head: 0 };
    for (const operation of READS) plain[CALL_OF[operation]] += this.#answered[operation];
    return dollarsOf({
      plainLists: plain.list,
      plainHeads: plain.head,
      s3List: this.#fetched.list,
      s3Head: this.#fetched.head,
      httpRequests: calls,
      functionGbSeconds: calls * GB_SECONDS,
      readUnits: calls * READ_UNITS,
    });
  }

  #advice(isLoss: boolean): string | undefined {
    if (!isLoss) return undefined;
    const lists = this.#answered.ListObjectsV2 + this.#answered.ListObjects;
    if (this.#answered.HeadObject > lists) {
      return 'A HEAD through the service costs more than a HEAD of S3. With many HEADs and few listings, --head pass is cheaper, and not slower.';
    }
    if (this.#fetchedCalls() * 2 > READS.reduce((sum, operation) => sum + this.#answered[operation], 0)) {
      return 'Most answers were not in the index yet. A stored listing costs less than a LIST, but it must also pay for storing it: with 1,000 objects, this takes about ten listings within its life.';
    }
    return 'So far the requests to the service cost more than the calls to S3 that they saved.';
  }
}
