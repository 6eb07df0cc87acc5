/**
 * Limits the number of commands that run at the same time. Other commands wait; in an outage they are rejected after a
 * short time.
 */
import pLimit from 'p-limit';

/** While this command waited, `atOnce` others failed and none succeeded. */
export class RefusedByLimiter extends Error {
  override name = 'RefusedByLimiter';
}

/**
 * Runs work, at most `atOnce` at a time. Work that waited while `atOnce` others failed and none succeeded is rejected
 * without being run. So nothing waits longer than two rounds. Work that is submitted later is run.
 */
export function createLimiter(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const limit = pLimit(atOnce);
  let answers = 0;
  let failures = 0;
  return (work) => {
    const before = { answers, failures };
    return limit(async () => {
      if (answers === before.answers && failures - before.failures >= atOnce)
        throw new RefusedByLimiter('the commands before it got no answer');
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
