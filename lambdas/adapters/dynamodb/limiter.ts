/** Commands under way at once, limited: a crowd waits, and an outage does not make it wait again and again. */
import pLimit from 'p-limit';

/** While this command waited, a whole round failed and nothing was answered. */
export class RefusedByLimiter extends Error {
  override name = 'RefusedByLimiter';
}

/**
 * Runs work, at most `atOnce` at a time. Work that waited while `atOnce` others failed and none succeeded fails without being
 * run, so nothing waits longer than two rounds. What is submitted later is run again.
 */
export function createLimiter(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const limit = pLimit(atOnce);
  let answers = 0;
  let failures = 0;
  return (work) => {
    const before = { answers, failures };
    return limit(async () => {
      if (answers === before.answers && failures - before.failures >= atOnce)
        throw new RefusedByLimiter('others were not answered');
      try {
        const answer = await work();
        answers++;
        return answer;
      } catch (error) {
        failures++;
        throw error;
      }
    });
  };
}
