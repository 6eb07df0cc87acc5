/**
 * Confirms emptiness. S3's answers about different names are not ordered: if a client puts `v2` and then deletes
 * `v1`, two valid observations can add up to an empty directory, although it never was empty in S3. Programs act on
 * emptiness (they delete). So when it is based on more than one observation, S3 is asked once more. That page is
 * kept, and later answers are based on it alone.
 */
import { type Failed, isFailed } from '../questions/answer.ts';
import type { WithEvidence } from '../request/evidence.ts';

/** `fromS3` reads the same from S3 itself. */
export async function confirmEmpty<T>(
  found: WithEvidence<T | Failed>,
  isEmpty: (value: T) => boolean,
  fromS3: () => Promise<WithEvidence<T | Failed>>,
): Promise<WithEvidence<T | Failed>> {
  const { value, evidence } = found;
  const isInvented = !isFailed(value) && isEmpty(value) && evidence.observations > 1;
  return isInvented ? fromS3() : found;
}
