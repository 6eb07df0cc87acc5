/** Checks the outcome of one question: is the answer, or the failure, allowed? */

import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Failed } from '../../lambdas/core/questions/answer.ts';
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import type { Provenance, Served } from '../../lambdas/core/questions/provenance.ts';
import type { ReaderLambda } from './lambdas.ts';
import { Violation } from './violation.ts';

/** The state of an instance at one moment. */
export interface Moment {
  clockMs: number;
  trueMs: number;
  sent: number;
  /** Failed calls to S3 and to the index. */
  failures: number;
  indexFailures: number;
  kept: number;
  /** Calls in flight. */
  outstanding: number;
}

export interface Asked {
  bucket: ServedBucket;
  freshness: CacheDirectives;
  /** How old an answer of this kind may be. */
  lifeMs: number;
  budgetMs: number;
  /** After this share of the budget, the question may fail because its time is up. */
  budgetShare: number;
  clockMarginMs: number;
  began: Moment;
  /** Was this the only question on its instance? Then all calls of the instance belong to it. */
  alone: () => boolean;
  /** May clocks have been set during the question? */
  clockSteps: boolean;
}

export function momentOf(lambda: ReaderLambda, trueMs: number): Moment {
  const { instance, store, table } = lambda;
  return {
    clockMs: instance.now(),
    trueMs,
    sent: store.sent,
    failures: store.failures,
    indexFailures: instance.failures,
    kept: table.kept,
    outstanding: instance.outstanding,
  };
}

/**
 * A failure is allowed only if a call failed, if the question asked for it, or if the index was not available and the
 * instance had sent as many calls to S3 as it may send at a time.
 */
export function checkFailure(asked: Asked, failed: Failed, ended: Moment): void {
  const { freshness, began } = asked;
  if (failed.code === 'only-if-cached' && freshness.onlyIfCached) return;
  const late = ended.clockMs + asked.clockMarginMs >= began.clockMs + asked.budgetMs * asked.budgetShare;
  if (failed.code === 'unavailable' && (ended.failures > began.failures || late)) return;
  const isBeyondIndex = failed.provenance?.detail === 'index-unavailable' && ended.sent > began.sent;
  if (failed.code === 'unavailable' && isBeyondIndex) return;
  if (failed.code === 'incomplete' && late && asked.budgetShare < 1) return;
  throw new Violation('failure', `failed although nothing went wrong: ${JSON.stringify(failed)}`);
}

export function checkProvenance(asked: Asked, provenance: Provenance, ended: Moment): void {
  checkAge(asked, provenance, ended);
  if (asked.alone()) checkCost(asked, provenance, ended);
}

function checkAge(asked: Asked, provenance: Provenance, ended: Moment): void {
  const { freshness, began } = asked;
  const tolerance = asked.clockSteps ? asked.clockMarginMs : 0;
  const fault = (rule: string, text: string) => {
    throw new Violation(
      rule,
      `${text}: ${JSON.stringify(provenance)}, asked at ${began.clockMs} with ${JSON.stringify(freshness)}`,
    );
  };
  const atLeast = (ageMs: number, text: string) => {
    if (provenance.observedAt < began.clockMs - ageMs - tolerance) fault('age', text);
  };
  if (provenance.observedAt > ended.clockMs + tolerance) fault('age', 'observed after the answer');
  if (freshness.noCache) atLeast(0, 'not asked of S3 now');
  if (freshness.maxAgeMs !== undefined) atLeast(freshness.maxAgeMs, 'older than max-age');
  const declaredStale = provenance.detail === 'stale-if-error';
  // Judged at the time when the answer is sent: an observation from before the question must not be older than a life
  // then.
  const isOfThisQuestion = provenance.observedAt >= began.clockMs - tolerance;
  if (!declaredStale && !isOfThisQuestion) {
    if (provenance.observedAt < ended.clockMs - asked.lifeMs - tolerance) fault('age', 'older than a life');
    if (provenance.endsAt < ended.clockMs - tolerance) fault('age', 'ended before it left');
  }
  if (
    declaredStale &&
    ended.failures === began.failures &&
    ended.clockMs + tolerance < began.clockMs + asked.budgetMs
  )
    fault('stale', 'stale-if-error without an error');
}

function checkCost(asked: Asked, provenance: Provenance, ended: Moment): void {
  const { began, freshness, bucket } = asked;
  const sent = ended.sent - began.sent;
  const kept = ended.kept - began.kept;
  const fault = (text: string) => {
    throw new Violation(
      'cost',
      `${text}: ${sent} S3 calls, ${kept} writes of observations, ${JSON.stringify(provenance)}`,
    );
  };
  const served: Served = provenance.served;
  if ((served === 'hit') !== (sent === 0)) fault('only a hit makes no S3 call');
  if (provenance.s3Lists + provenance.s3Heads !== sent) fault('S3 calls miscounted');
  if (freshness.noStore && kept > 0) fault('stored an observation in spite of no-store');
  if (asked.lifeMs === 0 && bucket.listLifeMs === 0 && bucket.statLifeMs === 0 && kept > 0)
    fault('a life of 0 means never cached');
  const undisturbed =
    began.outstanding === 0 &&
    ended.failures === began.failures &&
    ended.indexFailures === began.indexFailures;
  // If one of several parallel calls fails, the answer may be sent before the other calls have returned.
  if (undisturbed && ended.outstanding > 0) fault('work goes on after the answer, when a Lambda is frozen');
}
