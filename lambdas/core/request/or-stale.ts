/** Declared stale answers: when S3 fails, an expired observation that is not void may be given. */
import { type Failed, isFailed } from '../questions/answer.ts';
import { fold, type WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/**
 * Runs the attempt; when S3 failed it, once more with expired observations, and keeps the failure if that fails too.
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
 * Turns the question to expired observations, when S3 failed it. Not when its time was up before S3 was asked: then
 * it is not known that S3 would not have answered.
 */
export function goesStale({ policy, index, store }: ReadContext, { code }: Failed): boolean {
  if (policy.directives.noCache || index.bypassed || !store.asked) return false;
  if (code !== 'unavailable' && code !== 'upstream-failed') return false;
  policy.goStale();
  return true;
}
