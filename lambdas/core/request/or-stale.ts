/** Answers that are declared as stale: if S3 fails, an expired observation may be used unless it is void. */
import { type Failed, isFailed } from '../questions/answer.ts';
import { fold, type WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/**
 * Runs the attempt. If S3 failed, runs it again with expired observations allowed. If that fails too, returns the
 * first failure.
 */
export async function orStale<T>(
  context: ReadContext,
  attempt: () => Promise<WithEvidence<T | Failed>>,
): Promise<WithEvidence<T | Failed>> {
  const first = await attempt();
  if (!isFailed(first.value) || !goesStale(context, first.value)) return first;
  const second = await attempt();
  const evidence = fold(first.evidence, second.evidence);
  return { value: isFailed(second.value) ? first.value : second.value, evidence };
}

/**
 * Allows expired observations for the question, if S3 failed. Does not allow them if the question ran out of time
 * before it asked S3, because S3 might have answered.
 */
export function goesStale({ policy, index, store }: ReadContext, { code }: Failed): boolean {
  if (policy.directives.noCache || index.bypassed || !store.asked) return false;
  if (code !== 'unavailable' && code !== 'upstream-failed') return false;
  policy.goStale();
  return true;
}
