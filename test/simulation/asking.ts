/** Asks one question of one instance, which may die, and runs the checks that every answer must pass. */

import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Answer } from '../../lambdas/core/questions/answer.ts';
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import type { Reader } from '../../lambdas/core/questions/reader.ts';
import { type Asked, checkFailure, checkProvenance, momentOf } from './check-answer.ts';
import type { Knowledge } from './knowledge.ts';
import type { ReaderLambda } from './lambdas.ts';
import type { S3History } from './s3-history.ts';
import type { Scheduler } from './scheduler.ts';
import type { Truth, Window } from './truth.ts';
import { Violation } from './violation.ts';
import { LARGEST_MARGIN_MS } from './workload.ts';

/** An instance caches the bucket's item for a second. After this time, every instance knows of a wipe or floor. */
export const NOTICE_MS = 1_000 + LARGEST_MARGIN_MS;

export interface Counts {
  questions: number;
  answers: number;
  /** The number of names and keys that were compared with the truth. */
  claims: number;
  failures: number;
  crashed: number;
  served: Map<string, number>;
  /** How fills ended, and how many of their ranges were divided off other ranges. */
  fills: Map<string, number>;
}

/** What is needed to ask about one bucket and to check the answers. */
export interface Asking {
  scheduler: Scheduler;
  bucket: string;
  /** The bucket, with the settings of this instance. */
  bucketOf: (lambda: ReaderLambda) => ServedBucket;
  s3: S3History;
  truth: Truth;
  knowledge: Knowledge;
  budgetMs: number;
  clockMarginMs: number;
  clockSteps: boolean;
  /** True if no LIST mixes two states of S3 or is cut into pages. */
  listsAreWhole: boolean;
  counts: Counts;
}

/**
 * How a question is asked and how its answer is checked. `check` returns the number of names and keys it compared.
 */
export interface Put<T> {
  /** The question's text in the trace. */
  what: () => string;
  freshness: CacheDirectives;
  /** How old an answer may be. */
  lifeMs: number;
  /** After this share of the budget, the question may fail because its time is up. Default: 1. */
  budgetShare?: number;
  /** True if nothing writes to S3 now, so that only S3's present state may be answered. */
  exact: boolean;
  to: (reader: Reader) => Promise<Answer<T>>;
  /** `value` is undefined if there is no such key. */
  check: (value: T | undefined, window: Window) => number;
}

export async function putQuestion<T>(asking: Asking, lambda: ReaderLambda, put: Put<T>): Promise<void> {
  const { scheduler, counts, knowledge } = asking;
  const { what, freshness, lifeMs, budgetShare = 1 } = put;
  // Without events, only the life and the newest invalidation limit the age of an answer.
  const known = asking.bucketOf(lambda).events === 'none' ? knowledge.asked : knowledge.known;
  const asked = begin(asking, lambda, { freshness, lifeMs, budgetShare });
  counts.questions += 1;
  lambda.instance.note(() => `is asked: ${what()} ${JSON.stringify(freshness)}`);
  const answer = await survive(lambda, put.to(lambda.reader));
  if (answer === 'crashed') {
    counts.crashed += 1;
    return;
  }
  lambda.instance.note(() => `ANSWERS ${what()}: ${lambda.instance.show(answer)}`);
  const ended = momentOf(lambda, scheduler.nowMs);
  const nothing = answer.outcome === 'failed' && answer.code === 'no-such-key';
  if (answer.outcome === 'failed' && !nothing) {
    counts.failures += 1;
    checkFailure(asked, answer, ended);
    return;
  }
  const { provenance } = answer;
  if (!provenance) throw new Violation('age', 'an answer that does not declare its age');
  counts.answers += 1;
  counts.served.set(provenance.served, (counts.served.get(provenance.served) ?? 0) + 1);
  checkProvenance(asked, provenance, ended);
  const observedMs = lambda.instance.isWrong ? asked.began.trueMs : provenance.observedAt;
  const fromMs = put.exact ? scheduler.nowMs : observedMs - asking.clockMarginMs / 2;
  const value = answer.outcome === 'answered' ? answer.value : undefined;
  counts.claims += put.check(value, {
    fromMs,
    listsAreWhole: asking.listsAreWhole,
    known: knowledge.honoured(known, asked.began.trueMs, NOTICE_MS),
  });
}

function begin(
  asking: Asking,
  lambda: ReaderLambda,
  put: Pick<Asked, 'freshness' | 'lifeMs' | 'budgetShare'>,
): Asked {
  const { scheduler, budgetMs, clockMarginMs, clockSteps } = asking;
  const bucket = asking.bucketOf(lambda);
  const before = lambda.begun;
  const idle = lambda.busy === 0;
  return {
    bucket,
    ...put,
    budgetMs,
    clockMarginMs,
    clockSteps,
    began: momentOf(lambda, scheduler.nowMs),
    alone: () => idle && lambda.begun === before + 1,
  };
}

/** Returns the answer, unless the instance dies first. No fault during a question may make it throw. */
export async function survive<T>(lambda: ReaderLambda, answer: Promise<T>): Promise<T | 'crashed'> {
  lambda.busy += 1;
  lambda.begun += 1;
  try {
    return await Promise.race([answer, lambda.death]);
  } catch (error) {
    throw new Violation('throw', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    lambda.busy -= 1;
  }
}
