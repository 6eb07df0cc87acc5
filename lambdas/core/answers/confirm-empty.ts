/**
 * No invented emptiness. Names have no order among each other: a client that puts `v2`, then deletes `v1`, can make
 * two valid observations add up to "empty", which S3 never was, and programs act on emptiness. So when it rests on
 * more than one observation, S3 lists it once more; that page is kept, and the next question rests on it alone.
 */
import { type Failed, isFailed } from '../questions/answer.ts';
import type { WithEvidence } from '../request/evidence.ts';

/** `anew` reads the same from S3 itself. */
export async function confirmEmpty<T>(
  found: WithEvidence<T | Failed>,
  isEmpty: (value: T) => boolean,
  anew: () => Promise<WithEvidence<T | Failed>>,
): Promise<WithEvidence<T | Failed>> {
  const { value, evidence } = found;
  const isInvented = !isFailed(value) && isEmpty(value) && evidence.observations > 1;
  return isInvented ? anew() : found;
}
