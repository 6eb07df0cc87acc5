/**
 * An answer is judged when it leaves, not only when its pages were read: what ended, or grew older than the request
 * allows, while the question was under way is asked for again. What S3 answered to this very question is as young as
 * an answer can be.
 */
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/** Again most of it comes from the index, so that is quick; where even that is too slow, S3 itself is heard. */
const MAX_ROUNDS = 3;

export async function inTime<T>(
  context: ReadContext,
  attempt: () => Promise<WithEvidence<T | Failed>>,
): Promise<WithEvidence<T | Failed>> {
  for (let round = 1; round < MAX_ROUNDS; round++) {
    const done = await attempt();
    const isAnswer = !isFailed(done.value) || done.value.code === 'no-such-key';
    if (!isAnswer || !isOver(context, done.evidence)) return done;
  }
  context.policy.hearAnew();
  return attempt();
}

/** A declared stale answer has ended, and says so. */
function isOver({ policy, instance }: ReadContext, { indexObservedAt, indexEndsAt }: Evidence): boolean {
  if (policy.staleIfError) return false;
  const { maxAgeMs = Number.POSITIVE_INFINITY } = policy.directives;
  const usableUntil = Math.min(indexEndsAt, indexObservedAt + Math.min(policy.lifeMs, maxAgeMs));
  return instance.clock.now() > usableUntil;
}
