/** Counts what was answered, what passed and why, and what that saved or cost. */

import type { ReadOperation } from '../resolver/parts.ts';
import type { Pass, PassReason } from '../resolver/pass.ts';
import type { Answered } from '../resolver/resolver.ts';
import { S3_PRICES, SERVICE_PRICES } from './prices.ts';

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

export class Tally {
  readonly #since: string;
  readonly #answered: Record<ReadOperation, number> = {
    ListObjectsV2: 0,
    ListObjects: 0,
    HeadObject: 0,
    HeadBucket: 0,
  };
  readonly #passedWhy: Partial<Record<PassReason, number>> = {};
  #fetched = 0;
  #passed = 0;
  #writes = 0;
  #direct = 0;
  #fetchedCost = 0;
  /** The number of requests to the service. */
  #calls: () => number;

  constructor(nowMs: number, calls: () => number) {
    this.#since = new Date(nowMs).toISOString();
    this.#calls = calls;
  }

  answered(operation: ReadOperation, answer: Answered): void {
    this.#answered[operation]++;
    const price = S3_PRICES[operation];
    this.#direct += price;
    const isHit = answer.kind === 'bucket' || answer.freshness.cacheStatus?.hit !== false;
    if (isHit) return;
    this.#fetched++;
    this.#fetchedCost += price;
  }

  passed({ reason }: Pass): void {
    this.#passed++;
    this.#passedWhy[reason] = (this.#passedWhy[reason] ?? 0) + 1;
  }

  wrote(): void {
    this.#writes++;
  }

  report(): TallyReport {
    const direct = this.#direct;
    const spent = this.#calls() * SERVICE_PRICES.perRequest + this.#fetchedCost;
    const advice = this.#advice(spent > direct);
    return {
      since: this.#since,
      answered: { ...this.#answered },
      fetched: this.#fetched,
      passed: this.#passed,
      passedWhy: { ...this.#passedWhy },
      writes: this.#writes,
      dollars: { direct, spent, saved: direct - spent },
      ...(advice !== undefined && { advice }),
    };
  }

  #advice(isLoss: boolean): string | undefined {
    if (!isLoss) return undefined;
    const lists = this.#answered.ListObjectsV2 + this.#answered.ListObjects;
    if (this.#answered.HeadObject > lists) {
      return 'A HEAD through the service costs more than a HEAD of S3. With many HEADs and few listings, --head pass is cheaper, and not slower.';
    }
    if (this.#fetched * 2 > READS.reduce((sum, operation) => sum + this.#answered[operation], 0)) {
      return 'Most answers were not in the index yet. It saves from the second listing of a directory on.';
    }
    return 'So far the requests to the service cost more than the calls to S3 that they saved.';
  }
}
