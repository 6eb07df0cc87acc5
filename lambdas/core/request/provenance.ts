/** The provenance of an answer, from its evidence and the calls that were made for it. */
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

export function answerOf<T>(context: ReadContext, { value, evidence }: WithEvidence<T | Failed>): Answer<T> {
  const provenance = provenanceOf(context, evidence);
  if (!isFailed(value)) return { outcome: 'answered', value, provenance };
  // "No such key" is an answer that can be stored. Other failures store nothing, even if some pages were stored
  // before.
  const stored = provenance.stored && value.code === 'no-such-key';
  return { ...value, provenance: { ...provenance, stored } };
}

function provenanceOf(context: ReadContext, evidence: Evidence): Provenance {
  const { policy, index, store } = context;
  const now = context.instance.clock.now();
  const served = servedBy(context, evidence);
  const judgedEnd = Math.min(evidence.endsAt, evidence.observedAt + policy.lifeMs);
  // A response from S3 to this question may have taken longer than a life. It is as new as possible, and ends at once.
  const endsAt = policy.staleIfError ? judgedEnd : Math.max(judgedEnd, now);
  return {
    served,
    observedAt: Math.min(evidence.observedAt, now),
    endsAt: endsAt === Number.POSITIVE_INFINITY ? now : endsAt,
    stored: served !== 'hit' && !policy.staleIfError && evidence.kept === 'all',
    detail: detailOf(context, evidence),
    s3Lists: store.lists,
    s3Heads: store.heads,
    s3Ms: store.totalMs,
    indexMs: index.totalMs,
  };
}

/** A stale answer always says so, even if the index failed after it was read. */
function detailOf({ policy, index }: ReadContext, { waited }: Evidence): string | undefined {
  if (policy.staleIfError) return STALE_IF_ERROR;
  return index.bypassed ?? (waited ? 'collapsed' : undefined);
}

function servedBy({ policy, index, store }: ReadContext, { fromIndex, refused }: Evidence): Served {
  // A stale answer is not a hit, even if S3 failed for another question that this one waited for.
  if (store.lists + store.heads === 0 && !policy.staleIfError) return 'hit';
  if (policy.staleIfError) return 'stale';
  if (index.bypassed) return 'bypass';
  if (policy.directives.noCache) return 'request';
  if (fromIndex) return 'partial';
  if (refused === 'unusable') return 'stale';
  return refused === 'by-request' ? 'request' : 'miss';
}
