/** The provenance of an answer, from its evidence and the calls that were made for it. */
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

export function answerOf<T>(context: ReadContext, { value, evidence }: WithEvidence<T | Failed>): Answer<T> {
  // `no-such-key` is an answer too: it can be stale, and it can be stored.
  const isAnswer = !isFailed(value) || value.code === 'no-such-key';
  const isStale = isAnswer && context.policy.staleIfError;
  const provenance = provenanceOf(context, evidence, isStale);
  if (!isFailed(value)) return { outcome: 'answered', value, provenance };
  // Other failures count as not stored, even if some pages were stored before.
  return { ...value, provenance: { ...provenance, stored: isAnswer && provenance.stored } };
}

/** `isStale`: the answer uses expired observations, because S3 failed. */
function provenanceOf(context: ReadContext, evidence: Evidence, isStale: boolean): Provenance {
  const { policy, index, store } = context;
  const now = context.instance.clock.now();
  const served = isStale ? 'stale' : servedBy(context, evidence);
  const judgedEnd = Math.min(evidence.endsAt, evidence.observedAt + policy.lifeMs);
  // If S3's response to this question took longer than a life, its end is in the past. There is no newer data, so it
  // ends now.
  const endsAt = isStale ? judgedEnd : Math.max(judgedEnd, now);
  return {
    served,
    observedAt: Math.min(evidence.observedAt, now),
    endsAt: endsAt === Number.POSITIVE_INFINITY ? now : endsAt,
    stored: served !== 'hit' && !isStale && evidence.kept === 'all',
    // An answer that is declared as stale always says so, even if the index failed later.
    detail: isStale ? STALE_IF_ERROR : (index.bypassed ?? (evidence.waited ? 'collapsed' : undefined)),
    s3Lists: store.lists,
    s3Heads: store.heads,
    s3Ms: store.totalMs,
    indexMs: index.totalMs,
  };
}

/** Only for answers that are not declared as stale. */
function servedBy({ policy, index, store }: ReadContext, { fromIndex, refused }: Evidence): Served {
  if (store.lists + store.heads === 0) return 'hit';
  if (index.bypassed) return 'bypass';
  if (policy.directives.noCache) return 'request';
  if (fromIndex) return 'partial';
  if (refused === 'unusable') return 'stale';
  return refused === 'by-request' ? 'request' : 'miss';
}
